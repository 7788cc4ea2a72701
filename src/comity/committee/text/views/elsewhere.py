"""A returned proposal whose provision is gone: its sponsor says where it is proposed again, and its words are kept."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comity.access import require
from comity.committee.text.forms import ElsewhereForm, Ground
from comity.committee.text.models import Negotiating, log_of, text_of
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation.rebasing import homeless
from comity.committee.text.rules.negotiation.seats import DRAFT, Seat
from comity.committee.text.rules.words import joined
from comity.committee.text.views.differing import compared
from comity.committee.text.views.places import direction_of
from comity.committee.text.views.seating import Seated
from comity.node.middleware import actor_of
from comity.node.reader import reader
from comity.reference.states import holder_name


@require_safe
def choose_place(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask where the words of a proposal are to stand; lead to the form that proposes them there."""
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    require(ACCESS, actor, DRAFT, Seat(Seated.of(actor).seat))
    found = homeless(here.text.negotiation, number)
    if found is None:
        raise Http404(str(number))
    sent = request.GET if "place" in request.GET else None
    form = ElsewhereForm(sent, text=here.text, initial={"place": _nearest(here, number)})
    if form.is_valid():
        address = reverse("text:do", args=[slug, form.provision.id, form.cleaned_data["what"]])
        return redirect(f"{address}?again={number}")
    gone = here.text.negotiation.provisions[here.text.negotiation.where[number]]
    facts = {
        "text": here.row.text,
        "number": number,
        "by": holder_name(found.by, reader()),
        "reads": compared(gone.words, found.whole) if gone.words != found.whole else joined(found.whole),
        "form": form,
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
    }
    return render(request, "text/elsewhere.html", facts, status=422 if sent else 200)


def _nearest(here: Negotiating, number: int) -> str:
    """The innermost division around the provision that is gone, of those that stand."""
    now = here.text.negotiation
    around = now.above(now.where[number])
    return next((each for each in around if now.provisions[each].stands), "")


def filled_in(ground: Ground, what: str, number: str) -> dict[str, Any]:
    """What the form of an act begins with if it is to propose such a proposal again: its words, and where they go."""
    found = homeless(ground.now, int(number)) if number.isdecimal() else None
    if found is None:
        return {}
    if what == "new-provision":
        return {"words": joined(found.whole), "kind": str(found.kind)}
    last = max(0, len(ground.provision.words) - 1)
    return {"words": joined(found.words), "how": "after", "first": last, "last": last}
