"""The record: a list that only grows, in tiles, with proofs of what it holds and that it only grew.

* Entries become leaves in the order of ``append``; the tree is that of RFC 6962.                RFC 6962, 2.1
* All state is in the store: its head and its tiles. A log may be used by many processes; each appends inside a
  transaction that reads the head first and lets no other append until it is written.
* A full tile never changes, a partial one only grows.                                     C2SP tlog-tiles
* Leaves need nothing of the record: who appends batch after batch hashes the next while the last is committed.
* What was just appended is proved from what the append itself computed; the rest out of tiles.
* A log that was cut short is refused by name, never papered over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from comity.errors.record import OutsideTheRecord
from comity.foundation.identity import SigningKey
from comity.foundation.record.checkpoints import Checkpoint
from comity.foundation.record.growing import Grown
from comity.foundation.record.reading import Kept, Tiles, Tree
from comity.foundation.record.tiles import TileStore


@dataclass(frozen=True, slots=True)
class Prepared:
    """Entries that are hashed into leaves and stand in no record yet."""

    leaves: tuple[bytes, ...]

    @classmethod
    def of(cls, entries: Sequence[bytes]) -> Self:
        """Hash ``entries`` in their order."""
        return cls(tuple([sha256(b"\x00" + entry).digest() for entry in entries]))


class Log:
    """A record over a store of tiles, named ``origin`` in its checkpoints; ``kept`` may be shared among logs."""

    def __init__(self, store: TileStore, origin: str, *, kept: Kept | None = None) -> None:
        self.origin = origin
        self._store = store
        self._kept = Kept() if kept is None else kept
        self._grown: Grown | None = None
        self._newest: Tree | None = None

    @property
    def size(self) -> int:
        """How many entries the record has."""
        return self._store.head().size

    def append(self, entries: Sequence[bytes] | Prepared) -> range:
        """Append ``entries`` in their order and give their indices."""
        leaves = (entries if isinstance(entries, Prepared) else Prepared.of(entries)).leaves
        head = self._store.head()
        if not leaves:
            return range(head.size, head.size)
        grown = Grown(head, leaves)
        self._store.write(grown.tiles(self._store), grown.head)
        self._grown = grown
        return range(head.size, grown.head.size)

    def root(self, size: int | None = None) -> bytes:
        """Give the root of the first ``size`` entries, or of all."""
        return self._tree(size).root

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Give the path from the entry at ``index`` to the root of the first ``size`` entries, lowest first."""
        return tuple(self._tree(size).inclusion(index))

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Give the path that shows the first ``old`` entries to be the beginning of the first ``new``."""
        return self.growth(old, new)[1]

    def growth(self, old: int, new: int | None = None) -> tuple[bytes, tuple[bytes, ...]]:
        """Give the root of the first ``old`` entries, and the path that shows them to be the beginning of ``new``."""
        tree = self._tree(new)
        if not 0 <= old <= tree.size:
            raise OutsideTheRecord(old, size=tree.size)
        root, path = tree.growth(old)
        return root, tuple(path)

    def checkpoint(self, key: SigningKey) -> Checkpoint:
        """Sign what the record is now."""
        tree = self._tree(None)
        return Checkpoint(self.origin, tree.size, tree.root).signed(key)

    def _tree(self, size: int | None) -> Tree:
        """Give the tree of that size; that of the head is made once for as long as the head is the same."""
        head, grown, newest = self._store.head(), self._grown, self._newest
        if newest is None or newest.tiles.head != head:
            tiles = Tiles(self._store, self._kept, head)
            just = grown if grown is not None and grown.head == head else None
            newest = self._newest = Tree(tiles, head.size, just)
        return newest if size is None or size == head.size else Tree(newest.tiles, size)
