"""The page of one article under negotiation, and the small forms that stand on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comity.committee.text.forms import ActForm
from comity.committee.text.models import log_of, text_of
from comity.committee.text.rules.negotiation import history
from comity.committee.text.rules.negotiation.acts import Comment
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.progress import Shares, measured
from comity.committee.text.services import enter
from comity.committee.text.views import rolling
from comity.committee.text.views.labels import STANCES, STATES_OF_TEXT
from comity.committee.text.views.pages import actor_of, reader
from comity.committee.text.views.panel import cards_of
from comity.committee.text.views.places import direction_of, heading_of, lines_of
from comity.committee.text.views.rendering import names
from comity.committee.text.views.seating import may_do, seat_of
from comity.errors import ComityError
from comity.reference.refusals import sentence
from comity.reference.states import holder_name


@require_safe
def show_article(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one article as it stands now, with every bracket, every proposal, and the forms to act on them."""
    return _page(request, slug, key)


def _page(
    request: HttpRequest,
    slug: str,
    key: str,
    *,
    refused: ComityError | None = None,
    typed: ActForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    lines = lines_of(here, key)
    seat = seat_of(actor)
    holder, status = request.GET.get("holder", ""), request.GET.get("status", "")
    spoken, language = here.text.negotiation.language, reader()
    everyone = frozenset().union(*(rolling.holders_of(line.marks) for line in lines))
    kept = [line for line in lines if _kept(line, holder, status)]
    told = sentence(refused, language) if refused else None
    facts = {
        "row": here.row,
        "text": here.row.text,
        "key": key,
        "article": lines[0],
        "heading": heading_of(lines[0], here),
        "shares": sum((measured(line) for line in lines), Shares()),
        "lines": [rolling.shown(line, spoken, language, {holder} - {""}) for line in kept],
        "hidden": len(lines) - len(kept),
        "cards": [card for line in lines for card in cards_of(here, line.provision, seat)],
        "comments": [
            (each, names((each.by,), language, ", "))
            for line in lines
            for each in history.of_provision(here.text.negotiation, here.log, line.provision.id)
            if isinstance(each.act, Comment)
        ],
        "holders": sorted((holder_name(code, language), code) for code in everyone),
        "holder": holder,
        "status": status,
        "states": list(STATES_OF_TEXT.items()),
        "stances": list(STANCES.items()),
        "seen": here.text.negotiation.entries,
        "language": spoken,
        "direction": direction_of(here),
        "seat": seat,
        "may": may_do(actor, seat),
        "told": told,
        "typed": typed.data if typed else {},
    }
    return render(request, "text/rolling.html", facts, status=422 if refused else 200)


def _kept(line: Line, holder: str, status: str) -> bool:
    if holder and holder not in rolling.holders_of(line.marks) | set(line.sponsors) | set(line.against):
        return False
    return not status or rolling.state_of(line) == status


@require_POST
def act(request: HttpRequest, slug: str, key: str, provision: str) -> HttpResponse:
    """Do what one of the small forms asks for; on a refusal show the article again, with what was typed."""
    actor = actor_of(request)
    text = text_of(slug)
    here = log_of(actor, text)
    if provision not in here.text.negotiation.provisions:
        raise Http404(provision)
    form = ActForm(request.POST)
    if not form.is_valid():
        raise Http404(provision)
    try:
        wanted = form.acts(here.text.negotiation.provisions[provision])
        entries = [enter(actor, text, each, form.said()) for each in wanted]
    except ComityError as error:
        return _page(request, slug, key, refused=error, typed=form)
    done = ngettext("{count} act is entered.", "{count} acts are entered.", len(entries))
    messages.success(request, done.format(count=len(entries)))
    now = log_of(actor, text).text.negotiation.provisions[key]
    return redirect("text:rolling", slug, key) if now.stands else redirect("text:negotiation", slug)
