"""The log as a store gives it back: tens of thousands of entries at once, in a fraction of the time of one by one.

* What this node wrote was verified when it was taken. It is read again without asking for every field by its name.
* An entry in another form than the one that is written today is left to the codec, which reads it or refuses it by its
  path. So whatever this page reads is what the codec reads.
* A text that returns, such as the code of a State or the name of a meeting, is kept once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from sys import intern
from typing import Any

from comity.committee.text.rules.negotiation.acts import Entry, Given
from comity.committee.text.rules.negotiation.codec import ENUMS, KINDS, MAY_BE_EMPTY, NUMBERS, entry_from_json
from comity.committee.text.rules.words import cut
from comity.foundation.canonical import Json
from comity.words import Instant

_Read = Callable[[Any], object]  # what it is given comes from JSON; it raises for what it does not expect
_HOUR, _MINUTE, _SECOND = 3_600_000, 60_000, 1_000  # in milliseconds


def entries(told: Iterable[Json]) -> Iterator[Entry]:
    """Read entries that were written as canonical JSON, in their order; raises what ``entry_from_json`` raises."""
    for each in told:
        try:
            entry = _ENTRY.read(each)
        except (AttributeError, KeyError, TypeError, ValueError):
            yield entry_from_json(each)
        else:
            yield entry


@dataclass(frozen=True, slots=True)
class _Form:
    """How an object is read: what it makes, how each of its fields is read, and what may be left out."""

    make: Callable[..., Any]
    readers: Mapping[str, _Read]
    empty: Mapping[str, object]

    def read(self, told: Any) -> Any:
        """Read an object; any error says that it is in another form."""
        readers = self.readers
        return self.make(**self.empty | {name: readers[name](each) for name, each in told.items()})


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(value)
    return value


def _end(value: Any) -> int:
    return -1 if value == -1 and type(value) is int else _number(value)


def _text(value: Any) -> str:
    if not value:
        raise ValueError(value)
    return intern(value)  # TypeError for what is no text


def _numbers(value: Any) -> tuple[int, ...]:
    return tuple(map(_number, value))


def _given(value: Any) -> tuple[Given, ...]:
    return tuple(map(_GIVEN.read, value))


def _instant(value: Any) -> Instant:
    return Instant.parse(value)


def _act(value: Any) -> object:
    return _ACTS[value.pop("act")].read(value)


def _form(of: type) -> _Form:
    """How the fields of a value are read, each by its name, as the codec reads them."""
    read: dict[str, _Read] = {each.name: _reader(each.name) for each in fields(of)}
    required = [each.name for each in fields(of) if each.default is MISSING]
    empty = {name: () if name == "words" else "" for name in required if name in MAY_BE_EMPTY}
    return _Form(of, read, empty)


def _reader(name: str) -> _Read:
    special: Mapping[str, _Read] = {
        "words": cut, "end": _end, "instead_of": _numbers, "provisions": _given
    }
    if name in ENUMS:
        return {each.value: each for each in ENUMS[name]}.__getitem__
    return special.get(name) or (_number if name in NUMBERS else _text)


_GIVEN = _form(Given)
_ACTS = {name: _form(kind) for name, kind in KINDS.items()}
_ENTRY = _Form(
    Entry,
    {"number": _number, "at": _instant, "act": _act, **dict.fromkeys(("by", "entered", "meeting", "document"), _text)},
    {},
)
