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
from itertools import chain, islice, pairwise
from operator import itemgetter
from typing import Any, Final

import orjson

from comity.errors import ComityError
from comity.foundation.directory.authorities import Authorities, Authority, Together
from comity.foundation.directory.keys import EarlierRecipient, KeyRecord, Reason
from comity.foundation.fields import many_from_letters
from comity.foundation.identity import FORMS, KeyId, SealingRecipient, Suite, Validity, VerifyingKey
from comity.foundation.identity.recipients import WRITTEN_SIZE, are_promised
from comity.words import AuthorityId, Instant, Language

MANY: Final = 512
AUTHORITIES: Final = 4096
LONGEST_NAME: Final = 256
_BATCH: Final = 64  # so few objects at a time that they wake no collection of garbage
_OPENING, _CLOSING = b'{"authorities":[', b'],"expires":'
_RECIPIENT, _BETWEEN, _LAST = b',"recipient":"', b'"},', b'"}]'
_TO_NEXT = WRITTEN_SIZE + len(_BETWEEN)  # from the recipient of one authority to the beginning of the next
_LANGUAGES = {str(language): language for language in Language}
_MEMBERS = ("competences", "hours", "id", "keys", "languages", "names")  # without the recipient
_OF_A_KEY = ("key", "since", "until")  # without what became of it
_MEMBERS_OF_A_KEY = {*_OF_A_KEY, "revoked", "successor", "reason"}
_OF_EARLIER = ("recipient", "until")
_ED25519 = FORMS[Suite.ED25519]
_SCHEME = len(_ED25519.scheme)
_WRITTEN = _SCHEME + -(-8 * _ED25519.key_size // 6)
_SORTED = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


def part_offices(written: bytes) -> tuple[bytes, Authorities] | None:
    """Part the bytes of a profile into the profile with no authorities, and these; None where it is not plain."""
    end = written.rfind(_CLOSING)  # what follows the authorities is short
    if end < 0 or not written.startswith(_OPENING):
        return None
    try:
        seams = _seams(written, end)
        judge = _Judge()
        for first in range(0, len(seams) - 1, _BATCH):
            judge.take(written, seams[first : first + _BATCH + 1])
    except (ComityError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return _OPENING + written[end:], Authorities(judge.together(), _Written(written, seams))


def _seams(written: bytes, end: int) -> list[int]:
    """Find where the recipient of each authority begins; the first seam is where one before the first would."""
    begin = len(_OPENING)
    seams = [begin - _TO_NEXT]
    while begin < end:
        seams.append(written.index(_RECIPIENT, begin, end) + len(_RECIPIENT))
        begin = seams[-1] + _TO_NEXT
        _require(written.startswith(_BETWEEN if begin < end else _LAST, begin - len(_BETWEEN)))
    _require(begin == end + 1 and len(seams) <= AUTHORITIES + 1)
    return seams


def _told(document: bytes, seams: Sequence[int]) -> list[Any]:
    """Read what stands between the ``seams``, each by itself a whole object in canonical form."""
    written = [document[last + _TO_NEXT : seam - len(_RECIPIENT)] + b"}" for last, seam in pairwise(seams)]
    told: list[Any] = list(map(orjson.loads, written))
    _require(orjson.dumps(told, option=_SORTED) == b"[" + b",".join(written) + b"]")
    return told


class _NotPlainError(ValueError):
    """Something is not in the one form that passes here."""


class _Reader:
    """Reads what stands in an authority, and remembers what many of them repeat."""

    __slots__ = ("_competences", "_instants", "_languages", "_spans")

    def __init__(self) -> None:
        self._instants: dict[str, Instant] = {}
        self._competences: dict[tuple[str, ...], frozenset[str]] = {}
        self._languages: dict[tuple[str, ...], tuple[Language, ...]] = {}
        self._spans: dict[tuple[str, str], Validity] = {}

    def office(self, told: Any, recipient: SealingRecipient) -> Authority:
        """Read one authority that was judged."""
        return Authority(
            AuthorityId(told["id"]),
            {_LANGUAGES[language]: name for language, name in told["names"].items()},
            self.competences(told["competences"]),
            self.languages(told["languages"]),
            told["hours"],
            tuple(map(self.key, told["keys"])),
            recipient,
            self.earlier(told["earlier"]) if "earlier" in told else (),
        )

    def competences(self, told: Any) -> frozenset[str]:
        """Read texts of which none stands twice."""
        words = tuple(told)
        found = self._competences.get(words)
        if found is None:
            _require_texts(words)
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
        return KeyRecord(key, validity, *self.became(told))

    def became(self, told: Any) -> tuple[Instant | None, KeyId | None, Reason]:
        """Read what became of a key: when it was revoked, what took its place, and why."""
        if len(told) == len(_OF_A_KEY):
            return None, None, Reason.UNSTATED
        _require(told.keys() <= _MEMBERS_OF_A_KEY)
        return (
            self.instant(told["revoked"]) if "revoked" in told else None,
            KeyId(told["successor"]) if "successor" in told else None,
            Reason(told["reason"]) if "reason" in told else Reason.UNSTATED,
        )

    def validity(self, since: Any, until: Any) -> Validity:
        """Read the span in which a key counts."""
        found = self._spans.get((since, until))
        if found is None:
            found = self._spans[since, until] = Validity(self.instant(since), self.instant(until))
        return found

    def instant(self, told: Any) -> Instant:
        """Read a moment."""
        found = self._instants.get(told)
        if found is None:
            found = self._instants[told] = Instant.parse(told)
        return found

    def earlier(self, told: Any) -> tuple[EarlierRecipient, ...]:
        """Read the recipients that were replaced."""
        return tuple(EarlierRecipient(KeyId(one["recipient"]), self.instant(one["until"])) for one in told)


class _Written:
    """The authorities that were judged, where they stand in a document."""

    __slots__ = ("_document", "_reader", "_seams")

    def __init__(self, document: bytes, seams: Sequence[int]) -> None:
        self._document, self._seams, self._reader = document, seams, _Reader()

    def value(self, place: int) -> Authority:
        """Read one of them."""
        told = _told(self._document, self._seams[place : place + 2])[0]
        return self._reader.office(told, SealingRecipient.promised_at(self._document, self._seams[place + 1]))

    def written(self, place: int) -> bytes:
        """Give its one written form."""
        return self._document[self._seams[place] + _TO_NEXT : self._seams[place + 1] + WRITTEN_SIZE]


class _Judge:
    """Judges the authorities of one profile, some at a time, column by column."""

    __slots__ = ("_ids", "_keys", "_reader", "_uses")

    def __init__(self) -> None:
        self._reader = _Reader()
        self._ids: list[AuthorityId] = []
        self._keys: list[bytes] = []
        self._uses: list[tuple[KeyRecord, ...]] = []

    def together(self) -> Together:
        """Tell what the rules of a profile ask of all that was judged."""
        return Together(tuple(self._ids), tuple(self._keys), tuple(self._uses), ())

    def take(self, document: bytes, seams: Sequence[int]) -> None:
        """Judge the authorities that stand between the ``seams``, or raise."""
        told = _told(document, seams)
        for one in told:
            if len(one) != len(_MEMBERS):
                _require(len(one) == len(_MEMBERS) + 1)
                self._take_earlier(one["earlier"])
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
        _require(are_promised(document, seams[1:]))

    def _take_earlier(self, told: Any) -> None:
        _require(type(told) is list and len(told) <= MANY and all(len(one) == len(_OF_EARLIER) for one in told))
        _require(len({KeyId(one["recipient"]) for one in told}) == len(told))
        for one in told:
            self._reader.instant(one["until"])

    def _take_keys(self, column: Sequence[list[Any]]) -> None:
        sizes = set(map(len, column))
        _require(min(sizes) > 0 and max(sizes) <= MANY)
        records = list(chain.from_iterable(column))
        if {len(record["key"]) for record in records} != {_WRITTEN}:  # some are of another suite
            for use in column:
                self._take_use(use)
            return
        for span in {(record["since"], record["until"]) for record in records}:
            self._reader.validity(*span)
        keys = _raw([record["key"] for record in records])
        self._keys += keys
        if set(map(len, records)) != {len(_OF_A_KEY)}:  # some were replaced or revoked
            rest = iter(keys)
            for use in column:
                self._take_history(use, list(islice(rest, len(use))))

    def _take_use(self, use: Sequence[Any]) -> None:
        """Judge the keys of one authority as values, and leave it to the profile to ask its rules of them."""
        self._uses.append(tuple(map(self._reader.key, use)))
        self._keys += [record.key.raw for record in self._uses[-1]]

    def _take_history(self, use: Sequence[Any], keys: Sequence[bytes]) -> None:
        """Judge what became of keys of one suite: a successor stands after its predecessor, so none is in a circle."""
        for place, record in enumerate(use, 1):
            _, successor, _ = self._reader.became(record)
            _require(successor is None or successor in map(KeyId.of, keys[place:]))


def _raw(written: Sequence[str]) -> list[bytes]:
    """Read keys of Ed25519, all at once."""
    _require({key[:_SCHEME] for key in written} <= {_ED25519.scheme})
    keys = many_from_letters([key[_SCHEME:] for key in written])
    if keys is None:
        raise _NotPlainError
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
