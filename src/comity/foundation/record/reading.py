"""The tree of one size, read out of tiles: its root, and proofs of what it holds and how it grew.

* A tree of a size is its whole subtrees, largest first; their roots are its edge.               RFC 6962, 2.1
* A whole subtree is one node inside one tile. The nodes of tiles that were read stay in memory, up to a number.
* A full tile is believed only when it hashes to the node above it, and so up to the edge; a partial tile is read
  anew whenever the head is another one. What a rolled-back transaction left in memory therefore proves nothing,
  and a tile that was damaged in the store is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.errors.record import OutsideTheRecord, TileDamaged
from comity.foundation.record.growing import Grown
from comity.foundation.record.tiles import HASH_SIZE, HEIGHT, WIDTH, Head, Subtree, TileId, TileStore, levels_of
from comity.foundation.trees import EMPTY_ROOT, node_hash

KEPT_TILES = 4096  # of 16 KiB each: every tile of a record of a million entries


@dataclass(frozen=True, slots=True)
class _Known:
    """The levels of a tile, and the head under which they were last found to be right."""

    head: Head
    levels: tuple[bytes, ...]


class Kept:
    """The tiles that were read before; may be shared by all logs over one store, and by threads."""

    def __init__(self, most: int = KEPT_TILES) -> None:
        self._most = most
        self._tiles: dict[tuple[int, int], _Known] = {}

    def __len__(self) -> int:
        return len(self._tiles)

    def get(self, place: tuple[int, int]) -> _Known | None:
        """Give what is known of a tile."""
        return self._tiles.get(place)

    def put(self, place: tuple[int, int], known: _Known) -> None:
        """Keep what is known of a tile; when there is no room, all that was kept goes."""
        if len(self._tiles) >= self._most and place not in self._tiles:
            self._tiles.clear()
        self._tiles[place] = known


class Tiles:
    """The nodes of the record at its head."""

    __slots__ = ("_edge", "_kept", "_store", "edge", "head")

    def __init__(self, store: TileStore, kept: Kept, head: Head) -> None:
        self._store, self._kept, self.head, self.edge = store, kept, head, head.subtrees()
        self._edge = {(height, begin >> height): node for height, begin, node in self.edge}

    def node(self, height: int, index: int) -> bytes:
        """Give the root of the whole subtree of ``2 ** height`` leaves that is ``index`` th of its height."""
        at_edge = self._edge.get((height, index))
        if at_edge is not None:
            return at_edge
        level, inner = divmod(height, HEIGHT)
        number, place = divmod(index << inner, WIDTH)
        start = (place >> inner) * HASH_SIZE
        return self.levels(level, number)[inner][start : start + HASH_SIZE]

    def levels(self, level: int, number: int) -> tuple[bytes, ...]:
        """Give the hashes of a tile and the eight levels above them, each level joined."""
        known = self._kept.get((level, number))
        if known is not None and (known.head is self.head or known.head == self.head):
            return known.levels
        width = min((self.head.size >> level * HEIGHT) - number * WIDTH, WIDTH)
        above = self.node((level + 1) * HEIGHT, number) if width == WIDTH else b""
        if known is not None and above and known.levels[-1] == above:
            levels = known.levels
        else:
            levels = self._read(TileId(level, number), width, known.levels if known is not None else ())
        if levels[-1] != above:
            raise TileDamaged(TileId(level, number).path())
        self._kept.put((level, number), _Known(self.head, levels))
        return levels

    def _read(self, tile: TileId, width: int, begun: Sequence[bytes]) -> tuple[bytes, ...]:
        raw = self._store.tile(tile)[: width * HASH_SIZE]
        if len(raw) != width * HASH_SIZE:
            raise TileDamaged(tile.path())
        return levels_of(raw, begun if begun and raw.startswith(begun[0]) else ())


class Tree:
    """The tree of the first ``size`` leaves of the record; ``grown`` where they were appended just now."""

    __slots__ = ("_edge", "_folds", "_grown", "size", "tiles")

    def __init__(self, tiles: Tiles, size: int, grown: Grown | None = None) -> None:
        self.size, self.tiles, self._grown = size, tiles, grown
        newest = tiles.head.size
        if not 0 <= size <= newest:
            raise OutsideTheRecord(size, size=newest)
        self._edge = tiles.edge if size == newest else list(self._subtrees(size))
        self._folds = self._folded()

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        return self._folds[0]

    def inclusion(self, index: int) -> list[bytes]:
        """Give the path from the leaf at ``index`` to the root, lowest first: PATH of RFC 6962, 2.1.1."""
        if not 0 <= index < self.size:
            raise OutsideTheRecord(index, size=self.size)
        place = len(self._edge) - 1
        while self._edge[place][1] > index:
            place -= 1
        height = self._edge[place][0]
        if self._grown is not None and index >= self._grown.first:
            path = self._grown.siblings(index, height)
        else:
            path = self._siblings(index, height)
        if place + 1 < len(self._edge):
            path.append(self._folds[self._edge[place + 1][1]])
        path.extend([self._edge[left][2] for left in range(place - 1, -1, -1)])
        return path

    def consistency(self, old: int) -> list[bytes]:
        """Give the path that shows the tree of ``old`` leaves to be the beginning of this: PROOF, 2.1.2."""
        return self.growth(old)[1]

    def growth(self, old: int) -> tuple[bytes, list[bytes]]:
        """Give the root of the tree of ``old`` leaves, and the path that shows it to be the beginning of this."""
        if old in {0, self.size}:
            return (self.root if old else EMPTY_ROOT), []
        path: list[bytes] = []
        left: list[bytes] = []  # the whole subtrees of the old tree, but for its last: its edge
        begin, end = 0, self.size
        while old < end:  # SUBPROOF, from the root down
            middle = begin + (1 << (end - begin - 1).bit_length() - 1)
            if old <= middle:
                path.append(self._subtree(middle, end))
                end = middle
            else:
                left.append(self._subtree(begin, middle))
                path.append(left[-1])
                begin = middle
        root = self._subtree(begin, end)
        if left:  # else the old root is itself the first hash
            path.append(root)
        for node in reversed(left):
            root = node_hash(node, root)
        path.reverse()
        return root, path

    def _siblings(self, index: int, height: int) -> list[bytes]:
        path: list[bytes] = []
        for level in range(-(-height // HEIGHT)):
            number, place = divmod(index >> level * HEIGHT, WIDTH)
            levels = self.tiles.levels(level, number)
            for inner in range(min(HEIGHT, height - level * HEIGHT)):
                start = (place >> inner ^ 1) * HASH_SIZE
                path.append(levels[inner][start : start + HASH_SIZE])
        return path

    def _subtree(self, begin: int, end: int) -> bytes:
        """Hash the leaves from ``begin`` up to ``end``: what is right of an edge, or a whole subtree."""
        if end == self.size and begin in self._folds:
            return self._folds[begin]
        height = (end - begin).bit_length() - 1
        return self.tiles.node(height, begin >> height)

    def _subtrees(self, size: int) -> Iterator[Subtree]:
        begin = 0
        for height in range(size.bit_length() - 1, -1, -1):
            if size >> height & 1:
                yield height, begin, self.tiles.node(height, begin >> height)
                begin += 1 << height

    def _folded(self) -> dict[int, bytes]:
        """Hash, for each subtree at the edge, all that is from its first leaf to the end."""
        folds: dict[int, bytes] = {}
        fold = b""
        for _, begin, node in reversed(self._edge):
            fold = node_hash(node, fold) if fold else node
            folds[begin] = fold
        return folds or {0: EMPTY_ROOT}
