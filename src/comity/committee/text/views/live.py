"""The pages of a negotiation as pieces that all who read them in one language share, and where the pages find them.

The version of a page is the number of entries of the log and of turns of the room's cursor together: both only grow.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, wraps

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from comity.access import require
from comity.committee.text.models import Display, Negotiated, Negotiating, Text, negotiating, text_of
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.display import displayed
from comity.committee.text.rules.negotiation.seats import FOLLOW
from comity.committee.text.views import shared
from comity.committee.text.views.places import direction_of, heading_of, page_of
from comity.node.live import door
from comity.node.live.feeds import laid_out
from comity.node.live.sheets import Page, Piece, Sheet, Topic, seen_version
from comity.node.middleware import actor_of

ROOM = "room"
NAME = "text"  # of the feed
_KEPT = 256  # pages in memory


class Feed:
    """The articles of negotiations and their room screens, to be followed live."""

    deed = FOLLOW

    def versions(self) -> Mapping[str, int]:
        """The version of each negotiation, by the address of its text."""
        rows = Negotiated.objects.values_list("text__slug", "entries", "text__display__turn")
        return {slug: entries + (turn or 0) for slug, entries, turn in rows}

    def page(self, thing: str, part: str) -> Page | None:
        """Lay out an article, or what the room sees."""
        row = Negotiated.objects.select_related("text", "text__display").filter(text__slug=thing).first()
        if row is None:
            return None
        here, version = negotiating(row), version_of(row)
        if part == ROOM:
            return Page(version, _room(here))
        lines = displayed(here.text, part)
        return Page(version, _article(here, lines)) if lines else None


FEED = Feed()


def version_of(row: Negotiated) -> int:
    """The version of every page of a negotiation."""
    display = display_of(row.text)
    return row.entries + (display.turn if display else 0)


def display_of(text: Text) -> Display | None:
    """Where the room's cursor stands, if it was ever set."""
    found = getattr(text, "display", None)
    return found if isinstance(found, Display) else None


def _article(here: Negotiating, lines: Sequence[Line]) -> dict[str, list[Piece]]:
    return {
        "standing": [shared.standing(here, lines)],
        "law": list(shared.law(here, lines)),
        "cards": list(shared.cards(here, lines, shared.CARD)),
    }


def _room(here: Negotiating) -> dict[str, list[Piece]]:
    display = display_of(here.row.text)
    lines = displayed(here.text, display.first, display.last) if display else ()
    heading = _room_heading(here, lines)
    facts = {"heading": heading, "language": here.text.negotiation.language, "direction": direction_of(here)}
    return {
        "heading": [Piece("room-heading", heading, partial(render_to_string, "text/room_heading.html", facts))],
        "law": list(shared.law(here, lines)),
        "cards": list(shared.cards(here, lines, shared.ROOM_CARD)),
    }


def _room_heading(here: Negotiating, lines: Sequence[Line]) -> str:
    """The heading of the article in which the displayed provisions stand, if it is not among them."""
    if not lines:
        return ""
    page = page_of(here, lines[0].provision.id)
    return "" if page == lines[0].provision.id else heading_of(next(here.text.lines(page)), here)


@dataclass(frozen=True, slots=True)
class Followed:
    """What a page says of itself, so that it can be followed."""

    stream: str  # empty where this node has no streams for it
    changes: str
    version: int


def followed(request: HttpRequest, row: Negotiated, part: str) -> Followed:
    """Say where the changes of a page are found."""
    topic = "/".join((NAME, get_language() or "en", row.text.slug, part))
    changes = reverse("text:changes", args=[row.text.slug, part])
    stream = f"{_origin(request)}{door.PREFIX}{topic}" if door.told(settings.INSTALLATION) else ""
    return Followed(stream, changes, version_of(row))


def streaming(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the pages of a view connect to this node's streams, where these have an origin of their own."""

    @wraps(view)
    def page(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        origin = _origin(request)
        return (csp_update({"connect-src": [origin]})(view) if origin else view)(request, *args, **named)

    return page


def _origin(request: HttpRequest) -> str:
    """The origin of this node's streams; empty if it is the desks' own, or there are none."""
    place = door.told(settings.INSTALLATION)
    return place.origin(request.scheme or "http", request.get_host()) if place else ""


_sheets: dict[Topic, Sheet] = {}


def sheet_of(text: Text, part: str, version: int) -> Sheet:
    """A page as it stands now, no older than ``version``, in the language that is active; what was rendered is kept."""
    topic = Topic(NAME, get_language() or "en", text.slug, part)
    sheet = laid_out(topic, _sheets.get(topic), version)
    if topic not in _sheets and len(_sheets) >= _KEPT:
        _sheets.pop(next(iter(_sheets)), None)
    _sheets[topic] = sheet
    return sheet


@require_safe
def changes(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Tell whom no stream reaches what of a page changed since a version; ``If-None-Match`` may be asked."""
    require(ACCESS, actor_of(request), FOLLOW)
    version = FEED.versions().get(slug)
    if version is None:
        raise Http404(slug)
    tag = f'"{version}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    since = request.GET.get("since", "0")
    told = sheet_of(text_of(slug), part, version).told(seen_version(since))
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language"}
    return HttpResponse(told or "{}", content_type="application/json", headers=headers)
