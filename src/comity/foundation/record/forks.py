"""Evidence of a fork: two checkpoints that one record signed and that cannot both be true, as one file.

1. form        canonical JSON: version, key, the older and the newer checkpoint, and the growth where sizes differ; the
               older one's key where it is another, because the record's key was replaced
2. signatures  both checkpoints are of one origin, each signed by its key, which is the record's    C2SP signed-note
3. contrary    of one size, they name two roots; or the newer one is proved to begin with a root that is not the one
               the older names                                                          RFC 9162, 2.1.4.2

Whoever holds the file needs nothing else but the keys of the record, as the State's profile tells them. The checkpoints
stand in it as the State signed them, so that any verifier of signed notes reads them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from comity.errors.envelopes import UnknownVersion
from comity.errors.record import ForkUnproved, MalformedFork, WrongRecord
from comity.foundation.canonical import Json, canonical, parse_canonical
from comity.foundation.fields import Fields
from comity.foundation.identity import VerifyingKey
from comity.foundation.limits import LIMITS
from comity.foundation.record.checkpoints import Checkpoint
from comity.foundation.record.growth import Growth, found

VERSION = 1
TYPE = "comity-fork"


@dataclass(frozen=True, slots=True)
class Fork:
    """Two checkpoints of one record that cannot both be true."""

    key: VerifyingKey
    older: Checkpoint
    newer: Checkpoint
    growth: Growth | None = None
    older_key: VerifyingKey | None = None

    @classmethod
    def between(
        cls,
        one: Checkpoint,
        other: Checkpoint,
        growths: Sequence[Growth],
        *,
        key: VerifyingKey,
        earlier: Sequence[VerifyingKey] = (),
    ) -> Self:
        """Make the evidence out of what ``require_linked`` refused as forked; raises ForkUnproved if it is none.

        ``key`` is the record's newest, ``earlier`` are those that it replaced.
        """
        older, newer = sorted((one, other), key=lambda checkpoint: checkpoint.size)
        by_older, by_newer = (
            next((known for known in (key, *earlier) if shown.names(known)), key) for shown in (older, newer)
        )
        growth = found(older.size, newer.size, growths)
        fork = cls(by_newer, older, newer, growth, None if by_older == by_newer else by_older)
        return fork.verify(key, earlier)

    @property
    def keys(self) -> tuple[VerifyingKey, ...]:
        """The keys that it names, of the newer checkpoint first."""
        return (self.key, self.older_key) if self.older_key else (self.key,)

    @property
    def origin(self) -> str:
        """The record that was forked."""
        return self.older.origin

    def verify(self, key: VerifyingKey, earlier: Sequence[VerifyingKey] = ()) -> Self:
        """Return when the record that ``key`` signs, and ``earlier`` keys signed before, was forked, or raise."""
        known = (key, *earlier)
        for shown, named in ((self.older, self.keys[-1]), (self.newer, self.key)):  # 2
            shown.verify(named if named in known else key, origin=self.origin)
            if named not in known:
                raise WrongRecord(str(named), expected=str(key))
        if self.older.size == self.newer.size:  # 3
            contrary = self.older.root != self.newer.root
        else:
            growth = self.growth
            contrary = (
                growth is not None
                and growth.old == self.older.size
                and growth.verify(self.newer).root != self.older.root
            )
        if not contrary:
            raise ForkUnproved(self.origin, older=self.older.size, newer=self.newer.size)
        return self

    def to_bytes(self) -> bytes:
        """Write the file, in canonical JSON."""
        told: dict[str, Json] = {
            "typ": TYPE,
            "v": VERSION,
            "key": str(self.key),
            "older": self.older.text,
            "newer": self.newer.text,
        }
        if self.growth:
            told["growth"] = self.growth.to_json()
        if self.older_key:
            told["older_key"] = str(self.older_key)
        return canonical(told)

    @classmethod
    def parse(cls, written: bytes) -> Self:
        """Read the file; raises MalformedFork with the field. It proves nothing before ``verify``."""
        fields = Fields(parse_canonical(written, limit=LIMITS.receipt), path="fork", refusal=MalformedFork)
        if fields.text("typ") != TYPE:  # 1
            fields.refuse("typ", TYPE)
        version = fields.integer("v")
        if version != VERSION:
            raise UnknownVersion(version, known=VERSION)
        fork = cls(
            key=fields.word("key", VerifyingKey.parse),
            older=Checkpoint.parse(fields.text("older", most=LIMITS.checkpoint)),
            newer=Checkpoint.parse(fields.text("newer", most=LIMITS.checkpoint)),
            growth=fields.one("growth", Growth.read) if fields.has("growth") else None,
            older_key=fields.optional("older_key", VerifyingKey.parse),
        )
        if fork.older_key == fork.key:  # it stands only where it says something
            fields.refuse("older_key", "another key")
        fields.close()
        return fork
