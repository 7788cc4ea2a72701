"""The room screen: what the secretariat points at, in large type, for the room and for whoever follows from afar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.access import permits
from comity.committee.text.models import Negotiating, log_of, text_of
from comity.committee.text.rules.access import ACCESS, SHOW
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.display import displayed, neighbours
from comity.committee.text.services import show_in_room
from comity.committee.text.views.live import ROOM, display_of, followed, sheet_of, streaming, version_of
from comity.committee.text.views.places import PAGES, direction_of, heading_of, page_of
from comity.errors import ComityError
from comity.node.middleware import actor_of
from comity.node.reader import reader
from comity.reference.refusals import sentence

_POINTED = frozenset(
    {Kind.PREAMBULAR, Kind.PARAGRAPH, Kind.SUBPARAGRAPH, Kind.ITEM, Kind.UNNUMBERED, Kind.OPTION}
)


@require_safe
@streaming
def show_room(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the room sees; to the secretariat also how to point elsewhere."""
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    regions = sheet_of(here.row.text, ROOM, version_of(here.row)).regions or {}
    leads = permits(ACCESS, actor, SHOW)
    facts = {
        "row": here.row,
        "text": here.row.text,
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
        "regions": {name: region.pieces for name, region in regions.items()},
        "live": followed(request, here.row, ROOM),
        "leads": leads,
        **(_places(here) if leads else {}),
    }
    return render(request, "text/room.html", facts)


def _places(here: Negotiating) -> dict[str, object]:
    """Where the secretariat may point from here."""
    display = display_of(here.row.text)
    first, last = (display.first, display.last) if display else ("", "")
    lines = displayed(here.text, first, last)
    before, after = neighbours(here.text, first)
    page = page_of(here, first) if lines else ""
    inside = list(here.text.lines(page)) if page else []
    return {
        "first": first,
        "last": last,
        "before": before,
        "after": after,
        "page": page,
        "articles": [
            (line.provision.id, heading_of(line, here))
            for line in here.text.lines()
            if line.provision.kind in PAGES
        ],
        "inside": [
            (line.provision.id, heading_of(line, here)[:60])
            for line in inside
            if line.provision.kind in _POINTED
        ],
    }


@require_POST
def point(request: HttpRequest, slug: str) -> HttpResponse:
    """Point the room screen at what was chosen, and show it."""
    text = text_of(slug)
    try:
        show_in_room(actor_of(request), text, request.POST.get("first", ""), request.POST.get("last", ""))
    except ComityError as error:
        told = sentence(error, reader())
        messages.error(request, _("{what} {next}").format(what=told.says, next=told.do))
    return redirect("text:room", slug)
