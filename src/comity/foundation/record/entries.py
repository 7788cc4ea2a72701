"""One entry of the record: what happened, when, and a digest that says nothing to whoever lacks its salt.

* The content never stands in the record, only SHA-256 over a salt of 32 bytes and the content.   EXCHANGE 6
* Whoever holds content and salt can show that the entry stands for it. Where the salt is destroyed the entry is
  linked to nobody, and the tree stays whole.
* ``kind`` is ``subject:object:happened`` in small letters, in the past tense.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Self

from comity.errors.record import ContentUnproved, MalformedEntry
from comity.foundation.canonical import parse_canonical
from comity.foundation.fields import Fields
from comity.foundation.limits import LIMITS
from comity.words import Digest, Instant

SALT_SIZE = 32
_KIND = re.compile(r"[a-z][a-z-]{0,31}:[a-z][a-z-]{0,31}:[a-z][a-z-]{0,31}")


def salted_digest(content: bytes, salt: bytes) -> Digest:
    """Digest ``content`` behind ``salt``; the salt has one length, so that no content can pass for another."""
    if len(salt) != SALT_SIZE:
        raise MalformedEntry("salt", expected=f"{SALT_SIZE} bytes")
    return Digest.of(sha256(salt + content).digest())


@dataclass(frozen=True, slots=True)
class Entry:
    """What the record holds of one happening."""

    kind: str
    at: Instant
    digest: Digest

    def __post_init__(self) -> None:
        if not _KIND.fullmatch(self.kind):
            raise MalformedEntry("entry.kind", expected="subject:object:happened")

    @classmethod
    def of(cls, kind: str, at: Instant, content: bytes, *, salt: bytes) -> Self:
        """Make the entry that stands for ``content``."""
        return cls(kind, at, salted_digest(content, salt))

    def to_bytes(self) -> bytes:
        """Write the canonical bytes that become a leaf: none of the three texts has a letter that JSON escapes."""
        return f'{{"at":"{self.at}","digest":"{self.digest}","kind":"{self.kind}"}}'.encode("ascii")

    @classmethod
    def parse(cls, written: bytes) -> Self:
        """Read canonical bytes; raises MalformedEntry with the field."""
        fields = Fields(parse_canonical(written, limit=LIMITS.entry), path="entry", refusal=MalformedEntry)
        entry = cls.read(fields)
        fields.close()
        return entry

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read an entry out of a larger document."""
        return cls(fields.text("kind"), fields.instant("at"), fields.word("digest", Digest))

    def require_content(self, content: bytes, *, salt: bytes) -> None:
        """Return when the entry stands for ``content``, or raise ContentUnproved."""
        if not compare_digest(salted_digest(content, salt), self.digest):
            raise ContentUnproved("entry.digest", kind=self.kind)
