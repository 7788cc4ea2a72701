"""When a clock of a request runs out, the node notes it and tells it, and decides nothing."""

from datetime import timedelta

import pytest
from tests.regime.desk import THREAD, events, received
from tests.regime.states import AT

from comity.errors.requests import PreservationTooShort
from comity.node import deadlines
from comity.node.models import Deadline
from comity.regime.requests import services
from comity.regime.requests.rules.bodies import Acceptance
from comity.regime.requests.rules.life import Event, State

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


@pytest.mark.mandate("E3", "E8")
def test_accepted_data_are_preserved_for_sixty_days_and_then_lapse(duty, peer, ticking):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance(order="A-12/2026"))
    assert Deadline.objects.get(what="requests:answer").state == Deadline.State.MET
    with pytest.raises(PreservationTooShort):
        services.record_preservation(duty, request, until=AT + timedelta(days=59))
    services.record_preservation(duty, request)
    assert request.preserved_until == AT + timedelta(days=60)
    assert [each.act.kind for each in peer.take()] == ["answer", "inform"]
    ticking.move(days=60)
    deadlines.expire(ticking.at)
    request.refresh_from_db()
    assert request.state == State.LAPSED
    assert [each.act.body["about"] for each in peer.take()] == ["lapsed"]
    assert events() == [Event.RECEIVED, Event.OPENED, Event.ACCEPTED, Event.PRESERVED, Event.LAPSED]


@pytest.mark.mandate("E8")
def test_an_announced_request_for_assistance_keeps_the_data_preserved(duty, peer, ticking):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance())
    services.record_preservation(duty, request)
    peer.take()
    assert peer.say("inform", {"about": "assistance", "assistance": "B-MLA-9"}, thread=THREAD).code == ""
    ticking.move(days=61)
    deadlines.expire(ticking.at)
    request.refresh_from_db()
    assert request.state == State.PRESERVED
    assert events()[-1] == Event.CONTINUED


def test_an_answer_that_is_late_is_noted_once_and_the_request_stays_open(duty, peer, ticking):
    request = received(duty, peer)
    ticking.move(hours=3)
    deadlines.expire(ticking.at)
    deadlines.expire(ticking.at)
    assert events().count(Event.OVERDUE) == 1
    services.accept(duty, request, Acceptance())
    assert request.state == State.ACCEPTED
