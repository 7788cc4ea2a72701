"""Who is who, fresh or stale, on the map and in the table."""

from datetime import timedelta

import pytest

from comity.desks.pages import directory
from comity.node import profiles
from comity.node.clock import now
from comity.node.models import DirectoryEntry, FollowedDirectory, ProfileVersion
from comity.words import StateCode

pytestmark = pytest.mark.store


def follows(**facts: object) -> None:
    at = now()
    plain = {"url": "https://zz.example/", "root": b"{}", "since": at, "next_refresh": at, "expires": at}
    FollowedDirectory.objects.create(pk=1, **(plain | facts))


def test_the_directory_shows_this_node_and_whom_it_has_pinned(borania, client):
    page = client.get("/directory/").content.decode()
    assert "Borania" in page
    assert "Aldova" in page
    assert 'href="/directory/XA/"' in page
    assert directory.in_groups(profiles.own_profile().fingerprint) in page


def test_an_authority_stands_with_its_keys_and_hours(borania, client):
    page = client.get("/directory/").content.decode()
    office = profiles.own_profile().authorities[0]
    assert str(office.keys[0].key.thumbprint) in page
    assert office.hours in page


def test_a_profile_past_its_expiry_is_shown_as_stale(borania, client, monkeypatch):
    assert b"stale: refused" not in client.get("/directory/").content
    later = now() + timedelta(days=400)
    monkeypatch.setattr(directory, "now", lambda: later)
    assert client.get("/directory/").content.count(b"stale: refused for new acts") == 2


def test_a_node_without_a_profile_says_how_it_begins(db, client):
    assert b"This node has no profile yet" in client.get("/directory/").content


def test_a_fingerprint_is_written_in_groups_of_four():
    assert directory.in_groups("0123456789ab") == "0123 4567 89ab"


def test_a_state_that_lies_nowhere_on_earth_stands_in_the_table_only(borania, client):
    page = client.get("/directory/").content.decode()
    assert "0 States of this table lie on the map" in page
    assert "1 State has a code that ISO leaves to its users" in page
    assert page.count("<circle") == 4  # the mark of the masthead and the legend


def test_a_state_on_earth_has_a_mark_that_says_how_it_is_known(borania, client, monkeypatch):
    monkeypatch.setattr(directory.places, "place", lambda _state: directory.places.Place(500, 100))
    assert 'class="compared" cx="500"' in client.get("/directory/").content.decode()
    ProfileVersion.objects.filter(state="XA").update(source="directory")
    page = client.get("/directory/").content.decode()
    assert 'class="vouched" cx="500"' in page
    assert "vouched for by the directory" in page
    DirectoryEntry.objects.create(
        state="XA", fingerprint="f" * 32, serial=1, refused="root-key-disputed", at=now()
    )
    assert 'class="doubted" d="M500 100' in client.get("/directory/").content.decode()


def test_when_a_state_answered_is_for_those_who_cooperate_and_for_oversight(borania, sign_in, client):
    assert b"Last answered" not in client.get("/directory/").content
    for office in ("duty", "central", "court", "administrator"):
        assert b"Last answered" in sign_in(office).get("/directory/").content


@pytest.mark.parametrize(
    ("seen", "until", "words"),
    [(0, 3, b"fresh"), (2, 1, b"late: not seen for a day"), (5, -2, b"stale: nothing new is taken from it")],
)
def test_how_fresh_the_followed_directory_is_stands_beside_it(borania, client, seen, until, words):
    at = now()
    follows(refreshed_at=at + timedelta(days=-seen), expires=at + timedelta(days=until))
    assert words in client.get("/directory/").content


def test_what_is_wrong_with_the_followed_directory_is_said_in_words(borania, client):
    follows(last_error="directory-rolled-back")
    page = client.get("/directory/").content.decode()
    assert "is older than one that was seen already" in page


def test_a_state_of_the_directory_that_is_not_pinned_is_named(borania, client):
    DirectoryEntry.objects.create(state="XC", fingerprint="f" * 32, refused="not-in-directory", at=now())
    assert b"Cordia" in client.get("/directory/").content


def test_a_code_that_nobody_knows_still_speaks(borania):
    DirectoryEntry.objects.create(state="XA", fingerprint="f" * 32, refused="new-in-a-later-version", at=now())
    reader = directory.Reader(directory.Language.ENGLISH)
    assert directory.doubt(profiles.peer(StateCode("XA")), reader).says
