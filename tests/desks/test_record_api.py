"""The record for programs: witnesses, stamps, forks and the unlinking of entries."""

import json

import pytest

from comity.foundation.identity import SigningKey
from comity.foundation.record import Checkpoint, Fork
from comity.node import forks, own, record
from comity.node.clock import now
from comity.node.keystore import LOG
from comity.node.models import Fork as Row, RecordEntry, TimeStamp, Witness

pytestmark = pytest.mark.store


def posted(browser, address: str, **facts):
    return browser.post(address, json.dumps(facts), content_type="application/json")


def test_who_vouches_for_the_record_is_told_to_anybody(borania, client):
    at, note = now(), record.checkpoint()
    Witness.objects.create(state="XA", size=1, cosigned_at=at, tried_at=at)
    TimeStamp.objects.create(size=1, text=note.text, token=b"x", at=at, authority="Office", next_attempt=at)
    (witness,) = client.get("/api/record/witnesses").json()
    assert (witness["state"], witness["cosigned"]) == ("XA", str(at))
    (stamp,) = client.get("/api/record/stamps").json()
    assert (stamp["size"], stamp["authority"], stamp["checkpoint"]) == (1, "Office", note.text)
    shown = Checkpoint.parse(client.get("/api/record/checkpoint").json())
    assert shown.verify(own.keys().signing(LOG).public).size == note.size


def test_a_fork_is_told_with_its_evidence_and_resumed_by_the_office_in_charge(borania, client, sign_in):
    key = SigningKey.from_seed(bytes(32))
    older, newer = (Checkpoint("o", 1, bytes([number]) * 32).signed(key) for number in (1, 2))
    fork = Fork.between(older, newer, (), key=key.public)
    Row.objects.create(state="XA", evidence=fork.to_bytes(), digest="a" * 64, older=1, newer=1, found_at=now())
    (told,) = client.get("/api/record/forks").json()
    assert Fork.parse(told["evidence"].encode()).verify(key.public) == fork
    address = f"/api/record/forks/{told['digest']}/resume"
    assert posted(client, address, reason="x").status_code == 401
    assert posted(sign_in("duty"), address, reason="x").status_code == 403
    assert posted(sign_in("administrator"), address, reason="A letter came.").json()["decided"]
    assert forks.undecided() == []
    assert posted(sign_in("administrator"), "/api/record/forks/b/resume", reason="x").status_code == 404


def test_entries_are_unlinked_only_by_whoever_may(borania, sign_in):
    answer = posted(sign_in("duty"), "/api/record/0/unlink", reason="x")
    assert answer.status_code == 403
    assert RecordEntry.objects.get(index=0).salt is not None
    assert posted(sign_in("duty"), "/api/record/999/unlink", reason="x").status_code == 404
