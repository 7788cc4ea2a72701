"""Fetching evidence from a peer: each MiB is opened and verified as it lands, and kept once it is on disk.

1. The list of leaf hashes is fetched, and must lead to the root in the signed manifest.
2. The beginning (the header, which is kept apart) and the end (the last chunk, which proves the length) are fetched.
3. The leaves follow in their order. Each is opened and hashed; one that differs is refused, nothing of it is kept.
4. After every eight leaves the file is forced to disk, then the database told how far it has come: a killed process
   goes on from there, and never trusts what it did not write down.
5. When all leaves stand, the file becomes an object of this node, and the custodian subject takes it over, in one
   transaction with its entry in the record.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from comity.errors.node import EvidenceDiffers, LeavesDiffer, PeerAnswered
from comity.foundation import trees
from comity.foundation.sealing import LEAF, Header, Manifest, SealedFile, salted_leaf
from comity.foundation.sealing.leaves import leaf_count
from comity.node import own, profiles, subjects, transfers
from comity.node.acts import acting
from comity.node.carrier import Span
from comity.node.faults import Fault, pass_by
from comity.node.files import OpenFile, continuing
from comity.node.keystore import sealing_name
from comity.node.models import Transfer
from comity.node.rules import NODE_ACTOR
from comity.words import AuthorityId, Digest, StateCode

BATCH = 8  # leaves in one request, and between two forced writes
_HASH, _NONCE = 32, 16
_SEALED_CHUNK = 64 * 1024 + 16
_FIRST = 64 * 1024  # more than any header
_PER_LEAF = 16 * _SEALED_CHUNK


class Shelf(Protocol):
    """Where a peer's sealed evidence can be had from."""

    def leaves(self, peer: StateCode, url: str, manifest: Digest, count: int, /) -> bytes:
        """Give the ``count`` leaf hashes of a piece of evidence, one after the other."""

    def evidence(
        self, peer: StateCode, url: str, manifest: Digest, start: int, end: int, /
    ) -> AbstractContextManager[Span]:
        """Give the sealed bytes from ``start`` up to, not including, ``end`` or the true end."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Evidence that is here, whole and verified."""

    manifest: Manifest
    source: StateCode
    authority: AuthorityId
    thread: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The header of the sealed file, and how long the payload is that follows it."""

    header: bytes
    payload: int

    def span(self, first: int, after: int) -> tuple[int, int]:
        """Give the bytes of the payload that hold the leaves from ``first`` up to, not including, ``after``."""
        return _NONCE + first * _PER_LEAF, min(_NONCE + after * _PER_LEAF, self.payload)


def fetch(row: Transfer, shelf: Shelf | None = None) -> None:
    """Fetch the evidence that ``row`` wants, from where it stands to its end, or raise what came between.

    It comes over the wire, or from another ``shelf``, such as a parcel that a person brought.
    """
    shelf = shelf or own.carrier()
    wanted = Fetched(
        Manifest.parse(bytes(row.described)), StateCode(row.peer), AuthorityId(row.authority), row.thread
    )
    part = own.objects().scratch(f"{row.manifest}.part")
    leaves = _leaves(wanted, shelf)  # 1
    with continuing(part) as file:
        frame = _frame(row, wanted, file, shelf)  # 2
        keys = own.keys().opening(sealing_name(wanted.authority))
        sealed = SealedFile(file, keys, header=frame.header, manifest=wanted.manifest)
        for first in range(row.leaves, row.of, BATCH):  # 3
            after = min(first + BATCH, row.of)
            _land(wanted, file, sealed, frame, leaves, range(first, after), shelf)
            file.sync()  # 4
            transfers.advance(row, after)
            pass_by(Fault.DURING_TRANSFER)
    own.objects().adopt(wanted.manifest.digest, part, leaves=leaves)
    with acting(NODE_ACTOR, "node.fetch-evidence", wanted) as act:  # 5
        transfers.complete(row, act.at)
        for custodian in subjects.custodians():
            custodian(wanted, act)
        if not act.recorded:
            act.record("node:evidence:fetched", wanted.manifest.to_json(), about=row.thread)


def _leaves(wanted: Fetched, shelf: Shelf) -> Sequence[bytes]:
    raw = shelf.leaves(
        wanted.source, profiles.address(wanted.source), wanted.manifest.digest, leaf_count(wanted.manifest.size)
    )
    leaves = [raw[start : start + _HASH] for start in range(0, len(raw), _HASH)]
    if len(raw) % _HASH or trees.root(leaves) != wanted.manifest.root:
        raise LeavesDiffer(wanted.manifest.digest[:16], peer=wanted.source)
    return leaves


def _frame(row: Transfer, wanted: Fetched, file: OpenFile, shelf: Shelf) -> Frame:
    """Fetch the header and the last chunk; what was kept under another header, or lost, is fetched again."""
    name = wanted.manifest.digest
    first, size = _span(wanted, 0, _FIRST, shelf)
    header = first[: Header.parse(first).size]
    frame = Frame(header, size - len(header))
    kept = own.headers().find(name) if own.headers().holds(name) else b""
    if row.leaves and (kept != header or file.size != frame.payload):
        transfers.advance(row, 0)
    if kept != header:
        own.headers().keep(name, header)
    file.resize(frame.payload)
    file.write_at(first[len(header) : len(header) + _NONCE], 0)
    last = max(_NONCE, frame.payload - _SEALED_CHUNK)
    end, _ = _span(wanted, len(header) + last, size, shelf)
    file.write_at(end, last)
    return frame


def _land(
    wanted: Fetched,
    file: OpenFile,
    sealed: SealedFile,
    frame: Frame,
    leaves: Sequence[bytes],
    batch: range,
    shelf: Shelf,
) -> None:
    """Write the bytes of a batch of leaves as they come, and verify each leaf when its last byte is there."""
    start, end = frame.span(batch.start, batch.stop)
    leaf, before = batch.start, len(frame.header)
    source, url = wanted.source, profiles.address(wanted.source)
    with shelf.evidence(source, url, wanted.manifest.digest, before + start, before + end) as answer:
        for piece in answer.pieces:
            file.write_at(piece, start)
            start += len(piece)
            while leaf < batch.stop and start >= frame.span(leaf, leaf + 1)[1]:
                _verify(wanted.manifest, sealed, leaf, leaves[leaf])
                leaf += 1
    if start != end:
        raise PeerAnswered(start, peer=wanted.source)


def _verify(manifest: Manifest, sealed: SealedFile, leaf: int, expected: bytes) -> None:
    offset = leaf * LEAF
    piece = sealed.read(offset, min(LEAF, manifest.size - offset))
    if salted_leaf(manifest.salt, leaf, piece) != expected:
        raise EvidenceDiffers(f"MiB {leaf}", name=manifest.digest[:16])


def _span(wanted: Fetched, start: int, end: int, shelf: Shelf) -> tuple[bytes, int]:
    url = profiles.address(wanted.source)
    with shelf.evidence(wanted.source, url, wanted.manifest.digest, start, end) as answer:
        return b"".join(answer.pieces), answer.size
