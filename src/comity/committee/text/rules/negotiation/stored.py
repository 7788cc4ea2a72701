"""The log as a store gives it back: tens of thousands of entries at once, in a fraction of the time of one by one.

* What this node wrote was verified when it was taken. It is read again without asking for every field by its name.
* An entry in another form than the one that is written today is left to the codec, which reads it or refuses it by its
  path. So whatever this page reads is what the codec reads.
* A text that returns, such as the code of a State or the name of a meeting, is kept once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from sys import intern
from typing import Any

from comity.committee.text.rules.negotiation.acts import Act, Entry, Given
from comity.committee.text.rules.negotiation.codec import (
    ENUMS,
    KINDS,
    MAY_BE_EMPTY,
    NUMBERS,
    entry_from_json,
    text_to_words,
)
from comity.foundation.canonical import Json
from comity.words import Instant

_Read = Callable[[Any], object]  # what it is given comes from JSON; it raises for what it does not expect


def entries(told: Iterable[Json]) -> Iterator[Entry]:
    """Read entries that were written as canonical JSON, in their order; raises what ``entry_from_json`` raises."""
    for each in told:
        try:
            entry = _entry(each)
        except (AttributeError, KeyError, TypeError, ValueError):
            entry = entry_from_json(each)
        yield entry


def _entry(told: Any) -> Entry:
    """Read an entry; any error says that it is in another form."""
    if not told.keys() <= _OF_AN_ENTRY or not told["number"]:
        raise KeyError(told)
    named = {name: _text(told[name]) for name in _NAMED if name in told}
    return Entry(
        _number(told["number"]), Instant.parse(told["at"]), _text(told["by"]), _act(told["act"]), **named
    )


_NAMED = ("entered", "meeting", "document")
_OF_AN_ENTRY = frozenset({"number", "at", "by", "act", *_NAMED})


@dataclass(frozen=True, slots=True)
class _Form:
    """How an object is read: what it makes, how each of its fields is read, and what may be left out."""

    make: Callable[..., Any]
    readers: Mapping[str, _Read]
    empty: Mapping[str, object]

    @classmethod
    def of(cls, made: type) -> "_Form":
        """Read the fields of a value by their names, as the codec does."""
        found = fields(made)
        empty = {
            each.name: () if each.name == "words" else ""
            for each in found
            if each.default is MISSING and each.name in MAY_BE_EMPTY
        }
        return cls(made, {each.name: _reader(each.name) for each in found}, empty)

    def read(self, told: Any) -> Any:
        """Read an object; any error says that it is in another form."""
        readers, given = self.readers, dict(self.empty)
        for name, value in told.items():
            if name != "act":
                given[name] = readers[name](value)
        return self.make(**given)


def _act(told: Any) -> Act:
    made: Act = _ACTS[told["act"]].read(told)
    return made


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(value)
    return value


def _end(value: Any) -> int:
    return -1 if type(value) is int and value == -1 else _number(value)


def _text(value: Any) -> str:
    if not value:
        raise ValueError(value)
    return intern(value)  # TypeError for what is no text


def _reader(name: str) -> _Read:
    """How a field of this name is read."""
    special: Mapping[str, _Read] = {
        "words": text_to_words,
        "end": _end,
        "instead_of": lambda value: tuple(map(_number, value)),
        "provisions": lambda value: tuple(map(_GIVEN.read, value)),
    }
    if name in ENUMS:
        return {str(each): each for each in ENUMS[name]}.__getitem__
    return special.get(name) or (_number if name in NUMBERS else _text)


_GIVEN = _Form.of(Given)
_ACTS = {name: _Form.of(kind) for name, kind in KINDS.items()}
