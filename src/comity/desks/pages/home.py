"""The first page: what this node is, and what waits for whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from comity.desks.reader import Reader
from comity.desks.waiting import waiting
from comity.node import profiles, record as log
from comity.node.clock import now
from comity.node.middleware import actor_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Welcome a visitor, or show an officer what waits."""
    if not request.user.is_authenticated:
        return render(
            request, "desks/pages/welcome.html", {"peers": len(profiles.peers()), "entries": log.log().size}
        )
    facts = {"waiting": waiting(actor_of(request), now(), Reader.now().language)}
    return render(request, "desks/pages/desk.html", facts)


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say what to do for whoever cannot sign in; a node mails nobody."""
    return render(request, "account/forgotten.html")


@require_safe
@cache_control(max_age=86_400, public=True)
def robots(_request: HttpRequest) -> HttpResponse:
    """Let search engines read what is public, and nothing that changes."""
    return HttpResponse("User-agent: *\nDisallow: /account/\nDisallow: /api/\n", content_type="text/plain")
