"""To take away: drafts in each form, as Word what changed since an earlier one, and the text under negotiation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comity.committee.text.models import Draft, draft_of, identified, log_of, text_of
from comity.committee.text.rules.akoma_ntoso import Origin
from comity.committee.text.rules.interchange import Form, give, give_changes
from comity.committee.text.rules.negotiation.acts import ROOT
from comity.committee.text.rules.papers.giving import PaperForm
from comity.committee.text.services import AGAIN, Underway, ask_for
from comity.committee.text.views.places import lines_of
from comity.committee.text.views.sifting import chosen
from comity.errors import ComityError
from comity.node.live.sheets import seen_version
from comity.node.middleware import actor_of
from comity.node.reader import reader
from comity.reference.refusals import sentence
from comity.reference.states import holder_name
from comity.words import Language

_CHAIR = "CHAIR"


@require_safe
def take_away(request: HttpRequest, slug: str, language: str, number: int, form: str) -> HttpResponse:
    """Give a draft in ``form``, its brackets and their holders with it."""
    row = draft_of(actor_of(request), slug, language, number)
    named = identified(row)
    written = give(named.draft, Form(form), origin(row), ids=named.ids, at=row.at)
    return _file(written, Form(form), f"{slug}-{language}-{number}")


@require_safe
def take_changes(request: HttpRequest, slug: str, language: str, number: int, since: int) -> HttpResponse:
    """Give as Word what a draft changes in an earlier one, tracked under the name of the Chair."""
    if since >= number:
        raise Http404(slug)
    actor = actor_of(request)
    old, new = (draft_of(actor, slug, language, each) for each in (since, number))
    written = give_changes(
        identified(old).draft,
        identified(new).draft,
        origin(new),
        author=holder_name(_CHAIR, Language(language)),
        at=new.at,
    )
    return _file(written, Form.WORD, f"{slug}-{language}-{since}-{number}")


@require_safe
def take_negotiated(request: HttpRequest, slug: str, form: str, key: str = ROOT) -> HttpResponse:
    """Give what is on the table, or on the screen: the whole text or one article, as far as the filters keep it."""
    here = log_of(actor_of(request), text_of(slug))
    if key:
        lines_of(here, key)
    wanted, since = PaperForm(form), seen_version(request.GET.get("entries", ""))
    facts = {"row": here.row, "text": here.row.text, "key": key, "form": form}
    try:
        paper = ask_for(here, wanted, top=key, choice=chosen(request), entries=since)
    except ComityError as error:
        told = sentence(error, reader())
        return render(request, "text/not_taken.html", {**facts, "told": told}, status=503)
    if isinstance(paper.found, Underway):
        answer = render(request, "text/making.html", {**facts, "underway": paper.found}, status=202)
        asked = request.GET.copy()
        asked["entries"] = str(paper.entries)
        answer["Refresh"] = f"{AGAIN}; url={request.path}?{asked.urlencode()}"
        return answer
    name = "-".join(part for part in (slug, key, str(paper.entries)) if part)
    return _file(paper.found, wanted, name)


def origin(row: Draft) -> Origin:
    """Where a draft comes from."""
    return Origin(row.text.slug, row.number, row.spoken, str(row.at)[:10])


def _file(written: bytes, form: Form | PaperForm, name: str) -> HttpResponse:
    answer = HttpResponse(written, content_type=form.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
