"""How a refusal is shown: what happened, what is safe, what next; to a program as RFC 9457 problem details.

* A ``ComityError`` speaks with its own sentence in the reader's language; its class decides the status.
* Nobody is told more than the sentence: the log of the node keeps the rest.
* A visitor who is not signed in and lacks a permission is led to the door, and back afterwards.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, gettext_lazy

from comity.desks.reader import Reader
from comity.errors import ComityError, Forbidden, ProgrammerError
from comity.node import problems
from comity.reference.refusals import Sentence, sentence

LOG = logging.getLogger(__name__)
FAULT = 500
TITLES = {
    400: gettext_lazy("This cannot be read"),
    403: gettext_lazy("This is not open to you"),
    404: gettext_lazy("There is no such page"),
    401: gettext_lazy("This is not open to you"),
    416: gettext_lazy("There is no such part"),
    409: gettext_lazy("This does not fit what stands"),
    413: gettext_lazy("This is too large"),
    422: gettext_lazy("A proof does not hold"),
    500: gettext_lazy("A mistake of ours"),
    502: gettext_lazy("Another node did not answer as it should"),
    503: gettext_lazy("This node is not ready for that"),
}
FOR_PROGRAMS = ("/api/", "/exchange/")


def status_of(error: ComityError) -> int:
    """Say with which status an error answers; what no branch knows is our own fault."""
    return FAULT if isinstance(error, ProgrammerError) else problems.status_of(error)


class Refusals:
    """Middleware that turns a refusal of any page into an answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; only an exception is of interest."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Answer a ``ComityError``; leave every other exception to Django."""
        if not isinstance(error, ComityError):
            return None
        asks = request.method == "GET" and not request.path.startswith(FOR_PROGRAMS)
        if isinstance(error, Forbidden) and asks and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return refused(request, error)


def refused(request: HttpRequest, error: ComityError) -> HttpResponse:
    """Answer with the sentence of ``error``, as a page or as problem details."""
    status = status_of(error)
    if status == FAULT:
        LOG.error("a mistake of ours", exc_info=error)
    told = sentence(error, Reader.now().language)
    return _answer(request, status, told)


def _answer(request: HttpRequest, status: int, told: Sentence) -> HttpResponse:
    if request.path.startswith(FOR_PROGRAMS):
        return problem(status, told)
    facts = {"status": status, "title": TITLES[status], "told": told}
    return render(request, "desks/pages/refused.html", facts, status=status)


def _plain(request: HttpRequest, status: int, says: str, do: str) -> HttpResponse:
    return _answer(request, status, Sentence(f"http-{status}", says, do))


def problem(status: int, told: Sentence) -> HttpResponse:
    """Write problem details."""  # RFC 9457, 3.1
    facts = {
        "type": f"urn:comity:refusal:{told.code}",
        "title": told.says,
        "status": status,
        "detail": told.do,
        "code": told.code,
    }
    return JsonResponse(facts, status=status, content_type="application/problem+json")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read, or is too large to be read."""
    if isinstance(exception, RequestDataTooBig):
        return _plain(
            request,
            413,
            _("What was sent is larger than this page takes."),
            _("Send large files as evidence: there is no limit there."),
        )
    return _plain(
        request,
        400,
        _("The request does not have the form that this address takes."),
        _("Go back and try again from the page where you came from."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer what is not permitted."""
    return _plain(
        request,
        403,
        _("Your office does not have this permission."),
        _("If you believe that it should, ask the administrator of this node."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer where nothing stands."""
    return _plain(
        request,
        404,
        _("Nothing stands at this address, or it is not open to your office."),
        _("Check the address, or begin at the first page."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer our own fault, with nothing that could fail a second time."""
    told = Sentence(
        "http-500",
        _("This node met an error that it was not prepared for."),
        _("Try again in a while. If it comes back, tell the administrator of this node the time."),
    )
    if request.path.startswith(FOR_PROGRAMS):
        return problem(FAULT, told)
    facts = {"status": FAULT, "title": TITLES[FAULT], "told": told}
    return HttpResponse(render_to_string("desks/pages/refused.html", facts), status=FAULT)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer a form that does not carry the mark of the page it came from."""
    return _plain(
        request,
        403,
        _("The form does not carry the mark of the page that it came from, so it was not taken."),
        _("Go back, load the page again, and send the form once more. Your browser must accept cookies."),
    )
