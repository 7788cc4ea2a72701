"""Who is who, fresh or stale."""

from datetime import timedelta

import pytest

from comity.desks.pages import directory
from comity.node import profiles
from comity.node.clock import now

pytestmark = pytest.mark.store


def test_the_directory_shows_this_node_and_whom_it_has_pinned(borania, client):
    page = client.get("/directory/").content.decode()
    assert "Borania" in page
    assert "Aldova" in page
    for profile in (profiles.own_profile(), *profiles.peers()):
        assert directory.in_groups(profile.fingerprint) in page


def test_an_authority_stands_with_its_keys_and_hours(borania, client):
    page = client.get("/directory/").content.decode()
    office = profiles.own_profile().authorities[0]
    assert str(office.keys[0].key.thumbprint) in page
    assert office.hours in page


def test_a_profile_past_its_expiry_is_shown_as_stale(borania, client, monkeypatch):
    assert b"stale" not in client.get("/directory/").content
    later = now() + timedelta(days=400)
    monkeypatch.setattr(directory, "now", lambda: later)
    assert client.get("/directory/").content.count(b"stale: refused for new acts") == 2


def test_a_node_without_a_profile_says_how_it_begins(db, client):
    assert b"This node has no profile yet" in client.get("/directory/").content


def test_a_fingerprint_is_written_in_groups_of_four():
    assert directory.in_groups("0123456789ab") == "0123 4567 89ab"
