"""The requested State's desk opens, asks, decides, preserves and discloses, and nobody else does."""

from datetime import timedelta

import pytest
from tests.regime.desk import REASONS, THREAD, events, received, talk

from comity.errors.requests import (
    ConsultationMissing,
    DisclosureNotAsked,
    NotNow,
    ReasonsMissing,
    VoidGround,
)
from comity.foundation.sealing import MemorySource
from comity.node import queries
from comity.node.models import Deadline
from comity.regime.evidence.services import Intake, take_in
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules import bodies
from comity.regime.requests.rules.bodies import Acceptance, Question, Questions
from comity.regime.requests.rules.life import Event, State
from comity.words import AuthorityId

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


def test_opening_a_request_certifies_its_retrieval_to_the_sender(duty, peer):
    request = received(duty, peer)
    assert request.state == State.OPENED
    assert queries.receipts(THREAD).filter(kind="retrieval").count() == 1
    with pytest.raises(NotNow):
        services.open_request(duty, request)


def test_the_clock_stands_still_while_the_requester_is_asked_for_more(duty, peer, ticking):
    request = received(duty, peer)
    ticking.move(minutes=30)
    services.ask_more(duty, request, Questions(questions=(Question(about="data", question="Which hours?"),)))
    assert request.answer_due is None
    peer.take()
    ticking.move(hours=20)
    assert peer.say("inform", {"about": "supplement", "text": "All."}, thread=THREAD).code == ""
    request.refresh_from_db()
    assert request.answer_due == ticking.at + timedelta(minutes=90)
    assert request.answer_clock().left(ticking.at) == timedelta(minutes=90)


@pytest.mark.mandate("E8", "E12")
def test_a_refusal_needs_its_consultation_and_a_ground_that_stands(duty, peer, ticking):
    request = received(duty, peer)
    with pytest.raises(ConsultationMissing):
        services.refuse(duty, request, ground="discrimination", reasons=REASONS, consultation=None)
    with pytest.raises(VoidGround):
        services.refuse(duty, request, ground="bank-secrecy", reasons=REASONS, consultation=talk(ticking))
    services.consult(duty, request, ground="discrimination", text="We fear for the person; can you assure us?")
    services.refuse(duty, request, ground="discrimination", reasons=REASONS, consultation=talk(ticking))
    assert request.state == State.REFUSED
    assert peer.take()[-1].act.body["clause"] == "UNCC 40(22)"
    assert events()[-2:] == [Event.CONSULTED, Event.REFUSED]


def test_a_danger_to_the_case_is_told_to_the_requester(duty, peer):
    request = received(duty, peer)
    services.warn(duty, request, text="The provider notifies its users of every order.")
    assert peer.take()[-1].act.body["about"] == "warning"
    assert request.state == State.OPENED


@pytest.mark.mandate("E4", "E12")
def test_preserved_data_leave_only_for_a_request_for_assistance(duty, peer):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance())
    services.record_preservation(duty, request)
    item = take_in(
        duty,
        MemorySource(b"log " * 1000),
        Intake("log.csv", "text/csv", "Collected at the provider.", thread=THREAD),
        authority=AuthorityId("XA/duty"),
    )
    with pytest.raises(DisclosureNotAsked):
        services.disclose(duty, request, [item])
    peer.take()
    peer.say("inform", {"about": "assistance", "assistance": "B-MLA-9"}, thread=THREAD)
    request.refresh_from_db()
    services.disclose(duty, request, [item], conditions="For this case only.")
    assert request.state == State.DISCLOSED
    (verified,) = peer.take()
    told = bodies.read_disclosure(dict(verified.act.body))
    assert told.conditions == "For this case only."
    assert len(verified.act.evidence) == 1
    assert [event.event.split(":")[-1] for event in item.chain()] == ["collected", "sealed", "transferred"]


def test_the_clock_runs_on_where_nothing_is_asked(duty, peer):
    request = received(duty, peer)
    with pytest.raises(ReasonsMissing):
        services.ask_more(duty, request, Questions(questions=()))
    assert Deadline.objects.get().state == Deadline.State.RUNNING
    assert Request.objects.get().state == State.OPENED
