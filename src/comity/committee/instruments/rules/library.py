"""Several instruments laid beside one another, made ready to be asked which of their provisions are nearest.

* An article is compared with every article of the library, a paragraph with every paragraph, by what they say.
* Under fifteen hundredths a nearness is called faint: it is shown, and never counted as a match.
* An instrument is not compared with itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from comity.committee.instruments.rules.articles import Article, Clause
from comity.committee.text.rules.matching import Body, Near

FAINT = 0.15


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument as a comparison knows it: its short name, its title, its articles."""

    short: str
    title: str
    articles: tuple[Article, ...]

    def article(self, number: str) -> Article | None:
        """The article of that number."""
        return next((each for each in self.articles if each.number == number), None)


@dataclass(frozen=True, slots=True)
class Match:
    """A provision of the library near to what was asked: the whole article, or one paragraph of it."""

    instrument: Instrument
    article: Article
    clause: Clause | None
    nearness: float
    because: tuple[str, ...]

    @property
    def faint(self) -> bool:
        """Whether too little is in common to call it a match."""
        return self.nearness < FAINT

    @property
    def citation(self) -> str:
        """How it is cited: ``UNCAC 44(3)``."""
        paragraph = f"({self.clause.label})" if self.clause and self.clause.label else ""
        return f"{self.instrument.short} {self.article.number or self.article.heading}{paragraph}"


@dataclass(frozen=True, slots=True)
class Library:
    """The instruments, and the bodies in which the nearest are looked for."""

    instruments: tuple[Instrument, ...]
    articles: tuple[tuple[Instrument, Article], ...]
    paragraphs: tuple[tuple[Instrument, Article, Clause], ...]
    by_article: Body
    by_paragraph: Body

    @classmethod
    def of(cls, instruments: Sequence[Instrument]) -> "Library":
        """Make ``instruments`` ready."""
        articles = tuple((each, article) for each in instruments for article in each.articles)
        told = [
            (each, article, clause, words)
            for each, article in articles
            for clause, words in article.paragraphs()
        ]
        return cls(
            tuple(instruments),
            articles,
            tuple((each, article, clause) for each, article, clause, _ in told),
            Body.of([article.words for _, article in articles]),
            Body.of([words for _, _, _, words in told]),
        )

    def nearest(self, words: str, *, count: int = 5, but: str = "") -> tuple[Match, ...]:
        """The articles nearest to ``words``; none of the instrument ``but``."""
        own = {place for place, (each, _) in enumerate(self.articles) if each.short == but}
        return tuple(self._article(near) for near in self.by_article.nearest(words, count=count, but=own))

    def nearest_paragraph(self, words: str, *, but: str = "") -> Match | None:
        """The paragraph nearest to ``words``, if any has a word in common with it."""
        own = {place for place, (each, _, _) in enumerate(self.paragraphs) if each.short == but}
        found = self.by_paragraph.nearest(words, count=1, but=own)
        return self._paragraph(found[0]) if found else None

    def _article(self, near: Near) -> Match:
        instrument, article = self.articles[near.place]
        return Match(instrument, article, None, near.nearness, near.because)

    def _paragraph(self, near: Near) -> Match:
        instrument, article, clause = self.paragraphs[near.place]
        return Match(instrument, article, clause, near.nearness, near.because)
