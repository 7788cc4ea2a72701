"""Operations on papers: the text under negotiation as a file, and papers with proposals that are brought to it."""

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status

from comity.committee.text.api.entries import EntryTold, entry_told
from comity.committee.text.models import log_of, numbered, text_of
from comity.committee.text.rules.markup import fits
from comity.committee.text.rules.negotiation.acts import ROOT
from comity.committee.text.rules.papers.choice import Choice
from comity.committee.text.rules.papers.coming import table_of
from comity.committee.text.rules.papers.giving import PaperForm
from comity.committee.text.services import (
    AGAIN,
    Brought,
    Underway,
    ask_for,
    bring,
    express_draft,
    weigh,
    weigh_draft,
)
from comity.node.middleware import actor_of
from comity.words import Language

router = Router(auth=None, tags=["text"])
_FILES = {form.media_type: {"schema": {"type": "string", "format": "binary"}} for form in PaperForm}


class UnmadeTold(Schema):
    """What of a paper was not entered: whose it is, its words, and why."""

    author: str
    words: str
    why: str


class PaperTold(Schema):
    """What became of a paper: what was entered, what stood already, what was left, what a text has no sign for."""

    entered: list[EntryTold]
    asked: int
    known: int
    left: list[UnmadeTold]
    unplaced: dict[str, int]


class UnderwayTold(Schema):
    """A paper that is being made: where to ask for it again; seconds, pages set, and papers that are made before it."""

    address: str
    seconds: int
    pages: int
    before: int


@router.get(
    "/{slug}/negotiation/text.{form}",
    response={202: UnderwayTold},
    openapi_extra={"responses": {200: {"description": "The file.", "content": _FILES}}},
)
def negotiation_paper(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    form: PaperForm,
    provision: str = ROOT,
    holder: str = "",
    status: str = "",
    entries: int = 0,
) -> HttpResponse | Status[UnderwayTold]:
    """Give the negotiating text, or one provision with what stands under it, as a file.

    What takes longer than a second is made beside: the answer is then 202, and its address gives the file once it is
    made, of the text after the same entries.
    """
    here = log_of(actor_of(request), text_of(slug))
    paper = ask_for(here, form, top=provision, choice=Choice(holder, status), entries=entries)
    if not isinstance(paper.found, Underway):
        return HttpResponse(paper.found, content_type=form.media_type)
    asked = request.GET.copy()
    asked["entries"] = str(paper.entries)
    response["Location"] = f"{request.path}?{asked.urlencode()}"
    response["Retry-After"] = str(AGAIN)
    far = paper.found
    return Status(
        202,
        UnderwayTold(address=response["Location"], seconds=far.seconds, pages=far.pages, before=far.before),
    )


@router.post("/{slug}/negotiation/papers", response={200: PaperTold, 201: PaperTold})
def bring_paper(
    request: HttpRequest,
    slug: str,
    file: File[UploadedFile],
    authors: Form[str] = "{}",
    meeting: Form[str] = "",
    document: Form[str] = "",
    *,
    only_show: Form[bool] = False,
) -> Status[PaperTold]:
    """Bring a paper: Word, brackets or Akoma Ntoso; ``authors`` is JSON, names in the file to States."""
    fits(file.size or 0)
    actor, text, raw, names = actor_of(request), text_of(slug), bytes(file.read()), table_of(authors)
    if only_show:
        return Status(200, _paper(weigh(actor, text, raw, names=names)))
    return Status(201, _paper(bring(actor, text, raw, names=names, meeting=meeting, document=document)))


class DraftGiven(Schema):
    """A draft in another language, and the draft in the language of the text that it translates; 0 is the newest."""

    language: str
    draft: int = 0
    of: int = 0
    only_show: bool = False


class LeftTold(Schema):
    """Words of a draft that are not taken: where they stand in it, and why, or which refusal met them."""

    line: int
    number: str
    words: str
    why: str


class RenderedTold(Schema):
    """What a draft gives a negotiation in its language: provisions, entries, what stood, what is left or missing."""

    gives: int
    entered: list[EntryTold]
    known: int
    left: list[LeftTold]
    without: list[str]


@router.post("/{slug}/negotiation/expressions", response={200: RenderedTold, 201: RenderedTold})
def give_draft(request: HttpRequest, slug: str, given: DraftGiven) -> Status[RenderedTold]:
    """Let a draft in another language give each provision its words, wherever the text says what was translated."""
    actor, text = actor_of(request), text_of(slug)
    own = log_of(actor, text).text.negotiation.language
    draft = numbered(actor, text, Language(given.language), given.draft)
    original = numbered(actor, text, own, given.of)
    found = (weigh_draft if given.only_show else express_draft)(actor, draft, original)
    told = RenderedTold(
        gives=len(found.given.placed),
        entered=[entry_told(each) for each in found.entered],
        known=found.given.known,
        left=[
            LeftTold(line=each.line, number=each.number, words=each.words, why=each.why) for each in found.left
        ],
        without=list(found.given.without),
    )
    return Status(200 if given.only_show else 201, told)


def _paper(found: Brought) -> PaperTold:
    return PaperTold(
        entered=[entry_told(each) for each in found.entered],
        asked=len(found.asked.made),
        known=found.asked.known,
        left=[UnmadeTold(author=each.author, words=each.words, why=each.why) for each in found.left],
        unplaced=dict(found.unplaced),
    )
