"""What cannot be delivered in the stated time is stated so, and an officer decides; nothing is lost or sent unasked."""

from datetime import timedelta

import pytest
from tests.node.letters import OFFICER, write
from tests.node.peer import Peer

from comity.access import Actor, Role
from comity.errors.access import NotPermitted
from comity.errors.node import DeliveryDecided, PeerNotPaused, PeerPaused, ReasonMissing, UnknownPeer
from comity.foundation.exchange import verify_receipt
from comity.foundation.limits import LIMITS
from comity.node import outbox, overdue, own, profiles, queries, worker
from comity.node.clock import now
from comity.node.models import Dispatch, Receipt
from comity.node.rules import COMMAND_LINE
from comity.words import Digest, StateCode

pytestmark = pytest.mark.store
XB = StateCode("XB")
COURT = Actor("oversight", None, frozenset({Role.OVERSIGHT}))


def late() -> Dispatch:
    """A letter that could not be delivered, three days on."""
    act = write()
    row = queries.deliveries(act.thread).get()
    overdue.state_due(row.overdue)
    row.refresh_from_db()
    return row


def test_an_act_has_seventy_two_hours(peer: Peer):
    act = write()
    row = queries.deliveries(act.thread).get()
    assert row.overdue - act.at == LIMITS.delivery == timedelta(hours=72)
    assert overdue.state_due(row.overdue + timedelta(milliseconds=-1)) == 0
    assert overdue.state_due(row.overdue) == 1
    assert overdue.state_due(row.overdue) == 0


@pytest.mark.mandate("E8")
def test_that_it_did_not_arrive_is_a_signed_statement_that_verifies(peer: Peer):
    row = late()
    stated = Receipt.objects.get(envelope=row.envelope_id, kind="delivery")
    assert (row.state, stated.state, stated.outcome, stated.code) == (
        "overdue",
        "XA",
        "rejected",
        "not-delivered",
    )
    facts = {"envelope": Digest(row.envelope_id), "act": Digest(row.envelope.act_digest), "at": now()}
    receipt = verify_receipt(bytes(stated.jws), profile=profiles.own_profile(), **facts)
    assert [said.code for said in receipt.statements] == ["not-delivered"]
    assert queries.entries(about=row.thread).first().event == "exchange:act:undelivered"


def test_what_is_overdue_is_not_attempted_and_what_follows_waits(peer: Peer):
    row = late()
    write(thread=row.thread)
    assert worker.once()["delivered"] == 0
    assert peer.asked == []


def test_a_delivery_that_is_under_way_may_still_succeed(peer: Peer):
    act = write()
    row = queries.deliveries(act.thread).get()
    (claim,) = outbox.claim(XB, row.overdue)
    assert overdue.state_due(row.overdue) == 0
    outbox.settle(claim, at=row.overdue)


def test_an_officer_may_try_again_for_another_seventy_two_hours(peer: Peer):
    row = late()
    again = overdue.try_again(OFFICER, row.pk)
    assert (again.state, again.overdue - again.next_attempt) == ("waiting", LIMITS.delivery)
    assert worker.once()["delivered"] == 1
    assert queries.deliveries(row.thread).get().state == "delivered"


def test_a_second_time_it_is_not_stated_twice(peer: Peer):
    row = late()
    again = overdue.try_again(OFFICER, row.pk)
    assert overdue.state_due(again.overdue) == 1
    assert Receipt.objects.filter(envelope=row.envelope_id, kind="delivery").count() == 1


def test_an_officer_may_give_it_up_for_a_stated_reason(peer: Peer):
    row = late()
    with pytest.raises(ReasonMissing):
        overdue.give_up(OFFICER, row.pk, reason="  ")
    assert overdue.give_up(OFFICER, row.pk, reason="The node there was closed.").state == "given-up"
    with pytest.raises(DeliveryDecided):
        overdue.try_again(OFFICER, row.pk)
    assert queries.entries(about=row.thread).first().event == "exchange:delivery:given-up"


def test_nothing_is_sent_to_a_paused_state_and_nothing_is_lost(peer: Peer):
    overdue.pause(COMMAND_LINE, XB, reason="Their key was reported stolen.")
    act = write()
    assert outbox.is_paused(XB)
    assert worker.once()["delivered"] == 0
    assert peer.asked == []
    overdue.resume(COMMAND_LINE, XB)
    assert worker.once()["delivered"] == 1
    assert [row.event for row in queries.entries(about="XB")][:2] == [
        "exchange:peer:resumed",
        "exchange:peer:paused",
    ]
    assert queries.deliveries(act.thread).get().state == "delivered"


def test_a_pause_has_a_reason_a_peer_and_an_end(peer: Peer):
    with pytest.raises(ReasonMissing):
        overdue.pause(COMMAND_LINE, XB, reason="")
    with pytest.raises(UnknownPeer):
        overdue.pause(COMMAND_LINE, StateCode("XD"), reason="unknown")
    with pytest.raises(PeerNotPaused):
        overdue.resume(COMMAND_LINE, XB)
    overdue.pause(COMMAND_LINE, XB, reason="once")
    with pytest.raises(PeerPaused):
        overdue.pause(COMMAND_LINE, XB, reason="twice")


def test_only_who_acts_for_the_state_decides(peer: Peer):
    row = late()
    with pytest.raises(NotPermitted):
        overdue.give_up(COURT, row.pk, reason="x")
    with pytest.raises(NotPermitted):
        overdue.pause(OFFICER, XB, reason="a duty officer does not pause a State")
    assert own.state() == "XA"
