"""One provision with its brackets: what a reader sees of its words, and who stands behind each bracket.

* Identical proposals (one range, the same words) are one, in the name of all their sponsors.
* All that stands against one range of words is one bracket around it. It names who would delete or replace the words
  (``against``), who has put them in brackets or reserves (``reserved``), and who opposes the deletion (``wanted``).
* Words offered follow the words they would replace, each in its bracket, with its sponsors (``wanted``), the opposed
  (``against``) and the reserved. The words that stand come first; then the offers, the furthest removed first; they
  are numbered in that order.                                                                              rule 130
* Distance is the number of words struck plus the number of words added; of two as far, the earlier stands first.
* Words inserted at one point follow one another in the same order. A point at the edge of a bracket lies outside it.
* Ranges may cross. They are kept exactly as they are; to be printed, the bracket opened later is closed where the
  earlier ends, and opened again right after. Its pieces bear the same numbers, and only the first counts as a bracket.
* Each word of the provision stands in the marks once, and each word of an open proposal once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from comity.committee.text.rules.differences import spans
from comity.committee.text.rules.negotiation.acts import Holder, Stance
from comity.committee.text.rules.negotiation.state import Bracket, Matter, Proposal, Provision, WordId
from comity.committee.text.rules.words import Words


class Role(StrEnum):
    """Whether words in a bracket stand in the text or are offered."""

    STANDS = "stands"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Run:
    """Words without a bracket between them, each with its number."""

    words: Words
    ids: tuple[WordId, ...]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A bracket, or a piece of one; ``option`` is its turn among alternatives, 0 where it has none."""

    role: Role
    inside: "tuple[Mark, ...]"
    proposals: tuple[int, ...] = ()
    brackets: tuple[int, ...] = ()
    wanted: tuple[Holder, ...] = ()
    against: tuple[Holder, ...] = ()
    reserved: tuple[Holder, ...] = ()
    option: int = 0
    piece: int = 0  # 0 for the first or only one

    @property
    def names(self) -> frozenset[Holder]:
        """Everybody named beside it."""
        return frozenset((*self.wanted, *self.against, *self.reserved))


Mark = Run | Enclosed


@dataclass(slots=True)
class _Offer:
    """Words offered for a range, by one proposal or by several that are identical."""

    first: Proposal
    numbers: list[int]


@dataclass(slots=True)
class _Range:
    """All that is said of one range of words."""

    start: int
    end: int
    deletions: list[int] = field(default_factory=list)
    offers: list[_Offer] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    piece: int = 0


def marks(provision: Provision) -> tuple[Mark, ...]:
    """What a reader sees of the words of a provision."""
    proposals = [each for each in provision.open_proposals() if each.change is None]
    brackets = list(provision.open_brackets())
    if not proposals and not brackets:
        return (Run(provision.words, provision.ids),) if provision.words else ()
    sites: dict[int, list[Matter]] = {}
    for proposal in proposals:
        sites.setdefault(proposal.on, []).append(proposal)
    for bracket in brackets:
        sites.setdefault(bracket.on, []).append(bracket)
    return _Writer(provision, sites).write(0, provision.words, provision.ids)


class _Writer:
    """Writes one provision; an offer's own words are written the same way."""

    def __init__(self, provision: Provision, sites: Mapping[int, Sequence[Matter]]) -> None:
        self.provision = provision
        self.sites = sites

    def write(self, on: int, words: Words, ids: tuple[WordId, ...]) -> tuple[Mark, ...]:
        """Lay the brackets of one wording around its words."""
        ranges = _ranges(self.sites.get(on, ()))
        if not ranges:
            return (Run(words, ids),) if words else ()
        return _Sweep(self, words, ids).over(ranges)

    def stands(self, each: _Range, inside: tuple[Mark, ...]) -> Enclosed:
        """The bracket around words that stand."""
        replacing = [number for offer in each.offers for number in offer.numbers]
        numbers = [*each.deletions, *replacing]
        reserved = [bracket.by for bracket in each.brackets] + self._held(each.deletions, Stance.RESERVE)
        return Enclosed(
            role=Role.STANDS,
            inside=inside,
            proposals=tuple(sorted(numbers)),
            brackets=tuple(bracket.number for bracket in each.brackets),
            wanted=_once(self._held(each.deletions, Stance.OPPOSE)),
            against=_once(self._held(sorted(numbers), Stance.SPONSOR)),
            reserved=_once(reserved),
            option=1 if replacing else 0,
            piece=each.piece,
        )

    def offers(self, each: _Range, words: Words) -> Iterator[Enclosed]:
        """The words offered, the furthest removed first."""
        ordered = each.offers
        if len(ordered) > 1:
            stood = words[each.start : each.end]
            ordered = sorted(ordered, key=lambda offer: (-distance(stood, offer.first.words), offer.numbers[0]))
        for turn, offer in enumerate(ordered, 2):
            yield Enclosed(
                role=Role.OFFERED,
                inside=self._offered(offer),
                proposals=tuple(offer.numbers),
                wanted=_once(self._held(offer.numbers, Stance.SPONSOR)),
                against=_once(self._held(offer.numbers, Stance.OPPOSE)),
                reserved=_once(self._held(offer.numbers, Stance.RESERVE)),
                option=turn if each.end > each.start else turn - 1 if len(ordered) > 1 else 0,
            )

    def _offered(self, offer: _Offer) -> tuple[Mark, ...]:
        return self.write(offer.first.number, offer.first.words, offer.first.ids)

    def _held(self, numbers: Iterable[int], stance: Stance) -> list[Holder]:
        return [holder for number in numbers for holder in self.provision.holding(number, stance)]


