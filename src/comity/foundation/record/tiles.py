"""Tiles: how the hashes of a record are stored and published.

* A tile holds 256 hashes of one level: level 0 the leaves, level 1 the roots of full tiles of level 0, and so on.
* A tile that is not full is partial; a partial tile is the beginning of the later, fuller one.   C2SP tlog-tiles
* Its path is ``tile/<level>/<index>``, the index in groups of three digits, all but the last marked ``x``:
  ``tile/0/x001/x234/067``; a partial tile adds ``.p/<width>``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol, Self, TypeAlias

from comity.errors.record import MalformedTilePath, TileDamaged

HASH_SIZE = 32
HEIGHT = 8
WIDTH = 1 << HEIGHT
_PAIR = 2 * HASH_SIZE
_THOUSAND = 1000
Subtree: TypeAlias = tuple[int, int, bytes]  # a whole one: its height, its first leaf, its root
_PATH = re.compile(r"tile/(0|[1-6])/((?:x\d{3}/){0,6}\d{3})(?:\.p/([1-9]\d{0,2}))?")


@dataclass(frozen=True, slots=True, order=True)
class TileId:
    """Which tile: its level and its index at that level."""

    level: int
    index: int

    def path(self, width: int = WIDTH) -> str:
        """Print the path under which the tile of ``width`` hashes is published."""
        groups, rest = [f"{self.index % _THOUSAND:03d}"], self.index // _THOUSAND
        while rest:
            groups.append(f"x{rest % _THOUSAND:03d}")
            rest //= _THOUSAND
        partial = f".p/{width}" if width < WIDTH else ""
        return f"tile/{self.level}/{'/'.join(reversed(groups))}{partial}"

    @classmethod
    def parse(cls, path: str) -> tuple[Self, int]:
        """Read a path into the tile and the width asked for; one tile has one path."""
        found = _PATH.fullmatch(path)
        if found is None:
            raise MalformedTilePath(path[:80])
        index = int(found[2].replace("x", "").replace("/", ""))
        tile, width = cls(int(found[1]), index), int(found[3] or WIDTH)
        if tile.path(width) != path:
            raise MalformedTilePath(path[:80])
        return tile, width


@dataclass(frozen=True, slots=True)
class Head:
    """How far the record reaches: its size, and the roots of its largest whole subtrees, largest first.

    ``edge`` has one hash for each bit of ``size`` that is set. It is all that an append or a root needs.
    """

    size: int = 0
    edge: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.edge) != self.size.bit_count():
            raise TileDamaged("head")

    def subtrees(self) -> list[Subtree]:
        """Give each subtree at the edge, largest first."""
        found: list[Subtree] = []
        begin, rest = 0, self.size
        for node in self.edge:
            height = rest.bit_length() - 1
            found.append((height, begin, node))
            begin, rest = begin + (1 << height), rest - (1 << height)
        return found


class TileStore(Protocol):
    """Where a record keeps its hashes. The caller's transaction holds the head from reading to writing."""

    def head(self) -> Head:
        """Give the head last written, or an empty one."""

    def tile(self, tile: TileId) -> bytes:
        """Give the hashes of ``tile`` as stored, 32 bytes each; empty where there is none."""

    def write(self, tiles: Sequence[tuple[TileId, bytes]], head: Head) -> None:
        """Put ``tiles``, each in place of its beginning, and ``head``; all of it or nothing."""


class MemoryStore:
    """Tiles in memory: for simulators, and to rebuild a record from what was published."""

    def __init__(self) -> None:
        self._head = Head()
        self._tiles: dict[TileId, bytes] = {}

    def head(self) -> Head:
        """Give the head last written, or an empty one."""
        return self._head

    def tile(self, tile: TileId) -> bytes:
        """Give the hashes of ``tile``; empty where there is none."""
        return self._tiles.get(tile, b"")

    def write(self, tiles: Sequence[tuple[TileId, bytes]], head: Head) -> None:
        """Put ``tiles`` and ``head``."""
        self._tiles.update(tiles)
        self._head = head


def levels_of(raw: bytes, begun: Sequence[bytes] = ()) -> tuple[bytes, ...]:
    """Give the hashes of a tile and the eight levels above them, lowest first; an odd last hash has no parent.

    ``begun`` are the levels of the beginning of the same tile, which are not hashed again.
    """
    levels = [raw]
    for height in range(1, HEIGHT + 1):
        known = begun[height] if begun else b""
        first, last = 2 * len(known), len(raw) // _PAIR * _PAIR
        raw = known + b"".join(
            [sha256(b"\x01" + raw[at : at + _PAIR]).digest() for at in range(first, last, _PAIR)]
        )
        levels.append(raw)
    return tuple(levels)
