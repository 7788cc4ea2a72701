"""The words that both halves of Comity share, typed by meaning.

Each value is read by its constructor or by ``parse``, which refuse what they do not know, and printed by
``str``: reading what was printed gives the value back.

* State      two capital letters; ``QM``-``QZ`` and ``XA``-``XZ`` are user-assigned.     ISO 3166-1, 8.1.3
* Authority  an office of one State, named ``XA/central``; a State has as many as it designates.
* Article    the address of a provision in an instrument, ``UNCC 42(2)(a)``.
* Instant    a moment in UTC to the millisecond, ``2026-11-21T20:00:00.000Z``.          RFC 3339
* Digest     SHA-256, 64 lower-case hexadecimal digits.                                 FIPS 180-4
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self

from comity.errors.words import (
    MalformedArticle,
    MalformedAuthority,
    MalformedDigest,
    MalformedInstant,
    UnknownLanguage,
    UnknownState,
)

_STATE = re.compile(r"[A-Z]{2}")
_AUTHORITY_LENGTH = 64
_AUTHORITY = re.compile(r"[A-Z]{2}/[a-z0-9]+(-[a-z0-9]+)*")
_ARTICLE = re.compile(r"([A-Z][A-Z0-9-]{1,15}) (\d{1,3}(?: bis| ter| quater)?)((?:\([0-9a-z]{1,5}\))*)")
_DIGEST, _DIGEST_SIZE = re.compile(r"[0-9a-f]{64}"), 32
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_EPOCH, _MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)


class Language(StrEnum):
    """The six official languages of the United Nations, by BCP 47 tag, in English order."""

    ARABIC = "ar"
    CHINESE = "zh"
    ENGLISH = "en"
    FRENCH = "fr"
    RUSSIAN = "ru"
    SPANISH = "es"
    __hash__ = str.__hash__  # equal to its text, and found by it

    @classmethod
    def _missing_(cls, value: object) -> Self:
        raise UnknownLanguage(str(value)[:16], known=", ".join(cls))

    @property
    def right_to_left(self) -> bool:
        """Whether the script runs from right to left."""
        return self is Language.ARABIC

    @property
    def direction(self) -> str:
        """The direction of its script, as ``dir`` of HTML takes it."""
        return "rtl" if self.right_to_left else "ltr"


class StateCode(str):
    """Two letters that name a State, or the secretariat under a user-assigned code."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Read ``XA``."""
        if not _STATE.fullmatch(text):
            raise UnknownState(text[:16])
        return super().__new__(cls, text)


class AuthorityId(str):
    """An office of one State: the State's code, a stroke, a short name of the office."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Read ``XA/central``, at most 64 characters."""
        if len(text) > _AUTHORITY_LENGTH or not _AUTHORITY.fullmatch(text):
            raise MalformedAuthority(text[:80])
        return super().__new__(cls, text)

    @property
    def state(self) -> StateCode:
        """The State whose office this is."""
        return str.__new__(StateCode, self[:2])  # in its form already


class Digest(str):
    """A SHA-256 digest in lower-case hexadecimal."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Read 64 lower-case hexadecimal digits."""
        if not _DIGEST.fullmatch(text):
            raise MalformedDigest(text[:80])
        return super().__new__(cls, text)

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """Print the 32 bytes ``raw``."""
        if len(raw) != _DIGEST_SIZE:
            raise MalformedDigest(raw.hex()[:80])
        return super().__new__(cls, raw.hex())

    @property
    def raw(self) -> bytes:
        """The 32 bytes."""
        return bytes.fromhex(self)


@dataclass(frozen=True, slots=True, order=True)
class Article:
    """The address of a provision: instrument, article number, and the parts below it."""

    instrument: str
    number: str
    parts: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``UNCC 42(2)(a)``."""
        found = _ARTICLE.fullmatch(text)
        if found is None:
            raise MalformedArticle(text[:80])
        return cls(found[1], found[2], tuple(re.findall(r"\(([^)]+)\)", found[3])))

    def __str__(self) -> str:
        return f"{self.instrument} {self.number}" + "".join(f"({part})" for part in self.parts)


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """A moment in UTC, counted in milliseconds since 1970."""

    milliseconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the one form we print; an offset, a missing fraction or a leap second is refused."""
        if not _INSTANT.fullmatch(text):
            raise MalformedInstant(text[:40])
        try:
            since = datetime.fromisoformat(text) - _EPOCH
        except ValueError as error:
            raise MalformedInstant(text[:40]) from error
        return cls(since.days * 86_400_000 + since.seconds * 1_000 + since.microseconds // 1_000)

    @classmethod
    def at(cls, moment: datetime) -> Self:
        """Take a zoned ``moment``, cut to the millisecond."""
        if moment.tzinfo is None:
            raise MalformedInstant(moment.isoformat())
        since = moment - _EPOCH
        return cls(since.days * 86_400_000 + since.seconds * 1_000 + since.microseconds // 1_000)

    @property
    def moment(self) -> datetime:
        """The same moment as a ``datetime`` in UTC."""
        return _EPOCH + self.milliseconds * _MILLISECOND

    def __add__(self, span: timedelta) -> "Instant":
        return Instant(self.milliseconds + span // _MILLISECOND)

    def __sub__(self, other: "Instant") -> timedelta:
        return (self.milliseconds - other.milliseconds) * _MILLISECOND

    def __str__(self) -> str:
        return _printed(self.milliseconds)


@lru_cache(maxsize=1024)  # an act, its entries and its receipts tell one moment many times
def _printed(milliseconds: int) -> str:
    moment = _EPOCH.replace(tzinfo=None) + milliseconds * _MILLISECOND
    return moment.isoformat(timespec="milliseconds") + "Z"