def _once(holders: Iterable[Holder]) -> tuple[Holder, ...]:
    return tuple(dict.fromkeys(holders))


def distance(stood: Words, offered: Words) -> int:
    """How far an offer is removed from the words that stand: words struck and words added."""
    return sum(
        old_end - old_start + new_end - new_start
        for kept, old_start, old_end, new_start, new_end in spans(stood, offered)
        if not kept
    )


def _ranges(every: Iterable[Matter]) -> list[_Range]:
    """Gather what is said of each range; identical offers are one unless one of them has been amended."""
    found: dict[tuple[int, int], _Range] = {}
    offered: dict[tuple[int, int, Words], _Offer] = {}
    for each in every:
        key = (each.start, each.end)
        here = found.get(key)
        if here is None:
            here = found[key] = _Range(*key)
        if isinstance(each, Bracket):
            here.brackets.append(each)
        elif not each.words:
            here.deletions.append(each.number)
        else:
            said = (*key, tuple([word.strip() for word in each.words]))
            if said in offered:
                offered[said].numbers.append(each.number)
            else:
                offered[said] = offer = _Offer(each, [each.number])
                here.offers.append(offer)
    return sorted(found.values(), key=lambda each: (each.start, -each.end))


@dataclass(slots=True)
class _Open:
    """A bracket that is open, with what it holds so far."""

    range: _Range
    inside: list[Mark] = field(default_factory=list)


class _Sweep:
    """Goes over the words once, from left to right, and keeps the brackets that are open."""

    def __init__(self, writer: _Writer, words: Words, ids: tuple[WordId, ...]) -> None:
        self.writer = writer
        self.words, self.ids = words, ids
        self.found: list[Mark] = []
        self.stack: list[_Open] = []
        self.at = 0

    def over(self, ranges: Sequence[_Range]) -> tuple[Mark, ...]:
        """Write the words with their brackets; ``ranges`` in the order in which they begin, the longest first."""
        ends: dict[int, list[_Range]] = {}
        begins: dict[int, list[_Range]] = {}
        points: dict[int, _Range] = {}
        for each in ranges:
            if each.start == each.end:
                points[each.start] = each
            else:
                begins.setdefault(each.start, []).append(each)
                ends.setdefault(each.end, []).append(each)
        for place in sorted({*ends, *begins, *points}):
            self._words(place)
            if place in ends:
                self._close(ends[place])
            if place in points:
                self._inside().extend(self.writer.offers(points[place], self.words))
            self.stack.extend(_Open(each) for each in begins.get(place, ()))
        self._words(len(self.words))
        return tuple(self.found)

    def _inside(self) -> list[Mark]:
        return self.stack[-1].inside if self.stack else self.found

    def _words(self, to: int) -> None:
        if to > self.at:
            self._inside().append(Run(self.words[self.at : to], self.ids[self.at : to]))
            self.at = to

    def _close(self, ending: Sequence[_Range]) -> None:
        """Close the brackets that end here; those opened inside that run on are closed and opened again."""
        left = len(ending)
        again: list[_Range] = []
        while left:
            top = self.stack.pop()
            self._inside().append(self.writer.stands(top.range, tuple(top.inside)))
            if any(top.range is each for each in ending):
                left -= 1
                self._inside().extend(self.writer.offers(top.range, self.words))
            else:
                top.range.piece += 1
                again.append(top.range)
        self.stack.extend(_Open(each) for each in reversed(again))


def words_of(found: Iterable[Mark], role: Role | None = None) -> Iterator[tuple[str, WordId]]:
    """Every word of the marks with its number; only those that stand, or only those offered, where a role is given."""
    for mark in found:
        if isinstance(mark, Run):
            yield from zip(mark.words, mark.ids, strict=True)
        elif role is not Role.STANDS or mark.role is Role.STANDS:
            yield from words_of(mark.inside, role)
