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
    given, number, by, act = told.get, told["number"], told["by"], told["act"]
    entered, meeting, document = given("entered", ""), given("meeting", ""), given("document", "")
    members = _ALWAYS + bool(entered) + bool(meeting) + bool(document)  # one more is unknown, or empty
    if type(number) is not int or number < 1 or not by or len(told) != members:
        raise ValueError(told)
    return Entry(
        number,
        Instant.parse(told["at"]),
        intern(by),  # TypeError for what is no text, here and below
        _ACTS[act["act"]](act),
        intern(entered),
        intern(meeting),
        intern(document),
    )


_ALWAYS = 4  # number, at, by, act


@dataclass(frozen=True, slots=True)
class _Form:
    """How an object is read: what it makes, how each of its fields is read, what may be left out; how much it names."""

    make: Callable[..., Any]
    readers: Mapping[str, _Read]
    empty: Mapping[str, object]
    names: int

    @classmethod
    def of(cls, made: type, *, names: int) -> "_Form":
        """Read the fields of a value by their names, as the codec does; ``names`` beside them say what it is."""
        found = fields(made)
        empty = {
            each.name: () if each.name == "words" else ""
            for each in found
            if each.default is MISSING and each.name in MAY_BE_EMPTY
        }
        return cls(made, {each.name: _reader(each.name) for each in found}, empty, len(found) + names)

    def read(self, told: Any) -> Any:
        """Read an object; any error says that it is in another form."""
        if len(told) == self.names:  # then it has every field, in any order, or one is missed
            return self.make(*[read(told[name]) for name, read in self.readers.items()])
        given = {name: self.readers[name](value) for name, value in told.items() if name != "act"}
        return self.make(**{**self.empty, **given})


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


_GIVEN = _Form.of(Given, names=0)
_ACTS: Mapping[str, Callable[[Any], Act]] = {name: _Form.of(kind, names=1).read for name, kind in KINDS.items()}
