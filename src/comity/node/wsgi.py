"""What granian serves: the exchange and the desks, each with what it needs around it.

A request of another node is proved by its own signature. Sessions, languages, sign-in and the protection of forms are
for people; the exchange goes without them, and is answered before they would begin.
"""

import gc
import os
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver

from comity.node.carrier import PREFIX
from comity.node.mutual_tls import MutualTls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.settings")
Start = Callable[..., Any]


class Exchange(WSGIHandler):
    """Django without middleware."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # Django's signature
        """Load none."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        answer: Callable[[HttpRequest], HttpResponseBase] = self._get_response  # type: ignore[attr-defined]  # the stubs lack it

        def at_the_door(request: HttpRequest) -> HttpResponseBase:
            request.urlconf = "comity.node.doors"
            return answer(request)

        self._middleware_chain = convert_exception_to_response(at_the_door)


desks = get_wsgi_application()
exchange = Exchange()
import_module("comity.node.prompt").begin()  # only now do the models stand that it needs
import_module("comity.node.ahead").begin()
for addresses in (None, "comity.node.doors"):  # the first visitor does not wait for every page to be loaded
    get_resolver(addresses).url_patterns  # noqa: B018  # reading it loads it
gc.freeze()  # what was loaded stays: no collection need look at it again


apart = MutualTls.of(settings.INSTALLATION) is not None  # nodes have a door of their own


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Answer a request at the exchange or at the desks."""
    asks_the_exchange = environ.get("PATH_INFO", "").startswith(PREFIX)
    if asks_the_exchange and apart:
        return _nothing_here(start)
    return (exchange if asks_the_exchange else desks)(environ, start)


def nodes(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Answer a request at the door where every caller shows a certificate: the exchange, and nothing else."""
    if environ.get("PATH_INFO", "").startswith(PREFIX):
        return exchange(environ, start)
    return _nothing_here(start)


def _nothing_here(start: Start) -> Iterable[bytes]:
    start("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"Nothing is served here.\n"]
