"""Operations on the text: texts, drafts, articles, figures, convergence, import. What is published needs no sign-in."""

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from comity.access import ANONYMOUS, Actor
from comity.committee.text.models import (
    Draft,
    Wording,
    draft_of,
    follow_text,
    history,
    identified,
    standings,
    text_of,
)
from comity.committee.text.rules.figures import Figures
from comity.committee.text.services import import_draft
from comity.words import Language

router = Router(auth=None, tags=["text"])


class FiguresTold(Schema):
    """How far words are agreed; shares from 0 to 1."""

    words: int
    in_brackets: int
    in_options: int
    open: int
    ad_referendum: int
    share_in_brackets: float
    share_open: float
    brackets: int
    depth: int
    options: int
    alternatives: int
    placeholders: int


class DraftTold(Schema):
    """One draft and its figures."""

    text: str
    title: str
    language: str
    number: int
    at: str
    published: bool
    digest: str
    figures: FiguresTold


class ProvisionTold(Schema):
    """One provision of a draft; figures include what stands under it."""

    id: str
    kind: str
    number: str
    heading: str
    line: int
    figures: FiguresTold


class ArticleTold(ProvisionTold):
    """An article with its characters, exactly as imported."""

    source: str


class ImbalanceTold(Schema):
    """A bracket without partner."""

    sign: str
    line: int
    column: int


class DraftInFull(DraftTold):
    """One draft with its articles and its brackets without partner."""

    articles: list[ProvisionTold]
    imbalances: list[ImbalanceTold]


class StageTold(Schema):
    """One draft and what changed since the one before; articles by identity."""

    number: int
    figures: FiguresTold
    newly_agreed: list[str]
    newly_opened: list[str]
    still_open: list[str]
    new: list[str]
    dropped: list[str]


class FollowedTold(Schema):
    """One article through the drafts; null where it does not stand."""

    id: str
    heading: str
    share_open: list[float | None]
    words: list[int | None]


class ConvergenceTold(Schema):
    """A text through its drafts."""

    stages: list[StageTold]
    articles: list[FollowedTold]


class DraftGiven(Schema):
    """A draft to import."""

    source: str
    title: str = ""
    language: str = "en"
    publish: bool = False


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor = getattr(request, "actor", ANONYMOUS)
    return actor if isinstance(actor, Actor) else ANONYMOUS


@router.get("/", response=list[DraftTold])
def texts(request: HttpRequest) -> list[DraftTold]:
    """List the texts, each with its newest draft in each language."""
    return [_draft(standing.newest) for standing in standings(actor_of(request))]


@router.get("/{slug}/{language}/", response=list[DraftTold])
def drafts(request: HttpRequest, slug: str, language: str) -> list[DraftTold]:
    """List the drafts of a text in one language, the oldest first."""
    return [_draft(row) for row in history(actor_of(request), text_of(slug), Language(language))]


@router.get("/{slug}/{language}/convergence", response=ConvergenceTold)
def convergence(request: HttpRequest, slug: str, language: str) -> ConvergenceTold:
    """Follow a text through its drafts."""
    rows = history(actor_of(request), text_of(slug), Language(language))
    if not rows:
        raise Http404(slug)
    found = follow_text(rows)
    stages = [
        StageTold(
            number=row.number,
            figures=_figures(stage.figures),
            newly_agreed=list(stage.newly_agreed),
            newly_opened=list(stage.newly_opened),
            still_open=list(stage.still_open),
            new=list(stage.new),
            dropped=list(stage.dropped),
        )
        for row, stage in zip(rows, found.stages, strict=True)
    ]
    followed = [
        FollowedTold(
            id=one.id,
            heading=one.heading,
            share_open=[None if each is None else each.share_open for each in one.figures],
            words=[None if each is None else each.words for each in one.figures],
        )
        for one in found.articles
    ]
    return ConvergenceTold(stages=stages, articles=followed)


@router.get("/{slug}/{language}/{int:number}", response=DraftInFull)
def draft(request: HttpRequest, slug: str, language: str, number: int) -> DraftInFull:
    """Give one draft with its articles and its brackets without partner."""
    row = draft_of(actor_of(request), slug, Language(language), number)
    rows = row.wordings.select_related("provision").filter(article=True)
    lost = [
        ImbalanceTold(sign=each.sign, line=each.place.line, column=each.place.column)
        for each in identified(row).draft.imbalances()
    ]
    return DraftInFull(**_draft(row).dict(), articles=[_provision(each) for each in rows], imbalances=lost)


@router.get("/{slug}/{language}/{int:number}/{key}", response=ArticleTold)
def article(request: HttpRequest, slug: str, language: str, number: int, key: str) -> ArticleTold:
    """Give one provision of a draft, with all that stands under it, as it was imported."""
    row = draft_of(actor_of(request), slug, Language(language), number)
    wording = row.wordings.select_related("provision").filter(provision__key=key).first()
    if wording is None:
        raise Http404(key)
    whole = identified(row).draft
    last = whole.provisions[whole.provisions[wording.place].last]
    return ArticleTold(**_provision(wording).dict(), source=whole.source[wording.start : last.end])


@router.post("/", response={201: DraftTold})
def take(request: HttpRequest, given: DraftGiven) -> Status[DraftTold]:
    """Import a draft: the next of the text of that title, in that language."""
    row = import_draft(
        actor_of(request),
        source=given.source.encode("utf-8"),
        title=given.title,
        language=Language(given.language),
        published=given.publish,
    )
    return Status(201, _draft(row))


def _draft(row: Draft) -> DraftTold:
    return DraftTold(
        text=row.text.slug,
        title=row.text.title,
        language=row.language,
        number=row.number,
        at=str(row.at),
        published=row.published,
        digest=row.digest,
        figures=_figures(row.figures),
    )


def _provision(row: Wording) -> ProvisionTold:
    return ProvisionTold(
        id=row.provision.key,
        kind=row.kind,
        number=row.number,
        heading=row.heading,
        line=row.line,
        figures=_figures(row.figures),
    )


def _figures(figures: Figures) -> FiguresTold:
    return FiguresTold(**{name: getattr(figures, name) for name in FiguresTold.model_fields})
