"""A fork is an alarm on every desk, a file to take away, and a decision of the office in charge."""

import pytest

from comity.foundation.identity import SigningKey
from comity.foundation.record import Fork, Log, MemoryStore
from comity.node import forks, profiles
from comity.node.clock import now
from comity.words import StateCode

pytestmark = pytest.mark.store
ALARM = "tells two stories</h2>"


@pytest.fixture
def fork(borania, monkeypatch):
    """Aldova's record in two histories, both signed by the key that its profile names."""
    key = SigningKey.from_seed(b"\x21" * 32)
    profile = profiles.own_profile()
    log = type(profile.log)("comity/XA", key.public)

    class Known:
        """A profile whose record's key the test holds."""

    Known.log = log
    monkeypatch.setattr(profiles, "peer", lambda _state: Known)
    shown = []
    for word in (b"one", b"other"):
        history = Log(MemoryStore(), "comity/XA")
        history.append([word])
        shown.append(history.checkpoint(key))
    forks.note(StateCode("XA"), *shown, (), at=now())
    monkeypatch.undo()
    return forks.undecided()[0]


def test_the_alarm_stands_on_every_desk_of_an_officer_and_on_the_record(fork, client, sign_in):
    assert "Another State’s record" not in client.get("/").content.decode()
    assert ALARM in client.get("/record/").content.decode()
    for office in ("duty", "court"):
        assert "Another State’s record" in sign_in(office).get("/").content.decode()


def test_anybody_takes_the_evidence_and_verifies_it(fork, client):
    answer = client.get(f"/record/forks/{fork.digest}/evidence.json")
    evidence = Fork.parse(answer.content)
    assert evidence.verify(evidence.key).origin == "comity/XA"
    assert evidence.older.text.splitlines()[2] in client.get(f"/record/forks/{fork.digest}/").content.decode()
    assert client.get("/record/forks/0000/").status_code == 404


def test_the_office_in_charge_resumes_the_exchange_with_a_reason(fork, sign_in):
    address = f"/record/forks/{fork.digest}/"
    duty = sign_in("duty")
    assert b"Resume the exchange" not in duty.get(address).content
    assert duty.post(address, {"reason": "no"}).status_code == 403
    central = sign_in("administrator")
    assert b"Resume the exchange" in central.get(address).content
    assert central.post(address, {"reason": ""}).status_code == 422
    page = central.post(address, {"reason": "Aldova restored a copy."}, follow=True).content.decode()
    assert "goes on" in page
    assert "Aldova restored a copy." in page
    assert forks.undecided() == []
    assert "Another State’s record" not in central.get("/").content.decode()
