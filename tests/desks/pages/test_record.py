"""The record as anybody may see it."""

import json

import pytest

from comity.foundation.canonical import canonical
from comity.foundation.identity import VerifyingKey
from comity.foundation.record import Entry, Proof, verify_entry
from comity.node import own, profiles
from comity.node.models import RecordEntry

pytestmark = pytest.mark.store


def test_the_list_tells_class_and_time_and_no_name(borania, client):
    page = client.get("/record/").content.decode()
    assert "Officer appointed" in page
    assert "Own profile signed" in page
    assert "administrator" not in page


def test_older_entries_stand_behind_an_index(borania, client):
    page = client.get("/record/?before=1").content.decode()
    assert "Own profile signed" in page
    assert "Officer appointed" not in page


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40])
def test_an_index_that_is_none_shows_the_newest_entries(borania, client, before):
    assert "Officer appointed" in client.get("/record/", {"before": before}).content.decode()


def test_an_entry_taken_as_a_file_proves_itself_without_the_node(borania, client):
    document = json.loads(client.get("/record/0/proof.json").content)
    key = VerifyingKey.parse(document["key"])
    assert key == profiles.own_profile().log.key
    entry, proof = document["entry"].encode(), Proof.parse(canonical(document["proof"]))
    verify_entry(entry, proof, key, origin=own.log_origin())
    assert Entry.parse(entry).kind == "node:profile:signed"


def test_the_page_of_an_entry_shows_its_proof(borania, client):
    page = client.get("/record/0/").content.decode()
    assert RecordEntry.objects.get(index=0).digest in page
    assert own.log_origin() in page


@pytest.mark.parametrize("address", ["/record/999/", "/record/999/proof.json"])
def test_an_entry_that_is_not_there_is_not_found(borania, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.mandate("E12")
def test_oversight_sees_counts_by_class_without_content(borania, sign_in):
    page = sign_in("court").get("/record/counts/")
    assert page.status_code == 200
    counted = {tally.event: tally.total for tally in page.context["tallies"]}
    assert counted["node:officer:appointed"] == 4
    assert sum(counted.values()) == RecordEntry.objects.count()


@pytest.mark.parametrize("name", ["duty", "central"])
def test_who_works_on_cases_does_not_count_them(borania, sign_in, name):
    assert sign_in(name).get("/record/counts/").status_code == 403


def test_a_visitor_who_asks_for_counts_is_led_to_the_door(borania, client):
    assert client.get("/record/counts/").headers["Location"] == "/account/login/?next=/record/counts/"
