"""Sealed evidence on the shelf: who may fetch it, and which span of it.

A peer is given one file, the header and then the payload; here the two stand apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comity.errors.node import NotGranted, RangeUnreadable, WindowClosed
from comity.node import own
from comity.node.faults import Fault, pass_by
from comity.node.models import Grant
from comity.words import Digest, Instant, StateCode

_SPAN = re.compile(r"bytes=(\d{1,18})-(\d{1,18})")
LONGEST_SPAN = 16 * 1024 * 1024
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Shelved:
    """A sealed file on the shelf, as a peer sees it."""

    header: bytes
    payload: Path

    @property
    def size(self) -> int:
        """How many bytes there are, header and payload."""
        return len(self.header) + self.payload.stat().st_size


def disclosed(name: Digest, *, to: StateCode, at: Instant) -> Shelved:
    """Return the sealed file of evidence that was disclosed to a State, or raise NotGranted or WindowClosed."""
    grant = Grant.objects.filter(manifest=name, peer=to).first()
    if grant is None:
        raise NotGranted(name[:16])
    if at >= grant.until:
        raise WindowClosed(name[:16], until=grant.until)
    return Shelved(own.headers().find(name), own.objects().find(name))


def span(asked: str, size: int) -> tuple[int, int]:
    """Read a range header as the first byte and the one after the last, cut to a span that one answer may hold."""
    found = _SPAN.fullmatch(asked)
    if found is None:
        raise RangeUnreadable("Range", size=size)
    start, end = int(found[1]), min(int(found[2]) + 1, size)
    if not start < end:
        raise RangeUnreadable("Range", size=size)
    return start, min(end, start + LONGEST_SPAN)


def pieces(file: Shelved, start: int, end: int) -> Iterator[bytes]:
    """Read the bytes from ``start`` up to, not including, ``end``."""
    if start < len(file.header):
        yield file.header[start:end]
    place, end = max(start - len(file.header), 0), end - len(file.header)
    with file.payload.open("rb") as shelf:
        shelf.seek(place)
        while place < end:
            piece = shelf.read(min(_PIECE, end - place))
            if not piece:
                return
            place += len(piece)
            yield piece
            if place < end:
                pass_by(Fault.DURING_EVIDENCE)
