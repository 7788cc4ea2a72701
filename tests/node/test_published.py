from datetime import timedelta

import pytest
from tests.union import Union, serving

from comity.node import followed, following, holding, published
from comity.node.clock import now
from comity.node.holding import Folder
from comity.node.rules import COMMAND_LINE

pytestmark = pytest.mark.store
PLACE = "/exchange/v1/directory/"


@pytest.fixture
def union(node, settings, tmp_path) -> Union:
    settings.INSTALLATION.extra["directory"] = str(tmp_path / "union")
    made = Union(tmp_path / "union")
    made.begin()
    return made


def test_a_node_gives_out_the_directory_it_publishes(union, client):
    answer = client.get(PLACE + "metadata/1.root.json")
    assert b"".join(answer) == (union.folder / "metadata/1.root.json").read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(PLACE + "metadata/timestamp.json").headers["Cache-Control"] == "no-cache"
    (profile,) = (union.folder / "targets/XB").iterdir()
    assert client.get(f"{PLACE}targets/XB/{profile.name}").status_code == 200


def test_a_node_whose_directory_is_followed_over_its_own_address(union, live_server):
    following.follow(
        COMMAND_LINE, live_server.url + PLACE, (union.folder / "metadata/1.root.json").read_bytes()
    )
    assert followed.refresh() == 2


@pytest.mark.parametrize(
    "place",
    [
        "metadata/2.root.json",
        "draft/root.json",
        "metadata/../draft/root.json",
        "metadata/",
        "targets/XB/x",
        "x",
    ],
)
def test_nothing_else_is_given_out(union, client, place):
    union.put("draft/root.json", b"{}")
    assert client.get(PLACE + place).status_code == 404


def test_a_node_that_publishes_none_gives_out_nothing(node, client):
    assert published.folder() is None
    assert not published.renewal_due(now())
    assert client.get(PLACE + "metadata/timestamp.json").status_code == 404


def test_the_worker_renews_a_word_that_is_a_day_old(union, settings, monkeypatch):
    assert not published.renewal_due(now())
    assert published.renewal_due(now() + timedelta(days=1, seconds=1))
    renewed = []
    monkeypatch.setattr(published, "AGE", timedelta(0))
    monkeypatch.setattr(holding, "renew", renewed.append)
    assert followed.attend() == 0
    assert renewed == [Folder(union.folder)]


def test_the_worker_looks_at_the_followed_directory_and_survives_its_faults(union):
    with serving(union.folder) as server:
        following.follow(COMMAND_LINE, server.url, (union.folder / "metadata/1.root.json").read_bytes())
        assert followed.attend() == 2
        assert followed.attend() == 0
    followed.FollowedDirectory.objects.update(next_refresh=now())
    assert followed.attend() == 0
    assert followed.followed().last_error == "directory-unreachable"
