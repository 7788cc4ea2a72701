"""Growth: no checkpoint of a peer's record is accepted that is not shown to continue the one seen before.

* Whoever asks says how far it knows the record; the answer brings the path from there.             EXCHANGE 6
* ``root`` is what the record itself now says its first ``old`` entries hash to. Where the path proves that root and
  the older checkpoint names another, the two checkpoints together prove that the record was forked.
* An answer may also be older than what is known, when a receipt is given again: then the path leads from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from comity.errors.record import ForkedRecord, GrowthMissing, WrongRecord
from comity.errors.trees import ConsistencyUnproved
from comity.foundation.canonical import Json
from comity.foundation.fields import Fields, letters, many_from_letters
from comity.foundation.record.checkpoints import HASH_SIZE, Checkpoint
from comity.foundation.record.log import Log
from comity.foundation.trees import verify_consistency

LONGEST_PATH = 64


@dataclass(frozen=True, slots=True)
class Growth:
    """That a record of ``new`` entries begins with the ``old`` ones whose root is ``root``."""

    old: int
    new: int
    root: bytes
    path: tuple[bytes, ...]

    @classmethod
    def of(cls, log: Log, old: int, new: int) -> Self:
        """Show how ``log`` grew."""
        return cls(old, new, *log.growth(old, new))

    def to_json(self) -> Mapping[str, Json]:
        """Give the members for a larger document."""
        path = [letters(step) for step in self.path]
        return {"old": self.old, "new": self.new, "root": letters(self.root), "path": path}

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read one out of a larger document."""
        return cls(
            old=fields.integer("old"),
            new=fields.integer("new"),
            root=fields.raw("root", HASH_SIZE),
            path=read_path(fields, "path"),
        )

    def verify(self, newer: Checkpoint) -> Self:
        """Return when the tree of ``newer`` begins with ``root``, or raise ConsistencyUnproved."""
        if self.new != newer.size:
            raise ConsistencyUnproved(f"{self.old}..{newer.size}")
        verify_consistency(
            old_size=self.old, old_root=self.root, new_size=newer.size, new_root=newer.root, path=self.path
        )
        return self


def read_path(fields: Fields, name: str) -> tuple[bytes, ...]:
    """Take a list of hashes."""
    path = many_from_letters(fields.texts(name, most=LONGEST_PATH))
    if path is None:
        fields.refuse(name, f"{HASH_SIZE} bytes each")
    return tuple(path)


def require_linked(known: Checkpoint, shown: Checkpoint, growths: Sequence[Growth]) -> Growth | None:
    """Return what shows that two verified checkpoints are of one history; None where they are the same one.

    Raises WrongRecord when they are of two records; GrowthMissing when nothing among ``growths`` leads from one to the
    other; ConsistencyUnproved when the path does not hold; ForkedRecord when both cannot be true, which
    ``Fork.between`` then proves to anyone.
    """
    if known.origin != shown.origin:
        raise WrongRecord(shown.origin, expected=known.origin)
    older, newer = (known, shown) if known.size <= shown.size else (shown, known)
    if older.size == newer.size:
        if older.root != newer.root:
            raise ForkedRecord(shown.origin, older=older.size, newer=newer.size)
        return None
    growth = found(older.size, newer.size, growths)
    if growth is None:
        raise GrowthMissing(shown.origin, older=older.size, newer=newer.size)
    growth.verify(newer)
    if growth.root != older.root:
        raise ForkedRecord(shown.origin, older=older.size, newer=newer.size)
    return growth


def found(old: int, new: int, growths: Sequence[Growth]) -> Growth | None:
    """Find the growth between two sizes."""
    return next((growth for growth in growths if (growth.old, growth.new) == (old, new)), None)
