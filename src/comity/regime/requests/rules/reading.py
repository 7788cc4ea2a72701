"""Reading the body of an act: one strict reader for every kind.

* A body is a JSON object. Every member is known by name; an unknown one is refused at its place.
* A text has a longest length; it bears no control character but the line break; blanks around it are cut off.
* What is absent is empty; what is empty is not written.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from comity.errors import ComityError
from comity.errors.requests import MalformedBody
from comity.foundation.envelopes import Json
from comity.words import Instant

Body = dict[str, Json]
Value = TypeVar("Value")

LONGEST_TEXT = 8000
LONGEST_LINE = 256
LONGEST_LIST = 64


class Reader:
    """The members of one JSON object, each taken once by its name; what nobody took is refused."""

    def __init__(self, told: object, place: str = "body") -> None:
        if not isinstance(told, Mapping):
            raise MalformedBody(place, wanted="an object")
        self._told: dict[str, object] = dict(told)
        self._place = place

    def at(self, name: str) -> str:
        """Name the place of the member ``name``."""
        return f"{self._place}.{name}" if self._place else name

    def text(self, name: str, longest: int = LONGEST_TEXT) -> str:
        """Take a text, empty if absent."""
        told = self._told.pop(name, "")
        if not isinstance(told, str) or len(told) > longest:
            raise MalformedBody(self.at(name), wanted=f"a text of at most {longest} characters")
        if any(ord(letter) < ord(" ") and letter not in "\n\r\t" for letter in told):
            raise MalformedBody(self.at(name), wanted="a text without control characters")
        return told.strip()

    def line(self, name: str) -> str:
        """Take a text of one line, empty if absent."""
        told = self.text(name, LONGEST_LINE)
        if "\n" in told or "\r" in told:
            raise MalformedBody(self.at(name), wanted="one line")
        return told

    def maybe(self, name: str, parse: Callable[[str], Value]) -> Value | None:
        """Take a line read by ``parse``, or None if it is absent or empty."""
        told = self.line(name)
        return self.parsed(name, told, parse) if told else None

    def must(self, name: str, parse: Callable[[str], Value]) -> Value:
        """Take a line read by ``parse``; its absence is refused."""
        return self.parsed(name, self.line(name), parse)

    def instant(self, name: str) -> Instant | None:
        """Take an instant, or None."""
        return self.maybe(name, Instant.parse)

    def flag(self, name: str) -> bool | None:
        """Take yes or no, or None if nothing was said."""
        told = self._told.pop(name, None)
        if told is not None and not isinstance(told, bool):
            raise MalformedBody(self.at(name), wanted="true or false")
        return told

    def count(self, name: str, most: int) -> int | None:
        """Take a whole number from 0 to ``most``, or None."""
        told = self._told.pop(name, None)
        if told is not None and (isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= most):
            raise MalformedBody(self.at(name), wanted=f"a whole number from 0 to {most}")
        return told

    def each(self, name: str, longest: int = LONGEST_LIST) -> Iterator[tuple[str, object]]:
        """Take a list, empty if absent: each member with its place."""
        told = self._told.pop(name, [])
        if not isinstance(told, list | tuple) or len(told) > longest:
            raise MalformedBody(self.at(name), wanted=f"a list of at most {longest}")
        return iter([(f"{self.at(name)}.{index}", member) for index, member in enumerate(told)])

    def words(self, name: str, parse: Callable[[str], Value]) -> tuple[Value, ...]:
        """Take a list of lines, each read by ``parse``; the same word twice is refused."""
        found = []
        for place, told in self.each(name):
            if not isinstance(told, str) or len(told) > LONGEST_LINE:
                raise MalformedBody(place, wanted="a word")
            found.append(self.parsed(place.removeprefix(self.at("")), told, parse))
        if len(set(found)) != len(found):
            raise MalformedBody(self.at(name), wanted="each word once")
        return tuple(found)

    def inner(self, name: str) -> "Reader":
        """Take an object, to be read by the same rules."""
        return Reader(self.raw(name), self.at(name))

    def raw(self, name: str) -> object:
        """Take whatever is there, for another reader."""
        return self._told.pop(name, None)

    def done(self) -> None:
        """Refuse whatever nobody took."""
        for name in self._told:
            raise MalformedBody(self.at(name[:LONGEST_LINE]), wanted="no such member")

    def parsed(self, name: str, told: str, parse: Callable[[str], Value]) -> Value:
        """Read ``told``; a refusal of the parser keeps its own name and gets the place."""
        try:
            return parse(told)
        except ComityError as error:
            raise type(error)(self.at(name), **error.facts) from error
        except ValueError as error:
            raise MalformedBody(self.at(name), wanted="a word of the table") from error


def without_empties(told: Mapping[str, Json]) -> dict[str, Json]:
    """Leave out what is empty; a plain no stays."""
    return {name: value for name, value in told.items() if value is not None and value not in ("", [], {})}
