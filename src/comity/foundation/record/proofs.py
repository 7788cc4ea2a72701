"""Proofs that an entry stands in a record, for whoever has neither the record nor a connection.

1. the checkpoint is of the record named, and signed by its key
2. the proof is for the size of that checkpoint
3. the path leads from the entry, at its index, to the root of the checkpoint           RFC 9162, 2.1.3.2
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from comity.errors.record import ForkedRecord, MalformedProof
from comity.foundation.canonical import Json, canonical, parse_canonical
from comity.foundation.fields import Fields, letters
from comity.foundation.identity import VerifyingKey
from comity.foundation.limits import LIMITS
from comity.foundation.record.checkpoints import Checkpoint
from comity.foundation.record.growth import read_path
from comity.foundation.trees import leaf_hash, verify_consistency, verify_inclusion

_ANSWERS = 64  # whose checkpoint is kept in memory


@dataclass(frozen=True, slots=True)
class Proof:
    """Where an entry stands, the path to the root, and the checkpoint that vouches for the root."""

    index: int
    size: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    def to_json(self) -> Mapping[str, Json]:
        """Give the members of the proof for a larger document."""
        return {
            "index": self.index,
            "size": self.size,
            "path": [letters(step) for step in self.path],
            "checkpoint": self.checkpoint.text,
        }

    def to_bytes(self) -> bytes:
        """Write the proof as a document of its own, in canonical JSON."""
        return canonical(self.to_json())

    @classmethod
    def parse(cls, written: bytes) -> Self:
        """Read a document; raises MalformedProof with the field."""
        fields = Fields(parse_canonical(written, limit=LIMITS.receipt), path="proof", refusal=MalformedProof)
        proof = cls.read(fields)
        fields.close()
        return proof

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read a proof out of a larger document."""
        return cls(
            index=fields.integer("index"),
            size=fields.integer("size", least=1),
            path=read_path(fields, "path"),
            checkpoint=read_checkpoint(fields, "checkpoint"),
        )


def verify_entry(entry: bytes, proof: Proof, key: VerifyingKey, *, origin: str) -> Checkpoint:
    """Return the checkpoint under which ``entry`` stands in the record ``origin``, or raise."""
    checkpoint = authentic_checkpoint(proof.checkpoint, key, origin)  # 1
    if proof.size != checkpoint.size:  # 2
        raise MalformedProof("proof.size", expected=checkpoint.size)
    verify_inclusion(  # 3
        leaf=leaf_hash(entry), index=proof.index, size=proof.size, path=proof.path, root=checkpoint.root
    )
    return checkpoint


@lru_cache(maxsize=_ANSWERS)
def authentic_checkpoint(checkpoint: Checkpoint, key: VerifyingKey, origin: str) -> Checkpoint:
    """Verify a checkpoint once for all the proofs of one answer, and return it; a refusal is not kept."""
    return checkpoint.verify(key, origin=origin)


def read_checkpoint(fields: Fields, name: str) -> Checkpoint:
    """Take a checkpoint."""
    return _read(fields.text(name, most=LIMITS.checkpoint))


@lru_cache(maxsize=_ANSWERS)
def _read(text: str) -> Checkpoint:
    """Read a checkpoint once for all the proofs of one answer."""
    return Checkpoint.parse(text)


def require_growth(older: Checkpoint, newer: Checkpoint, path: Sequence[bytes] = ()) -> Checkpoint:
    """Return the newer of two verified checkpoints of one record when it continues the other, or raise.

    Raises ForkedRecord when both claim one size with two roots, or the newer size is smaller; both checkpoints
    together then prove the fork. Raises ConsistencyUnproved when ``path`` does not show the growth.
    """
    if newer.origin != older.origin or newer.size < older.size:
        raise ForkedRecord(newer.origin, older=older.size, newer=newer.size)
    if newer.size == older.size and newer.root != older.root:
        raise ForkedRecord(newer.origin, older=older.size, newer=newer.size)
    verify_consistency(
        old_size=older.size, old_root=older.root, new_size=newer.size, new_root=newer.root, path=path
    )
    return newer
