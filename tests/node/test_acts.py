from datetime import timedelta

import pytest
from tests.node.letters import ADDRESSEE, BASIS, OFFICER, SENDER, STRANGER, write
from tests.node.peer import Peer

from comity.errors.access import NotPermitted
from comity.errors.directory import StaleProfile
from comity.errors.envelopes import NoAddressee, NoBasis
from comity.errors.node import (
    NoFollowUp,
    NotMine,
    NotRecordedOnce,
    SentToNobody,
    SentTwice,
    UnknownEnvelope,
    UnknownPeer,
)
from comity.foundation.envelopes import statement_of
from comity.foundation.exchange import verify_receipt
from comity.foundation.record import Entry, verify_entry
from comity.node import directory, own, profiles, queries, record
from comity.node.acts import acting
from comity.node.models import Deadline, Dispatch, Envelope, Receipt, RecordEntry
from comity.words import AuthorityId, Digest

pytestmark = pytest.mark.store


def counts() -> tuple[int, ...]:
    rows = (RecordEntry, Envelope, Dispatch, Receipt, Deadline)
    return (record.log().size, *(model.objects.count() for model in rows))


def test_a_sent_act_is_one_entry_one_envelope_one_dispatch_and_its_submission(peer: Peer):
    before = counts()
    act = write()
    entries = list(queries.entries(about=act.thread))
    assert [entry.event for entry in entries] == ["letters:letter:sent"]
    assert [later - earlier for earlier, later in zip(before, counts(), strict=True)] == [2, 2, 1, 1, 1, 0]
    (dispatch,) = queries.deliveries(act.thread)
    assert (dispatch.peer, dispatch.state, dispatch.attempts) == ("XB", "waiting", 0)


def test_the_submission_receipt_proves_itself_against_our_own_profile(peer: Peer):
    act = write()
    (row,) = queries.receipts(act.thread)
    envelope = Digest(queries.envelopes(act.thread).get().digest)
    receipt = verify_receipt(
        bytes(row.jws), profile=directory.own_profile(), envelope=envelope, act=act.digest, at=act.at
    )
    assert [(said.kind, said.outcome) for said in receipt.statements] == [("submission", "accepted")]


def test_the_entry_stands_for_the_signed_statement_that_names_the_act(peer: Peer):
    act = write()
    opened = queries.open_envelope(queries.envelopes(act.thread).get().digest)
    row = queries.entries(about=act.thread).get()
    entry = Entry(row.event, row.at, Digest(row.digest))
    entry.require_content(statement_of(opened.document), salt=bytes(row.salt))
    assert opened.act == act


def test_who_may_not_act_leaves_no_trace(peer: Peer):
    before = counts()
    with pytest.raises(NotPermitted), acting(STRANGER, "letters.write"):
        raise AssertionError("nobody comes here")
    with pytest.raises(NotPermitted):
        write(STRANGER)
    assert counts() == before


def test_a_deed_with_no_alternative_is_permitted_to_nobody(peer: Peer):
    with pytest.raises(NotPermitted), acting(OFFICER, "letters.burn"):
        raise AssertionError("nobody comes here")


def test_any_error_undoes_rows_record_and_dispatches(peer: Peer):
    before = counts()
    with pytest.raises(ZeroDivisionError), acting(OFFICER, "letters.write") as act:
        act.send(kind="tell", sender=SENDER, to=[ADDRESSEE], basis=[BASIS], body={})
        act.record("letters:letter:sent")
        Deadline.objects.create(what="x", about="x", started=act.at, due=act.at)
        act.close()
        _ = 1 / 0
    assert counts() == before
    assert write().seq == 1


@pytest.mark.parametrize("times", [0, 2])
def test_a_deed_makes_exactly_one_entry(peer: Peer, times: int):
    before = counts()
    with pytest.raises(NotRecordedOnce), acting(OFFICER, "letters.write") as act:
        for _ in range(times):
            act.record("letters:letter:sent")
    assert counts() == before


def test_one_deed_sends_one_act(peer: Peer):
    with pytest.raises(SentTwice), acting(OFFICER, "letters.write") as act:
        for _ in range(2):
            act.send(kind="tell", sender=SENDER, to=[ADDRESSEE], basis=[BASIS], body={})


def test_acts_of_one_thread_are_counted_and_chained(peer: Peer):
    first = write()
    second = write(thread=first.thread)
    assert (first.seq, second.seq) == (1, 2)
    assert (first.prev, second.prev) == (None, first.digest)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"sender": AuthorityId("XB/duty")}, NotMine),
        ({"to": [AuthorityId("XC/duty")]}, UnknownPeer),
        ({"to": [AuthorityId("XA/central")]}, SentToNobody),
        ({"to": []}, NoAddressee),
        ({"basis": []}, NoBasis),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_an_act_that_nobody_could_take_is_refused_before_it_is_sent(peer: Peer, change, refusal):
    before = counts()
    draft = {"kind": "tell", "sender": SENDER, "to": [ADDRESSEE], "basis": [BASIS], "body": {}}
    with pytest.raises(refusal), acting(OFFICER, "letters.write") as act:
        act.send(**{**draft, **change})
        act.record("letters:letter:sent")
    assert counts() == before


def test_a_stale_profile_is_refused_for_a_new_act(peer: Peer, monkeypatch: pytest.MonkeyPatch):
    later = profiles.peer(peer.state).expires + timedelta(seconds=1)
    monkeypatch.setattr("comity.node.acts.now", lambda: later)
    with pytest.raises(StaleProfile):
        write()


def test_a_clock_without_a_follow_up_is_not_started(peer: Peer):
    with pytest.raises(NoFollowUp), acting(OFFICER, "letters.write") as act:
        act.clock("nobody:knows", about="x", due=act.at)
    assert not Deadline.objects.exists()


def test_a_stopped_clock_was_met(peer: Peer):
    with acting(OFFICER, "letters.write") as act:
        act.clock("letters:answer", about="x", due=act.at + timedelta(days=1))
        act.record("letters:answer:awaited", b"x")
    with acting(OFFICER, "letters.write") as act:
        act.stop_clock("letters:answer", about="x")
        act.record("letters:answer:given", b"x")
    clock = Deadline.objects.get()
    assert (clock.state, clock.ended) == ("met", act.at)


def test_only_a_received_act_can_be_retrieved(peer: Peer):
    sent = queries.envelopes(write().thread).get()
    with pytest.raises(UnknownEnvelope), acting(OFFICER, "letters.write") as act:
        act.retrieved(Digest(sent.digest))


def test_every_entry_is_proved_by_the_record_of_now(peer: Peer):
    for _ in range(3):
        write()
    key = directory.own_profile().log.key
    for row in RecordEntry.objects.all():
        proof = queries.proof(row.index)
        entry = queries.entry(row.index)
        assert entry is not None
        verify_entry(entry.to_bytes(), proof, key, origin=own.log_origin())
