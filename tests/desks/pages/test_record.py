"""The record as anybody may see it."""

import json

import pytest

from comity.foundation.canonical import canonical
from comity.foundation.identity import SigningKey, VerifyingKey
from comity.foundation.record import Entry, Proof, verify_entry
from comity.node import own, profiles, record
from comity.node.clock import now
from comity.node.models import RecordEntry, TimeStamp, Witness, WitnessedCheckpoint

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


def test_those_who_vouch_for_the_record_stand_beside_it(borania, client):
    page = client.get("/record/").content.decode()
    assert "Nobody has been asked yet" in page
    assert "No time-stamping authority" in page
    at, note = now(), record.checkpoint()
    Witness.objects.create(state="XA", size=note.size, cosigned_at=at, tried_at=at)
    Witness.objects.create(state="XC", tried_at=at, last_error="peer-unreachable")
    TimeStamp.objects.create(
        size=note.size, text=note.text, token=b"token", at=at, authority="Office of time", next_attempt=at
    )
    TimeStamp.objects.create(size=note.size + 1, text=note.text, next_attempt=at)
    page = client.get("/record/").content.decode()
    for words in ("cosigned", "not reached", "Office of time", "waiting for the authority"):
        assert words in page
    assert client.get(f"/record/stamps/{note.size}/token.tsr").content == b"token"
    assert client.get(f"/record/stamps/{note.size}/checkpoint").content.decode() == note.text
    assert client.get(f"/record/stamps/{note.size + 1}/token.tsr").status_code == 404


def test_the_note_on_the_page_bears_the_cosignatures_that_it_has(borania, client):
    note = record.checkpoint().cosigned(SigningKey.from_seed(bytes(32)), name="example.org/witness", at=now())
    WitnessedCheckpoint.objects.create(size=note.size, text=note.text, at=now())
    assert "example.org/witness" in client.get("/record/").content.decode()
