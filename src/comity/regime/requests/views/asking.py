"""Who asks, and for which request: what every page of this subject begins with."""

from django.http import Http404, HttpRequest

from comity.errors.requests import UnknownRequest
from comity.node.middleware import actor_of
from comity.node.reader import reader
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules.life import State


def found(http: HttpRequest, reference: str) -> Request:
    """Return the request that the address names; an unknown one is a page that does not stand."""
    try:
        return services.find(actor_of(http), reference)
    except UnknownRequest as error:
        raise Http404 from error


def drafted(http: HttpRequest, reference: str) -> Request:
    """Return the draft that the address names."""
    request = found(http, reference)
    if request.state != State.DRAFT:
        raise Http404
    return request


def tongue() -> str:
    """Return the reader's language by its two letters."""
    return str(reader())
