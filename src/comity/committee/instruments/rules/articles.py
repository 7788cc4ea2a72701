"""What a comparison reads of a text: its articles, each as clauses of plain words.

* An article is whatever a reader opens by itself: an article, the preamble, an annex, a section without articles.
* Its title is told apart and takes no part in any comparison.
* A clause is one provision of the article; its label is the way to it, ``3(b)(ii)``.
* The words of a clause are without its number, brackets, attributions and marks of agreement: an option not yet chosen
  is compared by what it says.
* An article without words is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.committee.text.rules.convergence import heading
from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.figures import articles as opened
from comity.committee.text.rules.headings import APPARATUS, DIVISIONS, Kind
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.runs import Sort
from comity.committee.text.rules.words import joined
from comity.words import Language

_TITLES = DIVISIONS | {Kind.RUBRIC}


@dataclass(frozen=True, slots=True)
class Clause:
    """One provision within an article."""

    place: int
    label: str
    depth: int
    words: str

    @property
    def own(self) -> str:
        """The last part of its label, as it is printed before the words: of ``1(a)(ii)`` the ``(ii)``."""
        whole, opened, last = self.label.rpartition("(")
        return f"({last}" if opened and whole else self.label


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its number, its title, its heading as printed, its clauses."""

    place: int
    number: str
    title: str
    heading: str
    clauses: tuple[Clause, ...]

    @property
    def words(self) -> str:
        """All its words, a clause on each line."""
        return "\n".join(clause.words for clause in self.clauses)

    def paragraphs(self) -> Iterator[tuple[Clause, str]]:
        """Each clause of the first depth, with the words of all that stands under it."""
        opening: Clause | None = None
        said: list[str] = []
        for clause in self.clauses:
            if clause.depth == 0:
                if opening:
                    yield opening, "\n".join(said)
                opening, said = clause, []
            said.append(clause.words)
        if opening:
            yield opening, "\n".join(said)


def read_articles(draft: Draft) -> tuple[Article, ...]:
    """The articles of a text that have words."""
    found = (_article(draft, place) for place in opened(draft))
    return tuple(article for article in found if article.clauses)


def negotiated_article(lines: Sequence[Line], language: Language) -> Article:
    """An article of a text under negotiation, by the words that stand; ``lines`` are the article and all under it."""
    head, *others = lines
    title = joined(head.provision.words)
    number = printed(head.number, language).rstrip(".")
    clauses = tuple(
        Clause(place, printed(line.number, language).rstrip("."), line.depth - head.depth - 1, words)
        for place, line in enumerate(others, 1)
        if (words := joined(line.provision.words))
    )
    return Article(0, number, title, ". ".join(part for part in (number, title) if part), clauses)


def _article(draft: Draft, place: int) -> Article:
    one = draft.provisions[place]
    title = one.rubric
    if not title and place < one.last and draft.provisions[place + 1].kind is Kind.RUBRIC:
        title = draft.provisions[place + 1].rubric
    return Article(place, one.number, title, heading(draft, place), tuple(_clauses(draft, place)))


def _clauses(draft: Draft, article: int) -> Iterator[Clause]:
    for place in range(article, draft.provisions[article].last + 1):
        one = draft.provisions[place]
        if one.kind in APPARATUS or one.kind in _TITLES:
            continue
        if words := spoken(draft, place):
            way = [each for each in draft.path(place) if each > article]
            label = "".join(_part(draft, each, first=each == way[0]) for each in way)
            yield Clause(place, label, len(way) - 1, words)


_WITHIN = frozenset({Sort.EMPHASIS, Sort.TAG})  # what may stand within a word
_LOOSE = re.compile(r" (?=[,;.:)])")  # left behind by a bracket that opened before the sign


def spoken(draft: Draft, place: int) -> str:
    """What a provision says."""
    runs = ((run.sort, draft.words(run)) for run in draft.runs(place))
    told = (words if sort is Sort.TEXT else "" if sort in _WITHIN else " " for sort, words in runs)
    return _LOOSE.sub("", " ".join("".join(told).split()))


def _part(draft: Draft, place: int, *, first: bool) -> str:
    number = draft.provisions[place].number
    return number if first or not number else f"({number})"
