"""A deed on a request is one transaction and one entry, done by the State's own officers."""

import pytest
from tests.regime.desk import REASONS, received

from comity.access import ANONYMOUS, Actor, Role
from comity.errors.access import NotPermitted
from comity.errors.requests import NotNow, NotTheAddressee, ReasonsMissing
from comity.node.models import RecordEntry
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules.bodies import Acceptance, Questions
from comity.regime.requests.rules.life import Deed, Event, State
from comity.regime.requests.services.writing import doing
from comity.words import StateCode

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


STRANGERS = [
    ANONYMOUS,
    Actor("delegate", StateCode("XA"), frozenset({Role.DELEGATE})),
    Actor("chair", StateCode("XA"), frozenset({Role.CHAIR})),
    Actor("secretariat", None, frozenset({Role.SECRETARIAT})),
    Actor("oversight", StateCode("XA"), frozenset({Role.OVERSIGHT})),
    Actor("administrator", StateCode("XA"), frozenset({Role.ADMINISTRATOR})),
    Actor("duty of another State", StateCode("XC"), frozenset({Role.DUTY_OFFICER})),
    Actor("node", None, frozenset({Role.NODE})),
]


DEEDS = {
    "open": services.open_request,
    "accept": lambda actor, request: services.accept(actor, request, Acceptance()),
    "refuse": lambda actor, request: services.refuse(
        actor, request, ground="discrimination", reasons=REASONS, consultation=None
    ),
    "ask": lambda actor, request: services.ask_more(actor, request, Questions(questions=())),
    "warn": lambda actor, request: services.warn(actor, request, text="Careful."),
    "preserve": services.record_preservation,
    "read": lambda actor, request: services.find(actor, request.reference),
    "story": services.story,
    "withdraw": lambda actor, request: services.withdraw(actor, request, reasons="So."),
}


@pytest.mark.mandate("E12")
@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda actor: actor.name)
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_but_the_states_own_officers_touches_a_case(peer, stranger, deed):
    peer.ask()
    before = RecordEntry.objects.count()
    with pytest.raises(NotPermitted):
        DEEDS[deed](stranger, Request.objects.get())
    assert Request.objects.get().state == State.RECEIVED
    assert RecordEntry.objects.count() == before


@pytest.mark.mandate("E12")
def test_nothing_of_a_case_stands_in_the_record(duty, peer):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance(order="A-12/2026", remarks="acct-4471 was found"))
    for row in RecordEntry.objects.all():
        written = f"{row.event} {row.about} {row.by} {row.digest}"
        assert not {"acct-4471", "hospital"} & set(written.split())


def test_of_two_officers_who_decide_on_the_same_page_the_second_is_told_that_it_is_decided(duty, peer):
    request = received(duty, peer)
    page = Request.objects.get()
    services.accept(duty, request, Acceptance())
    with pytest.raises(NotNow):
        services.accept(duty, page, Acceptance())
    assert [each.act.kind for each in peer.take()] == ["answer"]


def test_a_deed_that_fails_leaves_the_request_its_story_and_the_record_as_they_were(duty, peer):
    request = received(duty, peer)
    before = (RecordEntry.objects.count(), request.story.count(), request.changed)
    with pytest.raises(ReasonsMissing):
        services.warn(duty, request, text=" ")
    request.refresh_from_db()
    assert (RecordEntry.objects.count(), request.story.count(), request.changed) == before
    assert peer.take() == []


def test_what_is_addressed_to_nobody_is_told_to_nobody(duty, node):
    draft = services.open_draft(duty)
    with pytest.raises(NotTheAddressee), doing(duty, Deed.SEND, draft) as deed:
        deed.tell({})
    assert Request.objects.get().state == State.DRAFT


def test_a_line_of_the_story_names_its_officer_its_office_and_its_act(duty, peer):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance(order="A-12/2026"))
    (told,) = peer.take()
    came, opened, accepted = request.story.all()
    assert (came.by, came.authority) == ("duty officer", "XB/duty")
    assert (opened.by, opened.authority, opened.act) == ("duty", "XA/duty", "")
    assert (accepted.event, accepted.act, accepted.at) == (Event.ACCEPTED, told.act.id, told.act.at)
