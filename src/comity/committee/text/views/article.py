"""The page of one article under negotiation, and the small forms that stand on it."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comity.committee.text.forms import ActForm, WordsForm
from comity.committee.text.models import Negotiating, log_of, text_of
from comity.committee.text.rules.negotiation import history
from comity.committee.text.rules.negotiation.acts import Comment
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.negotiation.state import Provision
from comity.committee.text.rules.papers.choice import named_in
from comity.committee.text.services import enter
from comity.committee.text.views import shared
from comity.committee.text.views.catalogue import CATALOGUE, offered
from comity.committee.text.views.labels import STATES_OF_TEXT
from comity.committee.text.views.live import followed, streaming
from comity.committee.text.views.panel import Turn, turn_of
from comity.committee.text.views.places import direction_of, heading_of, lines_of
from comity.committee.text.views.refusing import told
from comity.committee.text.views.rendering import names
from comity.committee.text.views.seating import Seated
from comity.committee.text.views.sifting import Holders, chosen
from comity.errors import ComityError
from comity.node.middleware import actor_of
from comity.node.reader import reader


@require_safe
@streaming
def show_article(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one article as it stands now, with every bracket, every proposal, and the forms to act on them."""
    return _page(request, slug, key)


def _page(
    request: HttpRequest,
    slug: str,
    key: str,
    *,
    refused: ComityError | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    lines = lines_of(here, key)
    seated = Seated.of(actor)
    choice, spoken, language = chosen(request), here.text.negotiation.language, reader()
    everyone = {holder for line in lines for holder in named_in(line)}
    kept = [line for line in lines if choice.keeps(line)]
    facts = {
        "row": here.row,
        "text": here.row.text,
        "key": key,
        "article": lines[0],
        "heading": heading_of(lines[0], here),
        "standing": SafeString(shared.standing(here, lines).render()),
        "base": reverse("text:negotiation", args=[slug]),
        "lines": list(_lines(here, kept, seated, choice.holder)),
        "hidden": len(lines) - len(kept),
        "cards": list(_cards(here, lines, seated)),
        "comments": [
            (each, names((each.by,), language))
            for line in lines
            for each in history.of_provision(here.text.negotiation, here.log, line.provision.id)
            if isinstance(each.act, Comment)
        ],
        "holders": Holders.of(everyone, language),
        "choice": choice,
        "states": list(STATES_OF_TEXT.items()),
        "language": spoken,
        "direction": direction_of(here),
        "live": followed(request, here.row, key),
        "seat": seated.seat,
        "may": seated,
        "told": told(refused, here) if refused else None,
        "form": _blank(here, lines, seated),
        "deed": CATALOGUE["words"],
    }
    return render(request, "text/rolling.html", facts, status=422 if refused else 200)


def _lines(
    here: Negotiating, kept: Sequence[Line], seated: Seated, holder: str
) -> Iterator[tuple[SafeString, Provision, str, list[tuple[str, str]]]]:
    """Each provision as all read it, what it is, its number, and the acts that this reader is offered on it."""
    now = here.text.negotiation
    links = {what: str(each.link) for what, each in CATALOGUE.items()}
    for line, piece in zip(kept, shared.law(here, kept, holder), strict=True):
        offers = [(what, links[what]) for what, _each in offered(now, line.provision, seated.deeds)]
        yield SafeString(piece.render()), line.provision, printed(line.number, now.language), offers


def _cards(
    here: Negotiating, lines: Sequence[Line], seated: Seated
) -> Iterator[tuple[SafeString, Turn | None, SafeString]]:
    """Each card as all read it, up to where it ends, and what this reader may have to do with it."""
    pieces = shared.cards(here, lines, shared.CARD)
    for (provision, each), piece in zip(shared.opened(lines), pieces, strict=True):
        card = SafeString(piece.render().removesuffix(shared.END))
        if seated.stand:
            turn = turn_of(provision, each, seated.seat)
            yield card, turn, SafeString(shared.buttons(turn, for_all=seated.speak_for_all))
        else:
            yield card, None, SafeString()


def _blank(here: Negotiating, lines: list[Line], seated: Seated) -> WordsForm | None:
    """The form that a script fills with the words selected in the text; none for who may not propose."""
    if not seated.draft:
        return None
    form = WordsForm(ground=seated.ground(here, lines[0].provision))
    form.fields.pop("instead_of", None)
    form.choose("first").choices = form.choose("last").choices = []
    return form


@require_POST
@streaming
def act(request: HttpRequest, slug: str, key: str, provision: str) -> HttpResponse:
    """Do what one of the small forms asks for; on a refusal show the article again, and why."""
    actor = actor_of(request)
    text = text_of(slug)
    here = log_of(actor, text)
    if provision not in here.text.negotiation.provisions:
        raise Http404(provision)
    form = ActForm(request.POST)
    if not form.is_valid():
        raise Http404(provision)
    try:
        enter(actor, text, form.act(), form.said())
    except ComityError as error:
        return _page(request, slug, key, refused=error)
    done = ngettext("{count} act is entered.", "{count} acts are entered.", 1)
    messages.success(request, done.format(count=1))
    if form.cleaned_data["back"]:
        back, page = form.cleaned_data["back"], form.cleaned_data["page"]
        return redirect(reverse("text:carried", args=[slug, back]) + (f"?page={page}" if page else ""))
    now = log_of(actor, text).text.negotiation.provisions[key]
    return redirect("text:rolling", slug, key) if now.stands else redirect("text:negotiation", slug)
