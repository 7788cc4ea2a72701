"""What arrives is taken where its sender may say it now, and refused by name where not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.regime.desk import REASONS, THREAD, events, received, sent
from tests.regime.states import AT, WHOLE

from comity.node import queries
from comity.node.models import Deadline
from comity.regime.evidence.models import Item
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules import bodies
from comity.regime.requests.rules.life import Event, State
from comity.words import AuthorityId, Language

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


@pytest.mark.mandate("E8")
def test_an_answer_a_preservation_and_its_end_arrive_on_the_requesters_desk(duty, peer, ticking):
    request = sent(duty, peer)
    ticking.move(minutes=20)
    assert peer.say("answer", {"order": "B-77"}, thread=request.thread).code == ""
    until = ticking.at + timedelta(days=60)
    told = {"about": "preserved", "since": str(ticking.at), "until": str(until)}
    assert peer.say("inform", told, thread=request.thread).code == ""
    request.refresh_from_db()
    assert (request.state, request.answered, request.preserved_until) == (State.PRESERVED, ticking.at, until)
    ticking.move(days=60)
    assert peer.say("inform", {"about": "lapsed", "until": str(until)}, thread=request.thread).code == ""
    request.refresh_from_db()
    assert request.state == State.LAPSED
    assert events()[-3:] == [Event.ACCEPTED, Event.PRESERVED, Event.LAPSED]


@pytest.mark.mandate("E8")
def test_a_peer_that_refuses_on_a_void_ground_is_refused_in_turn(duty, peer, ticking):
    request = sent(duty, peer)
    consultation = {"at": str(ticking.at), "means": "telephone", "office": "duty", "outcome": "None."}
    body = {"ground": "bank-secrecy", "clause": "UNCC 40(24)", "reasons": REASONS, "consultation": consultation}
    assert peer.say("refuse", body, thread=request.thread).code == "void-ground"
    request.refresh_from_db()
    assert request.state == State.SENT
    assert peer.say("refuse", {**body, "ground": "discrimination"}, thread=request.thread).code == ""
    request.refresh_from_db()
    assert request.state == State.REFUSED


def test_a_peer_that_preserves_too_briefly_is_refused(duty, peer, ticking):
    request = sent(duty, peer)
    peer.say("answer", {}, thread=request.thread)
    until = ticking.at + timedelta(days=59)
    told = {"about": "preserved", "since": str(ticking.at), "until": str(until)}
    assert peer.say("inform", told, thread=request.thread).code == "preservation-too-short"


@pytest.mark.mandate("E8", "E11")
def test_a_received_request_waits_for_a_decision_with_its_clock_running(duty, peer, ticking):
    reply = peer.ask()
    assert (reply.code, len(reply.receipts)) == ("", 1)
    (request,) = services.inbox(duty)
    assert (request.state, request.reference, request.theirs) == (State.RECEIVED, "XB-2026-0007", "XB/duty")
    assert request.answer_due == AT + timedelta(hours=2)
    assert Deadline.objects.get().due == request.answer_due
    assert events() == [Event.RECEIVED]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"facts": ""}, "missing-content"),
        ({"language": Language.RUSSIAN}, "language-not-accepted"),
        ({"offences": ("other-offence",), "penalty_years": 1}, "outside-scope"),
        ({"to": AuthorityId("XB/duty")}, "addressee-not-competent"),
    ],
)
def test_a_request_that_our_rules_do_not_admit_is_refused_at_the_door_with_a_receipt(duty, peer, change, code):
    content = replace(WHOLE, **{"to": AuthorityId("XA/duty"), **change})
    body = {"reference": "XB-2026-0007", "content": bodies.print_content(content)}
    reply = peer.ask(body=body)
    assert (reply.code, len(reply.receipts)) == (code, 1)
    assert not Request.objects.exists()


def test_a_reference_of_another_state_or_one_that_is_taken_is_refused(duty, peer):
    assert peer.ask(reference="XC-2026-0007").code == "reference-taken"
    assert peer.ask().code == ""
    again = peer.ask(thread="01a2b3c4-5d6e-7f80-9a0b-000000000000")
    assert again.code == "reference-taken"


def test_an_act_on_a_thread_that_nobody_began_is_refused(peer):
    assert peer.say("withdraw", {"reasons": "No longer."}, thread=THREAD).code == "unknown-request"


def test_another_office_of_the_same_state_cannot_act_in_the_thread(duty, peer):
    received(duty, peer)
    reply = peer.say("withdraw", {"reasons": "No longer."}, thread=THREAD, sender=AuthorityId("XB/central"))
    assert reply.code == "not-the-addressee"


def test_a_disclosure_that_arrives_is_verified_and_its_files_are_awaited(duty, peer):
    request = sent(duty, peer)
    peer.say("answer", {}, thread=request.thread)
    until = AT + timedelta(days=60)
    peer.say("inform", {"about": "preserved", "since": str(AT), "until": str(until)}, thread=request.thread)
    request.refresh_from_db()
    services.announce_assistance(duty, request, assistance="A-MLA-3")
    peer.take()
    manifest, signed = peer.seal(b"rows " * 999)
    body = {"clause": "UNCC 44", "manifests": [signed.decode()]}
    assert peer.say("disclose", body, thread=request.thread, evidence=[manifest.digest]).code == ""
    (item,) = Item.objects.all()
    assert (item.name, item.arrived, item.source) == ("connection-log.csv", None, "XB/duty")
    assert queries.transfers(request.thread).get().manifest == manifest.digest


@pytest.mark.parametrize("defect", ["other manifest named", "signed by another office", "one byte flipped"])
def test_a_disclosure_whose_manifests_do_not_hold_is_refused(duty, peer, defect):
    request = sent(duty, peer)
    peer.say("answer", {}, thread=request.thread)
    until = AT + timedelta(days=60)
    peer.say("inform", {"about": "preserved", "since": str(AT), "until": str(until)}, thread=request.thread)
    manifest, signed = peer.seal(b"rows " * 999)
    named = [manifest.digest]
    if defect == "other manifest named":
        named = ["0" * 64]
    elif defect == "signed by another office":
        manifest, signed = peer.seal(b"rows " * 999, sender=AuthorityId("XB/court"))
        named = [manifest.digest]
    else:
        signed = signed.replace(b'"payload":"ey', b'"payload":"ez')
    body = {"clause": "UNCC 44", "manifests": [signed.decode()]}
    assert peer.say("disclose", body, thread=request.thread, evidence=named).code != ""
    assert not Item.objects.exists()
    request.refresh_from_db()
    assert request.state == State.PRESERVED


def test_a_withdrawal_that_arrives_stops_the_clocks(duty, peer):
    request = received(duty, peer)
    assert peer.say("withdraw", {"reasons": "No longer."}, thread=THREAD).code == ""
    request.refresh_from_db()
    assert (request.state, request.answer_due) == (State.WITHDRAWN, None)
    assert [clock.state for clock in Deadline.objects.all()] == [Deadline.State.MET]


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("answer", {}, "not-the-addressee"),  # the requester cannot accept his own request
        ("inform", {"about": "warning", "text": "Careful."}, "not-the-addressee"),
        ("withdraw", {"reasons": ""}, "reasons-missing"),
    ],
)
def test_a_requester_says_only_what_is_his_to_say(duty, peer, kind, body, code):
    request = received(duty, peer)
    before = events()
    assert peer.say(kind, body, thread=THREAD).code == code
    request.refresh_from_db()
    assert request.state == State.OPENED
    assert events() == before


def test_a_preservation_before_the_acceptance_is_refused_and_what_follows_is_taken(duty, peer, ticking):
    request = sent(duty, peer)
    until = ticking.at + timedelta(days=60)
    told = {"about": "preserved", "since": str(ticking.at), "until": str(until)}
    assert peer.say("inform", told, thread=request.thread).code == "not-now"
    assert peer.say("answer", {}, thread=request.thread).code == ""
    assert peer.say("inform", told, thread=request.thread).code == ""
    request.refresh_from_db()
    assert request.state == State.PRESERVED
