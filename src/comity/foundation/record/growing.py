"""One append: the leaves rise, level by level, and pair with the edge of the tree that was there.

* A level takes the new hashes of that height; where the edge has a node of that height, it stands before them. 2.1
* Neighbours become the hashes of the next height; a last one without a neighbour becomes the edge.  RFC 6962, 2.1
* What rose to a multiple of eight is what the tiles of that level take in.               C2SP tlog-tiles
* The levels are kept: every sibling of a new leaf stands in them, so its proof needs no tile.
"""

from collections.abc import Sequence
from hashlib import sha256

from comity.errors.record import TileDamaged
from comity.foundation.record.tiles import HASH_SIZE, HEIGHT, WIDTH, Head, TileId, TileStore

_TILE = WIDTH * HASH_SIZE


class Grown:
    """What ``leaves`` made of the record at ``before``: the head afterwards, and every node that is new."""

    __slots__ = ("_levels", "first", "head")

    def __init__(self, before: Head, leaves: Sequence[bytes]) -> None:
        self.first = before.size
        self._levels: list[tuple[int, Sequence[bytes]]] = []
        edge = list(before.edge)  # what waits there for a neighbour, the lowest last
        new: list[bytes] = []  # what this append leaves without one, the lowest first
        level, at = leaves, before.size
        while level:
            if at & 1:
                level, at = [edge.pop(), *level], at - 1
            self._levels.append((at, level))
            if len(level) & 1:
                new.append(level[-1])
            each = iter(level)
            level = [sha256(b"\x01" + left + right).digest() for left, right in zip(each, each, strict=False)]
            at >>= 1
        self.head = Head(before.size + len(leaves), (*edge, *reversed(new)))

    def siblings(self, index: int, height: int) -> list[bytes]:
        """Give the siblings of the new leaf ``index`` and of what it rises to, below ``height``, lowest first."""
        return [
            nodes[(index >> below ^ 1) - begin] for below, (begin, nodes) in enumerate(self._levels[:height])
        ]

    def tiles(self, store: TileStore) -> list[tuple[TileId, bytes]]:
        """Give the tiles that changed, whole."""
        return [tile for level in range(-(-len(self._levels) // HEIGHT)) for tile in self._cut(level, store)]

    def _cut(self, level: int, store: TileStore) -> list[tuple[TileId, bytes]]:
        """Cut what is new at ``level`` into tiles, the first joined to what was there."""
        begin, nodes = self._levels[level * HEIGHT]
        old = self.first >> level * HEIGHT
        index, begun = divmod(old, WIDTH)
        before = store.tile(TileId(level, index))[: begun * HASH_SIZE] if begun else b""
        if len(before) != begun * HASH_SIZE:
            raise TileDamaged(TileId(level, index).path())
        hashes = before + b"".join(nodes[old - begin :])
        return [
            (TileId(level, index + number), hashes[start : start + _TILE])
            for number, start in enumerate(range(0, len(hashes), _TILE))
        ]
