"""The page on which a paper with proposals is brought to a negotiation, and which tells what became of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from comity.committee.text.forms import PaperForm
from comity.committee.text.models import log_of, text_of
from comity.committee.text.rules.negotiation.codec import name_of
from comity.committee.text.rules.papers.coming import Made, Unmade, Why
from comity.committee.text.services import Brought, bring, weigh
from comity.committee.text.views.labels import ACTS
from comity.committee.text.views.rendering import names
from comity.errors import ComityError
from comity.node.middleware import actor_of
from comity.node.reader import reader, told as refusal
from comity.reference.refusals import sentence

REASONS: Mapping[str, Promise] = {
    Why.NO_SUCH_PROVISION: _("The text has no provision of these words."),
    Why.NO_SUCH_PROPOSAL: _("What it would amend was not made a proposal."),
    Why.NUMBER_CHANGED: _("A number was changed; numbers follow from the order of the text."),
    Why.BRACKETS_APART: _("A bracket has no partner in the same words."),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """How many acts of one kind a State or group asks for."""

    who: str
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Left:
    """What was not entered, and why."""

    who: str
    words: str
    reason: str


@require_http_methods(["GET", "HEAD", "POST"])
def bring_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a paper, show what it asks for or enter it, and tell what could not be placed."""
    actor = actor_of(request)
    text = text_of(slug)
    here = log_of(actor, text)
    form = PaperForm(request.POST or None, request.FILES or None)
    found: Brought | None = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            if told["only_show"]:
                found = weigh(actor, text, form.raw(), names=told["authors"])
            else:
                where = {name: told[name] for name in ("meeting", "document")}
                found = bring(actor, text, form.raw(), names=told["authors"], **where)
        except ComityError as error:
            form.add_error("file", refusal(error))
    facts = {
        "row": here.row,
        "text": text,
        "form": form,
        "found": found,
        "counted": _counted(found) if found else (),
        "left": [_left(each) for each in found.left] if found else (),
    }
    return render(request, "text/bring.html", facts, status=422 if form.errors else 200)


def _counted(found: Brought) -> Sequence[Counted]:
    """What is asked for, or was entered, by State and kind of act."""
    made = [Made(each.by, each.act) for each in found.entered] if found.entered else found.asked.made
    counts = Counter((each.by, name_of(each.act)) for each in made)
    return [Counted(names((by,), reader()), _said(kind), count) for (by, kind), count in sorted(counts.items())]


def _said(kind: str) -> str:
    return str(ACTS.get(kind, kind))


def _left(each: Unmade) -> Left:
    reason = sentence(each.error, reader()).says if each.error else str(REASONS.get(each.why, each.why))
    return Left(each.author, each.words, reason)
