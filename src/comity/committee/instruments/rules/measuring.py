"""How good the matching is, measured on articles of which nobody doubts that they belong together.

* Two articles of different instruments whose titles are the same, case and spaces aside, are a label. A title that
  stands twice in one instrument labels nothing.
* The matcher sees no title and no number, only the words of the articles. Nothing in it was fitted to the labels.
* For each article with a label it declares the nearest article of the other instrument, if it is not faint.
* Precision is the share of what it declared that is right; recall the share of the labels that it found.
* Strict precision also counts, as wrong, every article without a label for which it declared a match: many of those are
  right under another title, so that the truth lies between the two.
"""

from collections import Counter
from dataclasses import dataclass

from comity.committee.instruments.rules.articles import Article
from comity.committee.instruments.rules.library import FAINT, Instrument
from comity.committee.text.rules.matching import Body, Near

FEW = 3  # the nearest that a reader is shown first


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled article: what it should be matched with, and what was nearest."""

    article: Article
    wanted: Article
    found: Article | None
    nearness: float

    @property
    def right(self) -> bool:
        """Whether the nearest is the one that bears the same title, and is not faint."""
        return self.found is not None and self.found.place == self.wanted.place and self.nearness >= FAINT


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured from one instrument to another."""

    source: str
    target: str
    articles: int
    pairs: tuple[Pair, ...]
    declared: int  # among the labelled
    declared_in_all: int
    among_few: int  # labels whose article is among the three nearest, faint or not

    @property
    def right(self) -> int:
        """How many labels were found."""
        return sum(pair.right for pair in self.pairs)

    @property
    def precision(self) -> float | None:
        """Right to declared, among the labelled."""
        return self.right / self.declared if self.declared else None

    @property
    def recall(self) -> float | None:
        """Right to labels."""
        return self.right / len(self.pairs) if self.pairs else None

    @property
    def strict_precision(self) -> float | None:
        """Right to everything declared."""
        return self.right / self.declared_in_all if self.declared_in_all else None

    @property
    def recall_among_few(self) -> float | None:
        """Labels among the three nearest to all labels."""
        return self.among_few / len(self.pairs) if self.pairs else None


def measure(source: Instrument, target: Instrument) -> Quality:
    """Match each article of ``source`` with ``target``, and compare with the labels."""
    body = Body.of([article.words for article in target.articles])
    labels = _labels(source, target)
    pairs: list[Pair] = []
    declared = declared_in_all = among_few = 0
    for article in source.articles:
        near = body.nearest(article.words, count=FEW)
        holds = bool(near) and near[0].nearness >= FAINT
        declared_in_all += holds
        wanted = labels.get(article.place)
        if wanted is not None:
            declared += holds
            among_few += any(target.articles[each.place].place == wanted.place for each in near)
            pairs.append(_pair(article, wanted, near, target))
    return Quality(
        source.short, target.short, len(source.articles), tuple(pairs), declared, declared_in_all, among_few
    )


def _pair(article: Article, wanted: Article, near: tuple[Near, ...], target: Instrument) -> Pair:
    found = target.articles[near[0].place] if near else None
    return Pair(article, wanted, found, near[0].nearness if near else 0.0)


def _labels(source: Instrument, target: Instrument) -> dict[int, Article]:
    """For each article of ``source`` with a label, the article of ``target``."""
    ours, theirs = _titles(source), _titles(target)
    return {article.place: theirs[title] for title, article in ours.items() if title in theirs}


def _titles(instrument: Instrument) -> dict[str, Article]:
    plain = {article.place: " ".join(article.title.casefold().split()) for article in instrument.articles}
    times = Counter(plain.values())
    return {
        plain[article.place]: article
        for article in instrument.articles
        if plain[article.place] and times[plain[article.place]] == 1
    }
