from pathlib import Path

import pytest

from comity.errors.node import LiveIncomplete
from comity.node.installation import Installation
from comity.node.live.door import BESIDE, Door, opened, told

HOME = Path("/nowhere")


@pytest.fixture(autouse=True)
def _nothing_told(monkeypatch) -> None:
    monkeypatch.delenv(BESIDE, raising=False)


def node(url: str = "http://localhost:8000", **extra: object) -> Installation:
    return Installation(HOME, url=url, extra=extra)


def test_a_node_that_browsers_reach_directly_has_its_streams_at_a_free_port_beside_the_desks(
    monkeypatch,
) -> None:
    door = opened(node(), "127.0.0.1")
    assert door is not None
    monkeypatch.setenv(BESIDE, door.bind)
    seen = told(node())
    assert seen == door
    port = door.place[1]
    assert 20_000 <= port < 32_000
    assert door.origin("http", "localhost:8000") == f"http://localhost:{port}"
    assert door.origin("http", "[::1]:8000").endswith(f":{port}")


def test_behind_a_proxy_the_streams_have_the_desks_own_origin() -> None:
    door = told(node("https://desk.example", live={"bind": "127.0.0.1:8801"}))
    assert door == Door("127.0.0.1:8801")
    assert door.origin("https", "desk.example") == ""
    assert opened(node("https://desk.example", live={"bind": "127.0.0.1:8801"}), "127.0.0.1") == door


def test_an_address_of_their_own_is_the_one_that_pages_are_let_connect_to() -> None:
    door = told(node(live={"bind": "0.0.0.0:8801", "address": "http://localhost:8801/"}))
    assert door is not None
    assert door.origin("http", "localhost:8000") == "http://localhost:8801"


def test_behind_https_no_port_is_opened_that_no_page_could_reach() -> None:
    assert opened(node("https://desk.example"), "127.0.0.1") is None
    assert told(node("https://desk.example")) is None


def test_a_node_without_the_committee_has_no_streams() -> None:
    assert opened(Installation(HOME, desks=("cooperation",)), "127.0.0.1") is None


@pytest.mark.parametrize(
    ("live", "place"),
    [
        ({}, "bind"),
        ({"bind": "8801"}, "bind"),
        ({"bind": 8801}, "bind"),
        ({"bind": "a:1", "address": "nowhere"}, "address"),
    ],
)
def test_settings_that_lack_something_are_refused_by_name(live, place) -> None:
    with pytest.raises(LiveIncomplete) as refused:
        told(node(live=live))
    assert refused.value.place == place
