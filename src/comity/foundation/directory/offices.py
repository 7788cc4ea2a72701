"""The authorities of a profile, read straight from their bytes.

A profile names thousands of authorities, and each is written alike. In canonical JSON they stand in one stretch, one
object after the other, so that each is taken, tried for its one form and read by itself, and what many of them repeat
is read once.

* The stretch is parted at the recipients, with which an authority ends. Wherever a cut falls, nothing wrong passes:
  what stands before a recipient must be an object in canonical form, and so must the profile without its authorities;
  put together again they are the bytes that were read.
* A recipient is left where it stands: it is four fifths of a profile, and a reader seals for one or two.
* Only what is plainly in order is read here. Of anything else nothing is said: ``None``, and the reader that goes field
  by field says what is wrong with it and where. What both read, both read alike.
"""

from typing import Any, Final

import orjson

from comity.errors import ComityError
from comity.foundation.canonical import Json
from comity.foundation.directory.keys import EarlierRecipient, KeyRecord, Reason
from comity.foundation.directory.profile import Authority, Names
from comity.foundation.identity import KeyId, SealingRecipient, Validity, VerifyingKey
from comity.foundation.identity.recipients import WRITTEN_SIZE
from comity.words import AuthorityId, Instant, Language

MANY: Final = 512
AUTHORITIES: Final = 4096
LONGEST_NAME: Final = 256
_OPENING, _CLOSING = b'{"authorities":[', b'],"expires":'
_RECIPIENT, _BETWEEN, _LAST = b',"recipient":"', b'"},', b'"}]'
_LANGUAGES = {str(language): language for language in Language}
_MEMBERS, _OF_A_KEY = 6, 3  # without the recipient; without what became of a key
_OF_EARLIER = ("recipient", "until")
_BECAME = ("revoked", "successor", "reason")
_SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


def part_offices(written: bytes) -> tuple[bytes, tuple[Authority, ...]] | None:
    """Part the bytes of a profile into the profile with no authorities, and these; None where it is not plain."""
    end = written.find(_CLOSING)
    if end < 0 or not written.startswith(_OPENING):
        return None
    reader, offices, begin = _Reader(), [], len(_OPENING)
    try:
        while begin < end:
            key = written.index(_RECIPIENT, begin, end) + len(_RECIPIENT)
            offices.append(reader.office(written, begin, key))
            begin = key + WRITTEN_SIZE + len(_BETWEEN)
            _require(written[begin - len(_BETWEEN) : begin] == (_BETWEEN if begin < end else _LAST))
    except (ComityError, ValueError, TypeError, KeyError, AttributeError):
        return None
    plain = begin == end + 1 and len(offices) <= AUTHORITIES
    return (_OPENING + written[end:], tuple(offices)) if plain else None


class _NotPlainError(ValueError):
    """Something is not in the one form that is read here."""


class _Reader:
    """Reads the authorities of one profile, and remembers what they repeat."""

    __slots__ = ("_competences", "_instants", "_languages", "_validities")

    def __init__(self) -> None:
        self._competences: dict[tuple[str, ...], frozenset[str]] = {}
        self._languages: dict[tuple[str, ...], tuple[Language, ...]] = {}
        self._validities: dict[tuple[str, str], Validity] = {}
        self._instants: dict[str, Instant] = {}

    def office(self, document: bytes, begin: int, recipient: int) -> Authority:
        """Read the authority that begins at ``begin`` and whose recipient begins at ``recipient``, or raise."""
        written = document[begin : recipient - len(_RECIPIENT)] + b"}"
        told = orjson.loads(written)
        _require(orjson.dumps(told, option=_SORTED) == written)
        earlier = self._read_earlier(told["earlier"]) if "earlier" in told else ()
        _require(len(told) == _MEMBERS + ("earlier" in told))
        return Authority(
            AuthorityId(told["id"]),
            _names(told["names"]),
            self._read_competences(told["competences"]),
            self._read_languages(told["languages"]),
            _text(told["hours"]),
            self._read_keys(told["keys"]),
            SealingRecipient.promised_at(document, recipient),
            earlier,
        )

    def _read_competences(self, told: Json) -> frozenset[str]:
        words = _words(told)
        found = self._competences.get(words)
        if found is None:
            found = frozenset(words)
            _require(len(found) == len(words))
            self._competences[words] = found
        return found

    def _read_languages(self, told: Json) -> tuple[Language, ...]:
        words = _words(told)
        found = self._languages.get(words)
        if found is None:
            found = tuple(map(_LANGUAGES.__getitem__, words))
            _require(len(set(found)) == len(found))
            self._languages[words] = found
        return found

    def _read_keys(self, told: Any) -> tuple[KeyRecord, ...]:
        _require(type(told) is list and len(told) <= MANY)
        return tuple(map(self._read_key, told))

    def _read_key(self, told: Any) -> KeyRecord:
        key = VerifyingKey.parse(told["key"])
        span = (told["since"], told["until"])
        validity = self._validities.get(span)
        if validity is None:
            validity = self._validities[span] = Validity(*map(self._read_instant, span))
        if len(told) == _OF_A_KEY:
            return KeyRecord(key, validity)
        _require(_OF_A_KEY + sum(name in told for name in _BECAME) == len(told))
        return KeyRecord(
            key,
            validity,
            self._read_instant(told["revoked"]) if "revoked" in told else None,
            KeyId(told["successor"]) if "successor" in told else None,
            Reason(told["reason"]) if "reason" in told else Reason.UNSTATED,
        )

    def _read_earlier(self, told: Any) -> tuple[EarlierRecipient, ...]:
        _require(type(told) is list and len(told) <= MANY and all(len(one) == len(_OF_EARLIER) for one in told))
        return tuple(
            EarlierRecipient(KeyId(one["recipient"]), self._read_instant(one["until"])) for one in told
        )

    def _read_instant(self, text: str) -> Instant:
        found = self._instants.get(text)
        if found is None:
            found = self._instants[text] = Instant.parse(text)
        return found


def _require(plain: bool) -> None:  # noqa: FBT001  # a condition, and nothing else
    if not plain:
        raise _NotPlainError


def _text(value: Json) -> str:
    if type(value) is not str or not 0 < len(value) <= LONGEST_NAME:
        raise _NotPlainError
    return value


def _names(told: Any) -> Names:
    for name in told.values():
        if type(name) is not str or not 0 < len(name) <= LONGEST_NAME:
            raise _NotPlainError
    return {_LANGUAGES[language]: name for language, name in told.items()}


def _words(told: Json) -> tuple[str, ...]:
    if type(told) is not list or len(told) > MANY:
        raise _NotPlainError
    words = tuple(told)
    for word in words:
        if type(word) is not str:
            raise _NotPlainError
    return words
