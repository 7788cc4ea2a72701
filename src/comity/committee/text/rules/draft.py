"""A draft: one state of a negotiated text, read from plain text or Markdown without losing a character.

* Any string is a draft, if only an empty one; what it holds is told apart, never changed.
* Printing a draft gives back the string that was read.
* Provisions, their words and their brackets are found in time that grows with the length of the text, no faster.
* What is not in balance is named by line and column.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from comity.committee.documents.rules.lines import Place, Places, within_limit
from comity.committee.text.rules.blocks import blocks
from comity.committee.text.rules.brackets import Brackets, find_brackets
from comity.committee.text.rules.headings import APPARATUS, Kind
from comity.committee.text.rules.notation import read_closing_attribution, read_names
from comity.committee.text.rules.provisions import Provision, provisions
from comity.committee.text.rules.runs import Inside, Run, inside


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A bracket without partner: which of the two it is, and where it stands."""

    sign: str
    place: Place
    provision: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its provisions (apparatus among them, in order) and its brackets."""

    provisions: tuple[Provision, ...]
    brackets: Brackets
    within: Inside

    @property
    def source(self) -> str:
        """The text that was read."""
        return self.within.source

    def runs(self, place: int) -> Iterator[Run]:
        """The runs of the provision at ``place``."""
        return self.within.runs(self.provisions[place])

    def words(self, run: Run) -> str:
        """The characters of a run."""
        return self.within.source[run.start : run.end]

    def imbalances(self) -> tuple[Imbalance, ...]:
        """Every bracket without partner, in the order of the text."""
        places = Places.of(self.source)
        lost = [("[", pair.open) for pair in self.brackets.unclosed()]
        lost += [("]", at) for at in self.brackets.unopened]
        return tuple(
            Imbalance(sign, places.at(at), self._holding(at)) for sign, at in sorted(lost, key=lambda x: x[1])
        )

    def _holding(self, offset: int) -> int:
        low, high = 0, len(self.provisions) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.provisions[middle].start <= offset else (low, middle - 1)
        return low

    def path(self, place: int) -> tuple[int, ...]:
        """The provisions that hold the one at ``place``, outermost first, and itself."""
        way = [place]
        while (above := self.provisions[way[-1]].parent) is not None:
            way.append(above)
        return tuple(reversed(way))

    def holders(self, place: int) -> tuple[str, ...]:
        """Who stands behind an option: the names beside its label, or at the end of its paragraph."""
        one = self.provisions[place]
        if one.kind is not Kind.OPTION:
            return ()
        if one.holders and (named := read_names(one.holders)):
            return named.held
        closing = read_closing_attribution(self.source, one.start, one.end)
        return closing.holders if closing else ()

    def title(self) -> str:
        """The title: of the front matter if it has one, else the first heading that names no division."""
        for one in self.provisions:
            if one.kind is Kind.FRONT_MATTER:
                for line in self.source[one.start : one.end].splitlines():
                    if line.startswith("title:"):
                        return line.removeprefix("title:").strip(" \"'")
            if one.kind is Kind.TITLE and one.rubric:
                return one.rubric
        return ""

    def negotiated(self) -> Iterator[tuple[int, Provision]]:
        """The provisions, without apparatus, each with its place."""
        return ((place, one) for place, one in enumerate(self.provisions) if one.kind not in APPARATUS)


def parse(source: str) -> Draft:
    """Read ``source`` as a draft.

    Raises ``TextTooLong`` over 8 Mi characters and ``BracketsTooDeep`` over a thousand brackets open at once.
    """
    found = provisions(tuple(blocks(within_limit(source))))
    brackets = find_brackets(source, found)
    return Draft(found, brackets, inside(source, found, brackets))


def printed(draft: Draft) -> str:
    """Give back the text, from the runs of its provisions."""
    return "".join(draft.words(run) for place in range(len(draft.provisions)) for run in draft.runs(place))
