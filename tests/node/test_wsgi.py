"""The exchange is answered without what is for people, at its own door where the node has one."""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.test import RequestFactory

from comity.node import prompt

pytestmark = pytest.mark.django_db
EXCHANGE, DESKS = "/exchange/v1/nothing", "/static/nothing"


@pytest.fixture
def wsgi(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The page that a server loads; it begins to deliver only where it serves."""
    monkeypatch.setattr(prompt, "begin", lambda: None)
    return import_module("comity.node.wsgi")


def ask(application: Callable[..., Any], path: str) -> tuple[int, dict[str, str], bytes]:
    told: list[Any] = []
    body = application(RequestFactory().get(path).environ, lambda *words: told.extend(words))
    return int(told[0].split()[0]), dict(told[1]), b"".join(body)


def test_the_exchange_goes_without_what_protects_the_pages_of_people(wsgi: ModuleType) -> None:
    status, headers, _ = ask(wsgi.application, EXCHANGE)
    assert status == 404
    assert not {"Content-Security-Policy", "Set-Cookie", "Content-Language"} & set(headers)


def test_pages_have_it(wsgi: ModuleType) -> None:
    _, headers, _ = ask(wsgi.application, DESKS)
    assert {"Content-Security-Policy", "X-Frame-Options", "Content-Language"} <= set(headers)


def test_where_nodes_have_a_door_of_their_own_the_exchange_is_there_alone(
    wsgi: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def exchange(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        start("200 OK", [])
        return [b"answered"]

    monkeypatch.setattr(wsgi, "exchange", exchange)
    monkeypatch.setattr(wsgi, "apart", True)
    nothing = (404, {"Content-Type": "text/plain; charset=utf-8"}, b"Nothing is served here.\n")
    assert ask(wsgi.application, EXCHANGE) == nothing
    assert ask(wsgi.nodes, DESKS) == nothing
    assert asked == []
    assert ask(wsgi.nodes, EXCHANGE) == (200, {}, b"answered")
    monkeypatch.setattr(wsgi, "apart", False)
    assert ask(wsgi.application, EXCHANGE) == (200, {}, b"answered")
