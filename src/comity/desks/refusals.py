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
from django.utils.translation import gettext as _

from comity.desks.reader import Reader
from comity.errors import (
    ComityError,
    Conflicting,
    Excessive,
    Forbidden,
    Malformed,
    OperatorError,
    PeerError,
    Unproved,
)
from comity.reference.refusals import sentence

LOG = logging.getLogger(__name__)
STATUSES: tuple[tuple[type[ComityError], int], ...] = (
    (Malformed, 400),
    (Unproved, 422),
    (Forbidden, 403),
    (Conflicting, 409),
    (Excessive, 413),
    (PeerError, 502),
    (OperatorError, 503),
)
FAULT = 500
FOR_PROGRAMS = ("/api/", "/exchange/")


def status_of(error: ComityError) -> int:
    """Say with which status an error answers; what no branch knows is our own fault."""
    return next((status for branch, status in STATUSES if isinstance(error, branch)), FAULT)


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
        stranger = not request.user.is_authenticated
        if isinstance(error, Forbidden) and stranger and not request.path.startswith(FOR_PROGRAMS):
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return refused(request, error)


def refused(request: HttpRequest, error: ComityError) -> HttpResponse:
    """Answer with the sentence of ``error``, as a page or as problem details."""
    status = status_of(error)
    if status == FAULT:
        LOG.error("a mistake of ours", exc_info=error)
    told = sentence(error, Reader.now().language)
    if request.path.startswith(FOR_PROGRAMS):
        return problem(status, told.code, told.says, told.do)
    return render(request, "desks/pages/refused.html", {"status": status, "told": told}, status=status)


def problem(status: int, code: str, title: str, detail: str) -> HttpResponse:
    """Write problem details."""  # RFC 9457, 3.1
    return JsonResponse(
        {
            "type": f"urn:comity:refusal:{code}",
            "title": title,
            "status": status,
            "detail": detail,
            "code": code,
        },
        status=status,
        content_type="application/problem+json",
    )


def _plain(request: HttpRequest, status: int, title: str, says: str, do: str) -> HttpResponse:
    if request.path.startswith(FOR_PROGRAMS):
        return problem(status, f"http-{status}", title, do)
    facts = {"status": status, "title": title, "says": says, "do": do}
    return render(request, "desks/pages/refused.html", facts, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read, or is too large to be read."""
    if isinstance(exception, RequestDataTooBig):
        return _plain(
            request,
            413,
            _("This is too large"),
            _("What was sent is larger than this page takes."),
            _("Send large files as evidence: there is no limit there."),
        )
    return _plain(
        request,
        400,
        _("This cannot be read"),
        _("The request does not have the form that this address takes."),
        _("Go back and try again from the page where you came from."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer what is not permitted."""
    return _plain(
        request,
        403,
        _("This is not open to you"),
        _("Your office does not have this permission."),
        _("If you believe that it should, ask the administrator of this node."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer where nothing stands."""
    return _plain(
        request,
        404,
        _("There is no such page"),
        _("Nothing stands at this address, or it is not open to your office."),
        _("Check the address, or begin at the first page."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer our own fault, with nothing that could fail a second time."""
    if request.path.startswith(FOR_PROGRAMS):
        return problem(FAULT, "http-500", _("A mistake of ours"), _("Nothing was changed. Try again later."))
    facts = {
        "status": FAULT,
        "title": _("A mistake of ours"),
        "says": _("This node met an error that it was not prepared for."),
        "do": _("Try again in a while. If it comes back, tell the administrator of this node the time."),
    }
    return HttpResponse(render_to_string("desks/pages/refused.html", facts), status=FAULT)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer a form that does not carry the mark of the page it came from."""
    return _plain(
        request,
        403,
        _("The form was open for too long"),
        _("It does not carry the mark of the page that it came from, so it was not taken."),
        _("Go back, load the page again, and send the form once more. Your browser must accept cookies."),
    )
