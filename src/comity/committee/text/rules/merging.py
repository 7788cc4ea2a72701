"""Two wordings that both came from one, laid together word by word: a proposal, and the revised draft it must meet.

* Where only one of the two changed the words, that change stands. Where both made the same change, it stands once.
* Where both changed the same words in different ways, or inserted different words at one place, that is a conflict. It
  is never decided here: the piece holds the old words and both new ones, for a person to see side by side.
* Changes that touch, with no word between them that both kept, are one place: words that were never read together are
  not laid together unseen.
* The three wordings can be read off the pieces again, each without loss.
* If there is no conflict, the merged wording is what remains.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comity.committee.text.rules.differences import spans
from comity.committee.text.rules.words import Words, bare


class Side(StrEnum):
    """Who changed the words of a piece."""

    NEITHER = "neither"
    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"  # in the same way
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A stretch of the old wording, and what became of it on either side."""

    side: Side
    old: Words
    ours: Words
    theirs: Words

    @property
    def merged(self) -> Words | None:
        """The words that stand after both changes; None where a person must decide."""
        if self.side is Side.CONFLICT:
            return None
        return self.ours if self.side is Side.OURS else self.theirs


@dataclass(frozen=True, slots=True)
class Merge:
    """A three-way view: its pieces in order."""

    pieces: tuple[Meeting, ...]

    @property
    def conflicts(self) -> tuple[Meeting, ...]:
        """What a person must decide."""
        return tuple(piece for piece in self.pieces if piece.side is Side.CONFLICT)

    @property
    def merged(self) -> Words | None:
        """The wording after both changes, if nothing is in conflict."""
        found: list[str] = []
        for piece in self.pieces:
            if piece.merged is None:
                return None
            found += piece.merged
        return tuple(found)


def merge(old: Words, *, ours: Words, theirs: Words) -> Merge:
    """Lay ``ours`` and ``theirs``, which both came from ``old``, together."""
    mine, other = _kept(old, ours), _kept(old, theirs)
    return Merge(tuple(_meetings(old, ours, theirs, mine, other)))


def _kept(old: Words, new: Words) -> list[int]:
    """For each word of ``old`` its place in ``new``, or -1 where it was not kept."""
    places = [-1] * len(old)
    for kept, old_start, old_end, new_start, new_end in spans(old, new):
        if kept:
            places[old_start:old_end] = range(new_start, new_end)
    return places


def _meetings(
    old: Words, ours: Words, theirs: Words, mine: Sequence[int], other: Sequence[int]
) -> Iterator[Meeting]:
    """Walk through the old wording: stretches that both kept, and what stands between them."""
    at, at_mine, at_other = 0, 0, 0
    while at < len(old) or at_mine < len(ours) or at_other < len(theirs):
        stop = at
        while stop < len(old) and (mine[stop], other[stop]) == (at_mine + stop - at, at_other + stop - at):
            stop += 1
        if stop > at:
            count = stop - at
            yield from _judged(
                old[at:stop], ours[at_mine : at_mine + count], theirs[at_other : at_other + count]
            )
            at, at_mine, at_other = stop, at_mine + count, at_other + count
            continue
        while stop < len(old) and (mine[stop] < 0 or other[stop] < 0):
            stop += 1
        end_mine = mine[stop] if stop < len(old) else len(ours)
        end_other = other[stop] if stop < len(old) else len(theirs)
        yield from _judged(old[at:stop], ours[at_mine:end_mine], theirs[at_other:end_other])
        at, at_mine, at_other = stop, end_mine, end_other


def _judged(old: Words, ours: Words, theirs: Words) -> Iterator[Meeting]:
    if ours == theirs:
        side = Side.NEITHER if bare(ours) == bare(old) else Side.BOTH
    elif ours == old:
        side = Side.THEIRS
    elif theirs == old or bare(theirs) == bare(old):
        side = Side.OURS
    elif bare(ours) == bare(old):
        side = Side.THEIRS
    elif bare(ours) == bare(theirs):
        side = Side.BOTH
    else:
        side = Side.CONFLICT
    yield Meeting(side, old, ours, theirs)
