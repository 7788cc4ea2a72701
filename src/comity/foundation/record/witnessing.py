"""Witnessing: a record shows a peer that it only grew, and the peer signs that it saw so, and when.

What the record sends (C2SP tlog-witness, add-checkpoint): ``old`` and the size that the witness saw last, the
consistency path from there, one hash a line, a blank line, the checkpoint. What the witness checks:

1. origin       it knows the record, and its key signed the checkpoint
2. not smaller  the old size is not beyond the checkpoint
3. old size     is the one that the witness itself saw last; otherwise it says which that is, and is asked again
4. same size    means the same root
5. growth       the path leads from the root that the witness saw to the new one
6. it remembers the checkpoint, and only then cosigns                                C2SP tlog-cosignature

The answer is signature lines. A cosignature says nothing about the entries; it says that this witness will never sign
another history of that record.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn, Self

from comity.errors.record import ForkedRecord, MalformedOffer, OldSizeDiffers
from comity.foundation.identity import VerifyingKey
from comity.foundation.limits import LIMITS
from comity.foundation.record.checkpoints import HASH_SIZE, Checkpoint, decoded
from comity.foundation.record.growth import LONGEST_PATH
from comity.foundation.trees import EMPTY_ROOT, verify_consistency

_OLD = "old "


@dataclass(frozen=True, slots=True)
class Offer:
    """A checkpoint, and the path that leads to it from the size which the witness saw last."""

    old: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    def to_bytes(self) -> bytes:
        """Write the body of the request."""
        lines = [f"{_OLD}{self.old}", *(base64.b64encode(step).decode("ascii") for step in self.path), ""]
        return ("\n".join(lines) + "\n" + self.checkpoint.text).encode()

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Read the body of a request; the place of a refusal is its line."""
        head, blank, note = body.partition(b"\n\n")
        if not blank or len(body) > 2 * LIMITS.checkpoint:
            _refuse(1, "old, path, blank line, checkpoint")
        try:
            first, *steps = head.decode("ascii").split("\n")
        except UnicodeDecodeError:
            _refuse(1, "ASCII")
        size = first.removeprefix(_OLD)
        if (
            first == size
            or not size.isdecimal()
            or len(size) > len(str(LIMITS.record))
            or str(int(size)) != size
        ):
            _refuse(1, "old and a size")
        if len(steps) >= LONGEST_PATH:
            _refuse(1 + LONGEST_PATH, f"fewer than {LONGEST_PATH} hashes")
        path: list[bytes] = []
        for line, step in enumerate(steps, start=2):
            raw = decoded(step)
            if raw is None or len(raw) != HASH_SIZE:
                _refuse(line, "hash in base64")
            path.append(raw)
        return cls(int(size), tuple(path), Checkpoint.parse(note))


def require_witnessable(offer: Offer, *, seen: Checkpoint | None, key: VerifyingKey, origin: str) -> Checkpoint:
    """Return the checkpoint when the witness that has ``seen`` an older one may cosign it, or raise.

    Raises OldSizeDiffers with the size seen, ForkedRecord, ConsistencyUnproved, or what ``Checkpoint.verify`` raises.
    """
    shown = offer.checkpoint.verify(key, origin=origin)  # 1
    if offer.old > shown.size:  # 2
        raise MalformedOffer("line 1", expected=f"at most {shown.size}")
    size, root = (seen.size, seen.root) if seen is not None else (0, EMPTY_ROOT)
    if offer.old != size:  # 3
        raise OldSizeDiffers(origin, size=size)
    if shown.size == size and shown.root != root:  # 4
        raise ForkedRecord(origin, older=size, newer=size)
    verify_consistency(  # 5
        old_size=size, old_root=root, new_size=shown.size, new_root=shown.root, path=offer.path
    )
    return shown


def cosignatures(answer: bytes, offered: Checkpoint, keys: Sequence[tuple[str, VerifyingKey]]) -> Checkpoint:
    """Return what was ``offered`` with those cosignatures of the ``answer`` that verify under ``keys``, or raise.

    ``keys`` are the names and keys of the witness that was asked. Raises CheckpointUnsigned if none of them cosigned,
    SignatureWrong where a line by one of them does not verify.
    """
    cosigned = Checkpoint.parse(offered.body.encode() + b"\n" + answer)
    for name, key in keys:
        cosigned.witnessed_at(key, name=name)
    names = {name for name, _ in keys}
    added = tuple(one for one in cosigned.signatures if one.name in names and one not in offered.signatures)
    return Checkpoint(offered.origin, offered.size, offered.root, (*offered.signatures, *added))


def _refuse(line: int, expected: str) -> NoReturn:
    raise MalformedOffer(f"line {line}", expected=expected)
