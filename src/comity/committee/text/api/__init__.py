"""Operations on the text: texts, drafts, articles, figures, convergence, import. What is published needs no sign-in."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.responses import Status

from comity.committee.text.api import papers
from comity.committee.text.api.entries import EntryTold, entry_told
from comity.committee.text.api.reading import FiguresTold, figures_told, reading
from comity.committee.text.models import (
    Draft,
    Wording,
    draft_of,
    history,
    identified,
    log_of,
    standings,
    text_of,
)
from comity.committee.text.rules.negotiation.codec import act_from_json
from comity.committee.text.rules.negotiation.consolidation import Line, consolidate
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.negotiation.printing import marked
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.rules.words import joined
from comity.committee.text.services import Said, enter, import_draft
from comity.node.middleware import actor_of
from comity.words import Language

router = Router(auth=None, tags=["text"])
router.add_router("", papers.router)
router.add_router("", reading)


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


class DraftGiven(Schema):
    """A draft to import."""

    source: str
    title: str = ""
    language: str = "en"
    publish: bool = False


class LineTold(Schema):
    """One provision of a negotiating text; ``marked`` is its words with their brackets and holders."""

    id: str
    kind: str
    number: str
    depth: int
    words: str
    marked: str
    proposed: bool
    agreed: bool
    sponsors: list[str]
    open: int


class NegotiationTold(Schema):
    """A negotiating text after so many entries, every provision in its place."""

    text: str
    language: str
    draft: int
    entries: int
    adopted: bool
    lines: list[LineTold]


class ActGiven(Schema):
    """An act to enter, in whose name; ``act`` is an object whose ``act`` names its kind, such as ``propose``."""

    by: str
    act: dict[str, Any]
    meeting: str = ""
    document: str = ""


@router.get("/", response=list[DraftTold])
def texts(request: HttpRequest) -> list[DraftTold]:
    """List the texts, each with its newest draft in each language."""
    return [_draft(standing.newest) for standing in standings(actor_of(request))]


@router.get("/{slug}/negotiation/", response=NegotiationTold)
def negotiation(request: HttpRequest, slug: str, after: int | None = None) -> NegotiationTold:
    """Give the negotiating text as it stands, or as it stood after an earlier entry."""
    here = log_of(actor_of(request), text_of(slug))
    found = here.text if after is None else consolidate(here.log, after)
    now = found.negotiation
    return NegotiationTold(
        text=slug,
        language=now.language,
        draft=now.draft,
        entries=now.entries,
        adopted=bool(now.adopted),
        lines=[_line(line, now.language) for line in found.lines()],
    )


@router.get("/{slug}/negotiation/log", response=list[EntryTold])
def negotiation_log(request: HttpRequest, slug: str, since: int = 0, most: int = 1000) -> list[EntryTold]:
    """List the entries of the log that came after the entry ``since``, at most ``most`` of them."""
    here = log_of(actor_of(request), text_of(slug))
    return [entry_told(each) for each in here.log[max(0, since) : max(0, since) + min(most, 1000)]]


@router.post("/{slug}/negotiation/log", response={201: EntryTold})
def enter_act(request: HttpRequest, slug: str, given: ActGiven) -> Status[EntryTold]:
    """Enter one act: propose, take a position, place or lift brackets, decide, agree, reopen, comment."""
    act = act_from_json(given.act, read_words)
    entry = enter(actor_of(request), text_of(slug), act, Said(given.by, given.meeting, given.document))
    return Status(201, entry_told(entry))


@router.get("/{slug}/{language}/", response=list[DraftTold])
def drafts(request: HttpRequest, slug: str, language: str) -> list[DraftTold]:
    """List the drafts of a text in one language, the oldest first."""
    return [_draft(row) for row in history(actor_of(request), text_of(slug), Language(language))]


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
        figures=figures_told(row.figures),
    )


def _provision(row: Wording) -> ProvisionTold:
    return ProvisionTold(
        id=row.provision.key,
        kind=row.kind,
        number=row.number,
        heading=row.heading,
        line=row.line,
        figures=figures_told(row.figures),
    )


def _line(line: Line, language: Language) -> LineTold:
    provision = line.provision
    return LineTold(
        id=provision.id,
        kind=provision.kind,
        number=printed(line.number, language),
        depth=line.depth,
        words=joined(provision.words),
        marked=marked(line.marks),
        proposed=line.proposed,
        agreed=bool(provision.agreed),
        sponsors=list(line.sponsors),
        open=sum(each.is_open for each in provision.everything()),
    )
