"""The first page: what this node is, and what waits for whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Welcome a visitor, or show an officer what waits."""
    page = "desks/pages/desk.html" if request.user.is_authenticated else "desks/pages/welcome.html"
    return render(request, page)


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say what to do for whoever cannot sign in; a node mails nobody."""
    return render(request, "account/forgotten.html")


@require_safe
@cache_control(max_age=86_400, public=True)
def robots(_request: HttpRequest) -> HttpResponse:
    """Let search engines read what is public, and nothing that changes."""
    return HttpResponse("User-agent: *\nDisallow: /account/\nDisallow: /api/\n", content_type="text/plain")
