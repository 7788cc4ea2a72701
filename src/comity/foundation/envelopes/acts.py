"""An act: what one authority says to others, once, for good.

* An act has an author and addressees, the office that decided it, a moment, a place in its thread, a legal basis
  and a body. An act without addressee or without basis is refused: empty is never permission.
* ``kind`` is imperative: ``preserve``, ``disclose``, ``refuse``. What a kind asks of the body is for its subject.
* ``seq`` counts the acts of its author in the thread, from 1. ``prev`` is the digest of the last act in the thread
  that the author had seen, its own or another's; only the first act of a thread has none.
* The addressees stand inside what is signed, so that nobody can pass an act on as if meant for another.
* The bytes of an act are canonical JSON; its digest is their SHA-256.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from comity.errors.envelopes import MalformedAct, NoAddressee, NoBasis, TooLarge, TooMany, UnknownVersion
from comity.foundation.canonical import Json, canonical, parse_canonical
from comity.foundation.envelopes.signatures import digest_of
from comity.foundation.fields import Fields
from comity.foundation.limits import LIMITS
from comity.words import Article, AuthorityId, Digest, Instant, StateCode

VERSION = 1
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_THREAD = re.compile(r"[0-9a-z][0-9a-z-]{0,63}")
_KIND = re.compile(r"[a-z]{1,32}(-[a-z]{1,32}){0,3}")
_LONGEST_OFFICE = 128
_PLACES = f"1..{LIMITS.sequence}"


def act_id(at: Instant, entropy: Callable[[int], bytes]) -> str:
    """Make a name for an act: a UUID of version 7, so that names sort by time (RFC 9562, 5.7)."""
    random = int.from_bytes(entropy(10), "big")
    value = at.milliseconds << 80 | 7 << 76 | (random >> 62 & 0xFFF) << 64 | 2 << 62 | random & (1 << 62) - 1
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


@dataclass(frozen=True)
class Act:
    """What one authority says to others."""

    id: str
    kind: str
    sender: AuthorityId
    to: tuple[AuthorityId, ...]
    by: str
    at: Instant
    thread: str
    seq: int
    prev: Digest | None
    basis: tuple[Article, ...]
    body: Mapping[str, Json]
    evidence: tuple[Digest, ...] = ()
    supersedes: str | None = None
    v: int = VERSION

    def __post_init__(self) -> None:
        if self.v != VERSION:
            raise UnknownVersion(self.v, known=VERSION)
        if not self.to:
            raise NoAddressee("act.to")
        if not self.basis:
            raise NoBasis("act.basis")
        for name, holds, expected in self._forms():
            if not holds:
                raise MalformedAct(f"act.{name}", expected=expected)
        for name, values, limit in (
            ("to", self.to, LIMITS.recipients),
            ("basis", self.basis, LIMITS.basis),
            ("evidence", self.evidence, LIMITS.evidence),
        ):
            if len(values) > limit:
                raise TooMany(f"act.{name}", size=len(values), limit=limit)
            if len(set(values)) != len(values):
                raise MalformedAct(f"act.{name}", expected="each only once")

    def _forms(self) -> tuple[tuple[str, object, str], ...]:
        return (
            ("id", _ID.fullmatch(self.id), "UUID of version 7"),
            ("supersedes", self.supersedes is None or _ID.fullmatch(self.supersedes), "UUID of version 7"),
            ("kind", _KIND.fullmatch(self.kind), _KIND.pattern),
            ("thread", _THREAD.fullmatch(self.thread), _THREAD.pattern),
            ("by", self.by.isprintable() and 0 < len(self.by) <= _LONGEST_OFFICE, "name of an office"),
            ("seq", 1 <= self.seq <= LIMITS.sequence, _PLACES),
        )

    def to_bytes(self) -> bytes:
        """Write the canonical bytes that are signed; raises TooLarge over the limit of an act."""
        return self._written

    @cached_property
    def digest(self) -> Digest:
        """The SHA-256 of the canonical bytes."""
        return digest_of(self._written)

    @property
    def parties(self) -> frozenset[StateCode]:
        """The States between which the act passes."""
        return frozenset([self.sender.state, *[authority.state for authority in self.to]])

    @cached_property
    def _written(self) -> bytes:
        optional = {"prev": self.prev, "supersedes": self.supersedes}
        written = canonical(
            {
                "v": self.v,
                "id": self.id,
                "kind": self.kind,
                "from": self.sender,
                "to": self.to,
                "by": self.by,
                "at": str(self.at),
                "thread": self.thread,
                "seq": self.seq,
                "basis": [str(article) for article in self.basis],
                "body": self.body,
                "evidence": self.evidence,
                **{name: value for name, value in optional.items() if value is not None},
            }
        )
        if len(written) > LIMITS.act:
            raise TooLarge("act", size=len(written), limit=LIMITS.act)
        return written

    @classmethod
    def parse(cls, written: bytes, *, digest: Digest | None = None) -> Self:
        """Read canonical bytes; raises MalformedAct with the field, or what canonical JSON refuses.

        ``digest`` is theirs, where it was taken already.
        """
        fields = Fields(parse_canonical(written, limit=LIMITS.act), path="act", refusal=MalformedAct)
        version = fields.integer("v")
        if version != VERSION:  # before any other field: a later version may have others
            raise UnknownVersion(version, known=VERSION)
        act = cls(
            id=fields.text("id"),
            kind=fields.text("kind"),
            sender=fields.word("from", AuthorityId),
            to=fields.words("to", AuthorityId, most=LIMITS.recipients),
            by=fields.text("by"),
            at=fields.instant("at"),
            thread=fields.text("thread"),
            seq=fields.integer("seq"),
            prev=fields.optional("prev", Digest),
            basis=fields.words("basis", Article.parse, most=LIMITS.basis),
            body=fields.mapping("body"),
            evidence=fields.words("evidence", Digest, most=LIMITS.evidence),
            supersedes=fields.optional("supersedes", str),
        )
        fields.close()
        act.__dict__["_written"] = written  # it was read strictly: writing it again would give the same bytes
        if digest is not None:
            act.__dict__["digest"] = digest
        return act
