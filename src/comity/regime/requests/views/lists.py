"""The lists: what was received, by clock; what was sent; what is being drafted."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comity.access import Actor
from comity.node.middleware import actor_of
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules.life import FINISHED
from comity.regime.requests.views.showing import rows

PAGE = 50


@require_safe
def inbox(http: HttpRequest) -> HttpResponse:
    """Show what was received, the shortest clock first."""
    return _list(http, "inbox", services.inbox(actor_of(http)))


@require_safe
def sent(http: HttpRequest) -> HttpResponse:
    """Show what was sent."""
    return _list(http, "sent", services.sent(actor_of(http)))


@require_safe
def drafts(http: HttpRequest) -> HttpResponse:
    """Show what is being drafted."""
    return _list(http, "drafts", services.drafts(actor_of(http)))


def _list(http: HttpRequest, box: str, found: QuerySet[Request]) -> HttpResponse:
    """Show one box, with the counts of all three; ``?show=open`` leaves out what is finished."""
    shown = http.GET.get("show", "")
    chosen = found.exclude(state__in=FINISHED) if shown == "open" else found
    page = Paginator(chosen, PAGE).get_page(http.GET.get("page"))
    facts = {
        "box": box,
        "page": page,
        "rows": rows(page.object_list),
        "show": shown,
        "counts": _counts(actor_of(http)),
    }
    return render(http, "requests/list.html", facts)


def _counts(actor: Actor) -> dict[str, int]:
    boxes = {"inbox": services.inbox, "sent": services.sent, "drafts": services.drafts}
    return {box: listed(actor).count() for box, listed in boxes.items()}
