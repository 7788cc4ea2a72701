"""The page on which the words of a provision are given in another language, and confirmed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.access import require
from comity.committee.text.forms import ExpressionForm
from comity.committee.text.models import Negotiating, log_of, text_of
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation.acts import CHAIR
from comity.committee.text.rules.negotiation.expressions import Consistency, consistency
from comity.committee.text.rules.negotiation.seats import EXPRESS, Seat
from comity.committee.text.rules.negotiation.state import Provision
from comity.committee.text.rules.words import joined
from comity.committee.text.services import Said, enter_all
from comity.committee.text.views.languages import CONSISTENCIES
from comity.committee.text.views.places import direction_of, heading_of
from comity.committee.text.views.refusing import told
from comity.errors import ComityError
from comity.node.middleware import actor_of
from comity.node.reader import languages
from comity.words import Language


@require_http_methods(["GET", "HEAD", "POST"])
def express(request: HttpRequest, slug: str, language: str, key: str) -> HttpResponse:
    """Show a provision beside its words in another language; take new words, and their confirmation."""
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    require(ACCESS, actor, EXPRESS, Seat(CHAIR))
    now, spoken = here.text.negotiation, Language(language)
    provision = now.provisions.get(key)
    if provision is None or not provision.stands or not provision.words or spoken is now.language:
        raise Http404(key)
    found = provision.expressions.get(spoken)
    initial = {"words": joined(found.words) if found else "", "seen": now.entries}
    if request.method != "POST":
        return _shown(request, here, provision, spoken, ExpressionForm(initial=initial))
    form = ExpressionForm(request.POST, initial=initial)
    if not form.is_valid():
        return _shown(request, here, provision, spoken, form, status=422)
    if acts := form.acts(key, spoken):
        try:
            enter_all(actor, here.row.text, acts, Said(CHAIR))
        except ComityError as error:
            again = ExpressionForm(initial={**initial, "words": form.cleaned_data["words"]})
            return _shown(request, here, provision, spoken, again, refused=error, status=409)
        messages.success(request, _("The words in this language are entered."))
    return redirect("text:expressions", slug, language)


def _shown(
    request: HttpRequest,
    here: Negotiating,
    provision: Provision,
    spoken: Language,
    form: ExpressionForm,
    *,
    refused: ComityError | None = None,
    status: int = 200,
) -> HttpResponse:
    state = consistency(here.text.negotiation, provision, spoken)
    names = dict(languages())
    facts = {
        "text": here.row.text,
        "key": provision.id,
        "heading": heading_of(next(here.text.lines(provision.id)), here),
        "words": joined(provision.words),
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
        "other": spoken,
        "name": names[spoken],
        "own_name": names[here.text.negotiation.language],
        "label": CONSISTENCIES[state],
        "confirmed": state is Consistency.CONFIRMED,
        "form": form,
        "told": told(refused, here) if refused else None,
    }
    return render(request, "text/express.html", facts, status=status)
