"""Symbols of United Nations documents, read and printed.

* A symbol is parts joined by strokes: the organ, the bodies below it, a number, then suffixes.
* A body is written with its abbreviation: ``AC.291`` is ad hoc committee 291, ``CONF.234`` a conference.
* ``L``, ``CRP``, ``INF``, ``NGO``, ``WP``, ``SR``, ``PV``, ``RES``, ``DEC`` name a series; the number follows a point
  or a stroke.
* ``Rev``, ``Add``, ``Corr``, ``Amend``, ``Summary`` with a number say how a document changes the one before the suffix.
* The symbol is the same in all six languages.
"""

import re
from dataclasses import dataclass
from typing import Self

from comity.errors.documents import MalformedSymbol

CHANGES = ("Rev", "Add", "Corr", "Amend", "Summary")
_SHAPE = re.compile(r"[A-Z]{1,6}(?:/[A-Za-z0-9]{1,12}(?:[.-][A-Za-z0-9]{1,8}){0,2}){1,8}")
_CHANGE = re.compile(rf"({'|'.join(CHANGES)})\.([1-9]\d{{0,3}})")
_LIKE_A_CHANGE = re.compile(rf"(?:{'|'.join(CHANGES)})\b")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A suffix: the third revision, the first addendum."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}.{self.number}"


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """A document's name: the parts that say which document, then the changes in their order."""

    parts: tuple[str, ...]
    changes: tuple[Change, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``A/AC.291/22/Rev.3``."""
        if not _SHAPE.fullmatch(text):
            raise MalformedSymbol(text[:40])
        pieces = text.split("/")
        first = next((at for at, piece in enumerate(pieces) if _CHANGE.fullmatch(piece)), len(pieces))
        changes = [_CHANGE.fullmatch(piece) for piece in pieces[first:]]
        if not all(changes) or first < 2 or any(map(_LIKE_A_CHANGE.match, pieces[:first])):  # noqa: PLR2004  # an organ and one part more
            raise MalformedSymbol(text[:40])
        return cls(tuple(pieces[:first]), tuple(Change(found[1], int(found[2])) for found in changes if found))

    def __str__(self) -> str:
        return "/".join((*self.parts, *map(str, self.changes)))

    @property
    def parent(self) -> "Symbol":
        """The document that the last suffix changes; a symbol without suffix is its own."""
        return Symbol(self.parts, self.changes[:-1])
