"""Rows of the library of instruments, and what may be asked of them.

The bytes of an instrument never change, so what was read from them is kept in memory.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.http import Http404

from comity.committee.documents.rules.lines import read
from comity.committee.instruments.rules.articles import Article, read_articles
from comity.committee.instruments.rules.library import Instrument as Read, Library, Match
from comity.committee.text.models import Draft, identified
from comity.committee.text.rules.draft import parse
from comity.node.fields import instant
from comity.words import Instant, Language

_KEPT = 64  # instruments in memory
_LIBRARIES = 6  # one for each language


class Instrument(models.Model):
    """An existing instrument in one language: the bytes imported."""

    short = models.CharField(max_length=40)
    slug = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    source = models.BinaryField()
    digest = models.CharField(max_length=64)
    articles = models.PositiveIntegerField()
    words = models.PositiveIntegerField()
    at: Instant = instant()
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["short", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug", "language"], name="one_instrument_a_language"),
        ]

    def __str__(self) -> str:
        return self.short

    @property
    def spoken(self) -> Language:
        """The language of the instrument."""
        return Language(self.language)


@dataclass(frozen=True, slots=True)
class _Which:
    """An instrument as the memory knows it."""

    pk: int
    digest: str


def instruments() -> QuerySet[Instrument]:
    """Every instrument, without its bytes."""
    return Instrument.objects.defer("source")


def instrument_of(slug: str, language: str) -> Instrument:
    """The instrument of that address, or ``Http404``."""
    row = instruments().filter(slug=slug, language=language).first()
    if row is None:
        raise Http404(slug)
    return row


def article_of(row: Instrument, number: str) -> Article:
    """The article of that number, or ``Http404``."""
    found = contents(row).article(number)
    if found is None:
        raise Http404(number)
    return found


def contents(row: Instrument) -> Read:
    """Read an instrument into its articles."""
    return _contents(_Which(row.pk, row.digest))


@lru_cache(maxsize=_KEPT)
def _contents(which: _Which) -> Read:
    row = Instrument.objects.get(pk=which.pk)
    return Read(row.short, row.title, read_articles(parse(read(bytes(row.source)))))


def library(language: str) -> Library:
    """The instruments in ``language``, made ready to be compared with."""
    rows = instruments().filter(language=language).values_list("pk", "digest")
    return _library(tuple(_Which(*row) for row in rows))


@lru_cache(maxsize=_LIBRARIES)
def _library(which: tuple[_Which, ...]) -> Library:
    return Library.of([_contents(each) for each in which])


def draft_article(row: Draft, key: str) -> Article:
    """The article of a draft under negotiation whose lasting identity is ``key``, or ``Http404``."""
    named = identified(row)
    place = named.places().get(key)
    found = next((each for each in draft_articles(row) if each.place == place), None)
    if found is None:
        raise Http404(key)
    return found


def draft_articles(row: Draft) -> tuple[Article, ...]:
    """The articles of a draft under negotiation."""
    return _draft_articles(row.pk, row.digest)


@lru_cache(maxsize=_KEPT)
def _draft_articles(pk: int, _digest: str) -> tuple[Article, ...]:
    return read_articles(identified(Draft.objects.defer("source").get(pk=pk)).draft)


def matched(row: Draft) -> tuple[tuple[Article, str, Match | None], ...]:
    """Each article of a draft, its lasting identity, and what of the library in its language is nearest to it."""
    which = instruments().filter(language=row.language).values_list("pk", "digest")
    return _matched(row.pk, row.digest, tuple(_Which(*each) for each in which))


@lru_cache(maxsize=_LIBRARIES)
def _matched(pk: int, digest: str, which: tuple[_Which, ...]) -> tuple[tuple[Article, str, Match | None], ...]:
    shelf, ids = _library(which), identified(Draft.objects.defer("source").get(pk=pk)).ids
    return tuple(
        (article, ids[article.place], next(iter(shelf.nearest(article.words, count=1)), None))
        for article in _draft_articles(pk, digest)
    )
