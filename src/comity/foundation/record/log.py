"""The record: a list that only grows, in tiles, with proofs of what it holds and that it only grew.

* Entries become leaves in the order of ``append``; the tree is that of RFC 6962.                RFC 6962, 2.1
* All state is in the store: its head and its tiles. A log may be used by many processes; each appends inside a
  transaction that reads the head first and lets no other append until it is written.
* A full tile never changes, a partial one only grows. Nodes inside tiles are computed once and kept while the
  stored tile is the same, byte for byte, so that a rolled-back transaction cannot leave a wrong one behind.
* A log that was cut short is refused by name, never papered over.
"""

from collections.abc import Sequence
from hashlib import sha256

from comity.errors.record import OutsideTheRecord, TileDamaged
from comity.foundation.identity import SigningKey
from comity.foundation.record.checkpoints import Checkpoint
from comity.foundation.record.tiles import (
    HASH_SIZE,
    HEIGHT,
    WIDTH,
    Head,
    TileId,
    TileStore,
    inner_levels,
    tile_root,
)
from comity.foundation.trees import EMPTY_ROOT, node_hash

KEPT_TILES = 4096  # of 16 KiB each: every tile of a record of a million entries


class Log:
    """A record over a store of tiles, named ``origin`` in its checkpoints."""

    def __init__(self, store: TileStore, origin: str, *, kept: int = KEPT_TILES) -> None:
        self.origin = origin
        self._store = store
        self._kept = _Kept(kept)

    @property
    def size(self) -> int:
        """How many entries the record has."""
        return self._store.head().size

    def append(self, entries: Sequence[bytes]) -> range:
        """Append ``entries`` in their order and give their indices."""
        head = self._store.head()
        leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
        if not leaves:
            return range(head.size, head.size)
        changed, edge = _Growth(self._store, head).add(leaves)
        size = head.size + len(leaves)
        self._store.write(changed, Head(size, edge))
        return range(head.size, size)

    def root(self, size: int | None = None) -> bytes:
        """Give the root of the first ``size`` entries, or of all."""
        head = self._store.head()
        if size is None or size == head.size:
            return _joined(head.edge)
        self._require(0, size, head)
        return self._reading(head).subtree(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Give the path from the entry at ``index`` to the root of the first ``size`` entries, lowest first."""
        head = self._store.head()
        size = head.size if size is None else size
        self._require(index, size, head)
        if index >= size:
            raise OutsideTheRecord(index, size=size)
        path: list[bytes] = []
        subtree = self._reading(head).subtree
        begin, end = 0, size
        while end - begin > 1:  # PATH of RFC 6962, 2.1.1, from the root down
            middle = begin + _split(end - begin)
            if index < middle:
                path.append(subtree(middle, end))
                end = middle
            else:
                path.append(subtree(begin, middle))
                begin = middle
        return tuple(reversed(path))

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Give the path that shows the first ``old`` entries to be the beginning of the first ``new``."""
        head = self._store.head()
        new = head.size if new is None else new
        self._require(old, new, head)
        path: list[bytes] = []
        subtree = self._reading(head).subtree
        begin, end, known = 0, new, True
        while 0 < old < end:  # SUBPROOF of RFC 6962, 2.1.2, from the root down
            middle = begin + _split(end - begin)
            if old <= middle:
                path.append(subtree(middle, end))
                end = middle
            else:
                path.append(subtree(begin, middle))
                begin, known = middle, False
        if not known:
            path.append(subtree(begin, end))
        return tuple(reversed(path))

    def checkpoint(self, key: SigningKey) -> Checkpoint:
        """Sign what the record is now."""
        head = self._store.head()
        return Checkpoint(self.origin, head.size, _joined(head.edge)).signed(key)

    def _reading(self, head: Head) -> "_Reading":
        return _Reading(self._store, self._kept, head)

    def _require(self, low: int, high: int, head: Head) -> None:
        if not 0 <= low <= high <= head.size:
            raise OutsideTheRecord(f"{low}..{high}", size=head.size)


class _Kept:
    """The nodes inside tiles that were read before, for as long as the tiles are the same, up to a number of tiles."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._levels: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def __len__(self) -> int:
        return len(self._levels)

    def levels(self, place: tuple[int, int], raw: bytes) -> tuple[bytes, ...]:
        """Give the hashes of a tile and the seven levels above them, each level joined."""
        levels = self._levels.get(place)
        if levels is None or levels[0] != raw:
            levels = (raw, *inner_levels(raw))
            if len(self._levels) >= self._most:
                self._levels.clear()
            self._levels[place] = levels
        return levels


class _Reading:
    """One look into the tiles: each is read from the store once, and none for what the head itself holds."""

    def __init__(self, store: TileStore, kept: _Kept, head: Head) -> None:
        self._store, self._kept = store, kept
        self._edge = {(height, begin): node for height, begin, node in head.subtrees()}
        self._seen: dict[tuple[int, int], bytes] = {}

    def subtree(self, begin: int, end: int) -> bytes:
        """Hash the leaves from ``begin`` up to ``end``, a subtree of the record."""
        size = end - begin
        if size & (size - 1) == 0:
            return self._whole(size.bit_length() - 1, begin)
        middle = begin + _split(size)
        return node_hash(self._whole((middle - begin).bit_length() - 1, begin), self.subtree(middle, end))

    def _whole(self, height: int, begin: int) -> bytes:
        """Give the root of the whole subtree of ``2 ** height`` leaves from ``begin``: one node inside one tile."""
        at_edge = self._edge.get((height, begin))
        if at_edge is not None:
            return at_edge
        level, inner = divmod(height, HEIGHT)
        index, place = divmod(begin >> level * HEIGHT, WIDTH)
        hashes = self._hashes(level, index)
        if inner:
            hashes = self._kept.levels((level, index), hashes)[inner]
        start = (place >> inner) * HASH_SIZE
        node = hashes[start : start + HASH_SIZE]
        if len(node) != HASH_SIZE:
            raise TileDamaged(TileId(level, index).path())
        return node

    def _hashes(self, level: int, index: int) -> bytes:
        hashes = self._seen.get((level, index))
        if hashes is None:
            hashes = self._seen[level, index] = self._store.tile(TileId(level, index))
        return hashes


class _Growth:
    """One append: the leaves rise into the edge, and each tile that fills hands its root to the level above."""

    def __init__(self, store: TileStore, head: Head) -> None:
        self._store, self._head = store, head
        self._edge = [(height, node) for height, _, node in head.subtrees()]
        self._added: dict[int, list[bytes]] = {}

    def add(self, leaves: Sequence[bytes]) -> tuple[list[tuple[TileId, bytes]], tuple[bytes, ...]]:
        """Take ``leaves`` in; give the tiles that changed, whole, and the new edge."""
        self._added[0] = list(leaves)
        first = min(len(leaves), -self._head.size % WIDTH)  # up to the end of the tile that was begun
        whole = first + (len(leaves) - first) // WIDTH * WIDTH
        for leaf in leaves[:first]:
            self._rise(0, leaf)
        for start in range(first, whole, WIDTH):
            self._rise(HEIGHT, tile_root(b"".join(leaves[start : start + WIDTH])))
        for leaf in leaves[whole:]:
            self._rise(0, leaf)
        changed = [tile for level in self._added for tile in self._tiles(level)]
        return changed, tuple(node for _, node in self._edge)

    def _rise(self, height: int, node: bytes) -> None:
        """Put a whole subtree at the edge; two of one height become one of the next."""
        self._tell(height, node)
        while self._edge and self._edge[-1][0] == height:
            node = node_hash(self._edge.pop()[1], node)
            height += 1
            self._tell(height, node)
        self._edge.append((height, node))

    def _tell(self, height: int, node: bytes) -> None:
        if height and height % HEIGHT == 0:
            self._added.setdefault(height // HEIGHT, []).append(node)

    def _tiles(self, level: int) -> list[tuple[TileId, bytes]]:
        """Cut what was added at ``level`` into tiles, the first joined to what was there."""
        index, begun = divmod(self._head.size >> level * HEIGHT, WIDTH)
        before = self._store.tile(TileId(level, index))[: begun * HASH_SIZE] if begun else b""
        if len(before) != begun * HASH_SIZE:
            raise TileDamaged(TileId(level, index).path())
        hashes = before + b"".join(self._added[level])
        size = WIDTH * HASH_SIZE
        return [
            (TileId(level, index + number), hashes[start : start + size])
            for number, start in enumerate(range(0, len(hashes), size))
        ]


def _joined(edge: Sequence[bytes]) -> bytes:
    """Hash the edge into the root, from the smallest subtree to the largest."""
    if not edge:
        return EMPTY_ROOT
    root = edge[-1]
    for node in reversed(edge[:-1]):
        root = node_hash(node, root)
    return root


def _split(size: int) -> int:
    """Give the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)
