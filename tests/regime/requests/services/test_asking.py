"""What the requester says after sending: more, a request for assistance, that nothing is needed any more."""

import pytest
from tests.regime.desk import sent

from comity.errors.requests import ReasonsMissing
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules.life import State

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


def test_questions_are_answered_and_the_request_stands_open_again(duty, peer):
    request = sent(duty, peer)
    assert (
        peer.say(
            "ask-more", {"questions": [{"about": "data", "question": "Which hours?"}]}, thread=request.thread
        ).code
        == ""
    )
    services.supply(duty, request, text="All of them, in UTC.")
    assert request.state == State.OPENED
    assert peer.take()[-1].act.body == {"about": "supplement", "text": "All of them, in UTC."}


def test_a_withdrawal_ends_the_matter_and_an_acceptance_that_crosses_it_changes_nothing(duty, peer):
    request = sent(duty, peer)
    services.withdraw(duty, request, reasons="The suspect was found elsewhere.")
    assert peer.say("answer", {}, thread=request.thread).code == ""
    request.refresh_from_db()
    assert request.state == State.WITHDRAWN


def test_an_answer_to_questions_says_something(duty, peer):
    request = sent(duty, peer)
    asked = {"questions": [{"about": "data", "question": "Which hours?"}]}
    peer.say("ask-more", asked, thread=request.thread)
    with pytest.raises(ReasonsMissing):
        services.supply(duty, request, text=" \n")
    assert Request.objects.get().state == State.MORE_ASKED
    assert peer.take() == []


def test_a_request_for_assistance_is_announced_by_its_reference(duty, peer):
    request = sent(duty, peer)
    peer.say("answer", {}, thread=request.thread)
    with pytest.raises(ReasonsMissing):
        services.announce_assistance(duty, request, assistance=" ")
    services.announce_assistance(duty, request, assistance="A-MLA-3")
    assert Request.objects.get().assistance == "A-MLA-3"
    assert [each.act.body for each in peer.take()] == [{"about": "assistance", "assistance": "A-MLA-3"}]


def test_a_withdrawal_says_why(duty, peer):
    request = sent(duty, peer)
    with pytest.raises(ReasonsMissing):
        services.withdraw(duty, request, reasons="")
    assert Request.objects.get().state == State.SENT
