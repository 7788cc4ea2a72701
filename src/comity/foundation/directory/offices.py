"""The authorities of a profile, judged straight in their bytes.

A profile names thousands of authorities, and each is written alike. In canonical JSON they stand in one stretch, one
object after the other, so that some tens of them at a time are taken, tried for their one form, and judged column by
column: all names, all hours, all keys. Each becomes a value when it is asked for.

* The stretch is parted at the recipients, with which an authority ends. Wherever a cut falls, nothing wrong passes:
  what stands before a recipient must be an object in canonical form, and so must the profile without its authorities;
  put together again they are the bytes that were read.
* A recipient is left where it stands: it is four fifths of a profile, and a reader seals for one or two.
* Only what is plainly in order passes here. Of anything else nothing is said: ``None``, and the reader that goes field
  by field says what is wrong with it and where. What passes both, both read alike.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any, Final

import orjson

from comity.errors import ComityError
from comity.foundation.directory.authorities import Authorities, Authority, Together
from comity.foundation.directory.keys import EarlierRecipient, KeyRecord, Reason
from comity.foundation.fields import from_letters
from comity.foundation.identity import FORMS, KeyId, SealingRecipient, Suite, Validity, VerifyingKey
from comity.foundation.identity.recipients import WRITTEN_SIZE, are_promised
from comity.words import AuthorityId, Instant, Language

MANY: Final = 512
AUTHORITIES: Final = 4096
LONGEST_NAME: Final = 256
_BATCH: Final = 64  # so few objects at a time that they wake no collection of garbage
_OPENING, _CLOSING = b'{"authorities":[', b'],"expires":'
_RECIPIENT, _BETWEEN, _LAST = b',"recipient":"', b'"},', b'"}]'
_LANGUAGES = {str(language): language for language in Language}
_MEMBERS = ("competences", "hours", "id", "keys", "languages", "names")  # without the recipient
_OF_A_KEY = ("key", "since", "until")  # without what became of it
_BECAME = ("revoked", "successor", "reason")
_OF_EARLIER = ("recipient", "until")
_ED25519 = FORMS[Suite.ED25519]
_KEY, _SCHEME = _ED25519.key_size, len(_ED25519.scheme)
_LETTERS = -(-8 * _KEY // 6)
_WRITTEN = _SCHEME + _LETTERS
_FILLING = "A" * (-_LETTERS % 4)
_GROUP = (_LETTERS + len(_FILLING)) // 4 * 3
_SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_Seam = tuple[int, int]  # where an authority begins, and where its recipient does


def part_offices(written: bytes) -> tuple[bytes, Authorities] | None:
    """Part the bytes of a profile into the profile with no authorities, and these; None where it is not plain."""
    end = written.rfind(_CLOSING)  # what follows the authorities is short
    if end < 0 or not written.startswith(_OPENING):
        return None
    try:
        seams = _seams(written, end)
        judge = _Judge()
        for first in range(0, len(seams), _BATCH):
            judge.take(written, seams[first : first + _BATCH])
    except (ComityError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return _OPENING + written[end:], Authorities(judge.together(), partial(_Reader().office, written, seams))


def _seams(written: bytes, end: int) -> list[_Seam]:
    """Find where each authority begins, and where its recipient does."""
    seams, begin = list[_Seam](), len(_OPENING)
    while begin < end:
        recipient = written.index(_RECIPIENT, begin, end) + len(_RECIPIENT)
        seams.append((begin, recipient))
        begin = recipient + WRITTEN_SIZE + len(_BETWEEN)
        _require(written.startswith(_BETWEEN if begin < end else _LAST, begin - len(_BETWEEN)))
    _require(begin == end + 1 and len(seams) <= AUTHORITIES)
    return seams


def _told(document: bytes, seams: Sequence[_Seam]) -> list[Any]:
    """Read what stands before the recipients, as objects in canonical form."""
    before = [document[begin : recipient - len(_RECIPIENT)] for begin, recipient in seams]
    written = b"[" + b"},".join(before) + b"}]"
    told: list[Any] = orjson.loads(written)
    _require(len(told) == len(seams) and orjson.dumps(told, option=_SORTED) == written)
    return told


class _NotPlainError(ValueError):
    """Something is not in the one form that passes here."""


class _Reader:
    """Reads what stands in an authority, and remembers what many of them repeat."""

    __slots__ = ("_competences", "_languages", "_spans")

    def __init__(self) -> None:
        self._competences: dict[tuple[str, ...], frozenset[str]] = {}
        self._languages: dict[tuple[str, ...], tuple[Language, ...]] = {}
        self._spans: dict[tuple[str, str], Validity] = {}

    def office(self, document: bytes, seams: Sequence[_Seam], place: int) -> Authority:
        """Read one authority that was judged."""
        told = _told(document, seams[place : place + 1])[0]
        return Authority(
            AuthorityId(told["id"]),
            {_LANGUAGES[language]: name for language, name in told["names"].items()},
            self.competences(told["competences"]),
            self.languages(told["languages"]),
            told["hours"],
            tuple(map(self.key, told["keys"])),
            SealingRecipient.promised_at(document, seams[place][1]),
            self.earlier(told["earlier"]) if "earlier" in told else (),
        )

    def competences(self, told: Any) -> frozenset[str]:
        """Read texts of which none stands twice."""
        words = tuple(told)
        found = self._competences.get(words)
        if found is None:
            _require_types(words, str)
            found = self._competences[words] = frozenset(words)
            _require(len(found) == len(words) <= MANY)
        return found

    def languages(self, told: Any) -> tuple[Language, ...]:
        """Read languages of which none stands twice."""
        words = tuple(told)
        found = self._languages.get(words)
        if found is None:
            found = self._languages[words] = tuple(map(_LANGUAGES.__getitem__, words))
            _require(len(set(found)) == len(found))
        return found

    def key(self, told: Any) -> KeyRecord:
        """Read a key, when it counts, and what became of it."""
        key, validity = VerifyingKey.parse(told["key"]), self.validity(told["since"], told["until"])
        if len(told) == len(_OF_A_KEY):
            return KeyRecord(key, validity)
        _require(len(_OF_A_KEY) + sum(name in told for name in _BECAME) == len(told))
        return KeyRecord(
            key,
            validity,
            Instant.parse(told["revoked"]) if "revoked" in told else None,
            KeyId(told["successor"]) if "successor" in told else None,
            Reason(told["reason"]) if "reason" in told else Reason.UNSTATED,
        )

    def validity(self, since: Any, until: Any) -> Validity:
        """Read the span in which a key counts."""
        found = self._spans.get((since, until))
        if found is None:
            found = self._spans[since, until] = Validity(Instant.parse(since), Instant.parse(until))
        return found

    def earlier(self, told: Any) -> tuple[EarlierRecipient, ...]:
        """Read the recipients that were replaced."""
        _require(type(told) is list and len(told) <= MANY and all(len(one) == len(_OF_EARLIER) for one in told))
        return tuple(EarlierRecipient(KeyId(one["recipient"]), Instant.parse(one["until"])) for one in told)


class _Judge:
    """Judges the authorities of one profile, some at a time, column by column."""

    __slots__ = ("_earlier", "_ids", "_keys", "_reader", "_uses")

    def __init__(self) -> None:
        self._reader = _Reader()
        self._ids: list[AuthorityId] = []
        self._keys: list[bytes] = []
        self._uses: list[tuple[KeyRecord, ...]] = []
        self._earlier: list[tuple[EarlierRecipient, ...]] = []

    def together(self) -> Together:
        """Tell what the rules of a profile ask of all that was judged."""
        return Together(tuple(self._ids), tuple(self._keys), tuple(self._uses), tuple(self._earlier))

    def take(self, document: bytes, seams: Sequence[_Seam]) -> None:
        """Judge the authorities that stand between the ``seams``, or raise."""
        told = _told(document, seams)
        for one in told:
            if len(one) != len(_MEMBERS):
                _require(len(one) == len(_MEMBERS) + 1)
                self._earlier.append(self._reader.earlier(one["earlier"]))
        competences, hours, ids, keys, languages, names = zip(*map(itemgetter(*_MEMBERS), told), strict=True)
        _require_types((*competences, *keys, *languages), list)
        _require_types(names, dict)
        for words in competences:
            self._reader.competences(words)
        _require_texts(hours)
        self._ids += map(AuthorityId, ids)
        self._take_keys(keys)
        for words in languages:
            self._reader.languages(words)
        _require(_LANGUAGES.keys() >= set(chain.from_iterable(names)))
        _require_texts(list(chain.from_iterable(map(dict.values, names))))
        _require(are_promised(document, [recipient for _, recipient in seams]))

    def _take_keys(self, column: Sequence[list[Any]]) -> None:
        sizes = set(map(len, column))
        _require(min(sizes) > 0 and max(sizes) <= MANY)
        plain = list(chain.from_iterable(column))
        if not _are_plain(plain):
            plain = [record for use in column if _are_plain(use) for record in use]
            for use in column:
                if not _are_plain(use):
                    self._uses.append(tuple(map(self._reader.key, use)))
                    self._keys += [record.key.raw for record in self._uses[-1]]
        for since, until in {(record["since"], record["until"]) for record in plain}:
            self._reader.validity(since, until)
        self._keys += _raw([record["key"] for record in plain])


def _are_plain(records: Sequence[Any]) -> bool:
    """Say whether all these keys are of Ed25519, going by their length, and have no history."""
    return set(map(len, records)) == {len(_OF_A_KEY)} and {len(record["key"]) for record in records} == {
        _WRITTEN
    }


def _raw(written: Sequence[str]) -> list[bytes]:
    """Read keys of Ed25519, all at once.

    The letters of a key are filled up with ``A``, which is zero, to whole groups of four: then no padding parts one key
    from the next, and bits to spare that are not zero show in the byte that they filled.
    """
    _require({key[:_SCHEME] for key in written} <= {_ED25519.scheme})
    read = from_letters("".join([key[_SCHEME:] + _FILLING for key in written]))
    if read is None or any(read[_KEY::_GROUP]):
        raise _NotPlainError
    keys = [read[begin : begin + _KEY] for begin in range(0, len(read), _GROUP)]
    for key in keys:
        _ED25519.check(key)
    return keys


def _require(plain: bool) -> None:  # noqa: FBT001  # a condition, and nothing else
    if not plain:
        raise _NotPlainError


def _require_types(values: Iterable[Any], wanted: type) -> None:
    _require(set(map(type, values)) <= {wanted})


def _require_texts(values: Sequence[Any]) -> None:
    _require_types(values, str)
    sizes = set(map(len, values))
    _require(0 not in sizes and max(sizes, default=0) <= LONGEST_NAME)
