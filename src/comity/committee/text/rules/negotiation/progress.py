"""How far a text under negotiation is agreed: in shares of its words, over time, and as far as can be foreseen.

* Every word of the page is counted once, as a reader counts words. It is agreed (*ad referendum*), or free (it stands,
  nothing is open about it), or bracketed (it stands or is offered, and is open), or in an alternative (it is open and
  others stand against it).
* Open is bracketed or in an alternative. Shares are of the words of the page.
* The age of a bracket is counted from the entry that opened it.
* The nearest articles to agreement are those with the fewest open words, and some.
* A forecast follows the share of open words from meeting to meeting: its mean step, and the range in which four of five
  future means would fall if the steps were drawn as those before were. It is no promise: if that range holds the
  possibility that the text does not converge, no meeting is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, sqrt
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import ROOT, Entry, ProvisionId
from comity.committee.text.rules.negotiation.consolidation import NOTHING, Line, Text
from comity.committee.text.rules.negotiation.marks import Enclosed, Mark, Run
from comity.committee.text.rules.negotiation.state import Provision, WordId
from comity.committee.text.rules.negotiation.wording import counted


@dataclass(frozen=True, slots=True)
class Shares:
    """The words of a page by what they are."""

    agreed: int = 0
    free: int = 0
    bracketed: int = 0
    alternatives: int = 0

    def __add__(self, other: "Shares") -> "Shares":
        return Shares(
            self.agreed + other.agreed,
            self.free + other.free,
            self.bracketed + other.bracketed,
            self.alternatives + other.alternatives,
        )

    @property
    def words(self) -> int:
        """All words of the page."""
        return self.agreed + self.free + self.open

    @property
    def open(self) -> int:
        """Words that are not settled."""
        return self.bracketed + self.alternatives

    def share(self, count: int) -> float:
        """What part of all words ``count`` is, 0 to 1; 0 of a page without words."""
        return count / self.words if self.words else 0.0

    @property
    def share_open(self) -> float:
        """Open words to all words."""
        return self.share(self.open)

    @property
    def share_agreed(self) -> float:
        """Agreed words to all words."""
        return self.share(self.agreed)


def measured(line: Line) -> Shares:
    """Count one provision."""
    beside = bool(line.alternatives)
    counts = _Counts(line.provision.agreed_words, whole=bool(line.provision.agreed))
    counts.count(line.marks, open_=line.proposed or beside, option=beside)
    return Shares(counts.agreed, counts.free, counts.bracketed, counts.alternatives)


class _Counts:
    def __init__(self, agreed_words: Mapping[WordId, int], *, whole: bool) -> None:
        self.agreed_words, self.whole = agreed_words, whole
        self.agreed = self.free = self.bracketed = self.alternatives = 0

    def count(self, marks: Iterable[Mark], *, open_: bool, option: bool) -> None:
        """Count the words of some marks, which stand in an open bracket or in an alternative, or in neither."""
        for mark in marks:
            if isinstance(mark, Enclosed):
                self.count(mark.inside, open_=True, option=option or mark.option > 0)
            elif option:
                self.alternatives += counted(mark.words)
            elif open_:
                self.bracketed += counted(mark.words)
            else:
                self._settled(mark)

    def _settled(self, run: Run) -> None:
        if self.whole:
            self.agreed += counted(run.words)
        elif not self.agreed_words:
            self.free += counted(run.words)
        else:
            pairs = zip(run.words, run.ids, strict=True)
            agreed = counted(tuple(word for word, name in pairs if name in self.agreed_words))
            self.agreed += agreed
            self.free += counted(run.words) - agreed


class Counted(NamedTuple):
    """What one provision of a text counts by itself, and all that this depends on."""

    provision: Provision
    proposed: bool
    alternatives: int
    depth: int
    shares: Shares


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of every provision of a text; of the next text only what has changed is counted again."""

    text: Text = NOTHING
    own: Mapping[ProvisionId, Counted] = field(default_factory=dict)  # in the order of the text

    def of(self, text: Text) -> "Tally":
        """The counts of another text, which may be any; what is the same in both is not counted again."""
        own: dict[ProvisionId, Counted] = {}
        for line in text.lines():
            found = self.own.get(line.provision.id)
            depends = (line.provision, line.proposed, line.alternatives, line.depth)
            same = found is not None and found.provision is line.provision and found[1:4] == depends[1:]
            own[line.provision.id] = found if found and same else Counted(*depends, measured(line))
        return Tally(text, own)

    def shares(self) -> Mapping[ProvisionId, Shares]:
        """Each provision with all that stands under it; ``ROOT`` is the whole text, a chapter its cluster."""
        found: dict[ProvisionId, Shares] = {ROOT: Shares()}
        for name, each in self.own.items():
            for counted_in in (name, ROOT, *self.text.negotiation.above(name)):
                found[counted_in] = found.get(counted_in, Shares()) + each.shares
        return found


def progress(text: Text) -> Mapping[ProvisionId, Shares]:
    """Count every provision with all that stands under it; ``ROOT`` is the whole text, a chapter its cluster."""
    return Tally().of(text).shares()


@dataclass(frozen=True, slots=True)
class OpenSince:
    """A bracket that stands: its number, its provision, the entry that opened it."""

    number: int
    provision: ProvisionId
    entry: Entry


def oldest(text: Text, log: Sequence[Entry], most: int = 20) -> tuple[OpenSince, ...]:
    """The proposals and brackets that have been open longest."""
    waiting = [
        (each.number, name)
        for name in text.order
        for each in text.negotiation.provisions[name].everything()
        if each.is_open
    ]
    return tuple(OpenSince(number, name, log[number - 1]) for number, name in sorted(waiting)[:most])


def nearest(text: Text, shares: Mapping[ProvisionId, Shares], most: int = 10) -> tuple[ProvisionId, ...]:
    """The articles that are closest to agreement: fewest open words first, none that has no open word."""
    articles = [
        name
        for name in text.order
        if text.negotiation.provisions[name].kind is Kind.ARTICLE and shares.get(name, Shares()).open
    ]
    return tuple(sorted(articles, key=lambda name: shares[name].open)[:most])


@dataclass(frozen=True, slots=True)
class Forecast:
    """Meetings until no word is open, by the mean step; the earliest and the latest, where four of five would fall."""

    steps: int  # on how many steps it rests
    meetings: int | None
    earliest: int | None
    latest: int | None


LEAST_STEPS = 4
_FOUR_OF_FIVE = NormalDist().inv_cdf(0.9)


def forecast(shares: Sequence[float]) -> Forecast:
    """Foresee when nothing is open, from the shares of open words meeting by meeting; nothing from fewer than five."""
    steps = [before - after for before, after in pairwise(shares)]
    if len(steps) < LEAST_STEPS:
        return Forecast(len(steps), None, None, None)
    mean, error = fmean(steps), stdev(steps) / sqrt(len(steps))
    left = shares[-1]

    def until(step: float) -> int | None:
        return ceil(left / step) if step > 0 else None

    slow, fast = mean - _FOUR_OF_FIVE * error, mean + _FOUR_OF_FIVE * error
    return Forecast(len(steps), until(mean) if slow > 0 else None, until(fast), until(slow))
