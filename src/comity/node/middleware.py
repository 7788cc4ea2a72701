"""What every request carries through the desks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from comity.access import ANONYMOUS, Actor
from comity.node.models import Officer


class ActorMiddleware:
    """Sets ``request.actor``: the signed-in officer as the access table knows it, or ``ANONYMOUS``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the actor and go on."""
        officer = getattr(request, "user", None)
        request.actor = officer.actor if isinstance(officer, Officer) else ANONYMOUS  # type: ignore[attr-defined]  # ours
        return self._next(request)


def actor_of(request: HttpRequest | None) -> Actor:
    """Return who asks; nobody in particular where a request failed before sign-in was read, or there is none."""
    actor = getattr(request, "actor", ANONYMOUS)
    return actor if isinstance(actor, Actor) else ANONYMOUS
