"""A page as the pieces that all its readers share, each rendered once, and told to those who have not seen it yet.

* A piece has a name, what it is made of, and how it is rendered. It is rendered again only if that differs.
* The version of a page is a number that only grows. A piece keeps the version at which its rendering last differed, so
  that a reader who has seen any version, however long ago, is told exactly the pieces that came later.
* A sheet that begins knows nothing of earlier versions: who has seen less than its first one is told all of it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_DIGITS = 18  # of a version
_KEPT = 32  # answers a sheet keeps: most readers have seen the same version


class Topic(NamedTuple):
    """What one reader follows: a part of a thing of a feed, in a language."""

    feed: str
    language: str
    thing: str
    part: str


def seen_version(told: str) -> int:
    """Read the version that a reader says it has; what is no version is zero, which is before all."""
    return int(told) if told.isdecimal() and len(told) <= _DIGITS else 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page: its ``id`` there, what it is made ``of``, and how it is rendered."""

    id: str
    of: object
    render: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Page:
    """What a feed lays out: regions by name, each with its pieces in order, at a version."""

    version: int
    regions: Mapping[str, Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A piece in words, and the version at which these words were new."""

    id: str
    of: object
    html: str
    version: int


@dataclass(frozen=True, slots=True)
class Region:
    """The pieces of a region in order, and the version at which that order was new."""

    pieces: tuple[Rendered, ...]
    version: int

    @property
    def order(self) -> list[str]:
        """The names of the pieces."""
        return [each.id for each in self.pieces]

    def differs_from(self, seen: int) -> bool:
        """Whether a reader who has seen that version lacks something of it."""
        return self.version > seen or any(each.version > seen for each in self.pieces)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page at one version, rendered; ``regions`` is None where nothing stands at that topic any more."""

    version: int
    regions: Mapping[str, Region] | None
    _told: dict[int, str] = field(default_factory=dict)
    _events: dict[int, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, page: Page | None, before: "Sheet | None", version: int) -> "Sheet":
        """Render what of ``page`` differs from ``before``."""
        if page is None:
            return cls(version, None)
        known = (before.regions or {}) if before else {}
        return cls(
            page.version,
            {name: _region(pieces, known.get(name), page.version) for name, pieces in page.regions.items()},
        )

    def told(self, seen: int) -> str:
        """What a reader lacks who has seen a version, as JSON; empty if that is nothing."""
        if seen >= self.version:
            return ""
        if seen not in self._told:
            if len(self._told) >= _KEPT:
                self._told.clear()
            self._told[seen] = self._tell(seen)
        return self._told[seen]

    def event(self, seen: int) -> bytes:
        """The same as an event of a stream; no bytes if the reader lacks nothing."""
        if seen not in self._events:
            told = self.told(seen)
            if len(self._events) >= _KEPT:
                self._events.clear()
            self._events[seen] = (
                f"event: change\nid: {self.version}\ndata: {told}\n\n".encode() if told else b""
            )
        return self._events[seen]

    def _tell(self, seen: int) -> str:
        if self.regions is None:
            return json.dumps({"version": self.version, "gone": True})
        regions = {
            name: {
                "order": region.order,
                "pieces": {each.id: each.html for each in region.pieces if each.version > seen},
            }
            for name, region in self.regions.items()
            if region.differs_from(seen)
        }
        if not regions:
            return ""
        return json.dumps({"version": self.version, "regions": regions}, ensure_ascii=False)


def _region(pieces: Sequence[Piece], before: Region | None, version: int) -> Region:
    known = {each.id: each for each in before.pieces} if before else {}
    rendered = tuple(_rendered(piece, known.get(piece.id), version) for piece in pieces)
    same = before is not None and before.order == [each.id for each in rendered]
    return Region(rendered, before.version if same and before else version)


def _rendered(piece: Piece, before: Rendered | None, version: int) -> Rendered:
    if before is not None and before.of == piece.of:
        return before
    html = piece.render()
    if before is not None and before.html == html:
        return Rendered(piece.id, piece.of, html, before.version)
    return Rendered(piece.id, piece.of, html, version)
