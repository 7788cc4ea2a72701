"""Operations on the library of instruments: list, read, compare with it, measure, add. Reading needs no sign-in."""

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from comity.access import require
from comity.committee.instruments.models import (
    Instrument,
    contents,
    draft_article,
    instrument_of,
    instruments,
    library,
)
from comity.committee.instruments.rules.access import ACCESS, READ
from comity.committee.instruments.rules.measuring import measure
from comity.committee.instruments.rules.report import match_report, quality_report
from comity.committee.instruments.services import import_instrument
from comity.committee.text.models import draft_of
from comity.node.middleware import actor_of
from comity.reference.scope_elements import elements_of
from comity.words import Language

router = Router(auth=None, tags=["instruments"])


class InstrumentTold(Schema):
    """An instrument in one language."""

    short: str
    slug: str
    language: str
    title: str
    articles: int
    words: int
    at: str
    digest: str


class ClauseTold(Schema):
    """A provision of an article, in plain words."""

    label: str
    words: str


class InstrumentArticleTold(Schema):
    """An article of an instrument, and the elements of the committee's comparison that it bears on."""

    number: str
    title: str
    elements: list[int]
    clauses: list[ClauseTold]


class InstrumentInFull(InstrumentTold):
    """An instrument with its articles."""

    contents: list[InstrumentArticleTold]


class PieceTold(Schema):
    """Words that were kept, deleted or inserted."""

    fate: str
    words: str


class RowTold(Schema):
    """A clause of the existing article, of the new one, or of both."""

    old: str | None
    new: str | None
    pieces: list[PieceTold]


class NearTold(Schema):
    """An article near to the one asked about; nearness and likeness from 0 to 1."""

    citation: str
    title: str
    nearness: float
    faint: bool
    because: list[str]
    likeness: float
    rows: list[RowTold]


class QualityTold(Schema):
    """How good the matching is from one instrument to another, on articles of the same title."""

    source: str
    target: str
    articles: int
    labels: int
    declared: int
    declared_in_all: int
    right: int
    precision: float | None
    recall: float | None
    strict_precision: float | None
    recall_among_three: float | None


class InstrumentGiven(Schema):
    """An instrument to add."""

    short: str
    source: str
    title: str = ""
    language: str = "en"


@router.get("/", response=list[InstrumentTold])
def every(request: HttpRequest) -> list[InstrumentTold]:
    """List the instruments."""
    require(ACCESS, actor_of(request), READ)
    return [_told(row) for row in instruments()]


@router.get("/{language}/{slug}", response=InstrumentInFull)
def one_instrument(request: HttpRequest, language: str, slug: str) -> InstrumentInFull:
    """Give one instrument with its articles."""
    require(ACCESS, actor_of(request), READ)
    row = instrument_of(slug, Language(language))
    articles = [
        InstrumentArticleTold(
            number=each.number,
            title=each.title,
            elements=[element.number for element in elements_of(row.short, each.number)],
            clauses=[ClauseTold(label=clause.label, words=clause.words) for clause in each.clauses],
        )
        for each in contents(row).articles
    ]
    return InstrumentInFull(**_told(row).dict(), contents=articles)


@router.get("/nearest/{text}/{language}/{int:number}/{key}", response=list[NearTold])
def nearest(request: HttpRequest, text: str, language: str, number: int, key: str) -> list[NearTold]:
    """Give the articles nearest to one of a draft under negotiation, each with what the draft changes."""
    actor = actor_of(request)
    require(ACCESS, actor, READ)
    article = draft_article(draft_of(actor, text, Language(language), number), key)
    return [
        NearTold.model_validate(match_report(match, article))
        for match in library(language).nearest(article.words)
    ]


@router.get("/measure/{language}/{source}/{target}", response=QualityTold)
def quality(request: HttpRequest, language: str, source: str, target: str) -> QualityTold:
    """Measure the matching from one instrument to another."""
    require(ACCESS, actor_of(request), READ)
    one, other = (contents(instrument_of(slug, Language(language))) for slug in (source, target))
    return QualityTold.model_validate(quality_report(measure(one, other)))


@router.post("/", response={201: InstrumentTold})
def add(request: HttpRequest, given: InstrumentGiven) -> Status[InstrumentTold]:
    """Add an instrument to the library."""
    row = import_instrument(
        actor_of(request),
        source=given.source.encode("utf-8"),
        short=given.short,
        title=given.title,
        language=Language(given.language),
    )
    return Status(201, _told(row))


def _told(row: Instrument) -> InstrumentTold:
    return InstrumentTold(
        short=row.short,
        slug=row.slug,
        language=row.language,
        title=row.title,
        articles=row.articles,
        words=row.words,
        at=str(row.at),
        digest=row.digest,
    )
