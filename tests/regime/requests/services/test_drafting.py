"""A request grows as a draft on the requester's desk, and leaves it whole or not at all."""

from dataclasses import replace

import pytest
from tests.regime.desk import events, sent
from tests.regime.states import WHOLE

from comity.access import Actor, Role
from comity.errors.requests import (
    AddresseeNotCompetent,
    LanguageNotAccepted,
    MissingContent,
    NotNow,
)
from comity.node.models import Dispatch
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules import bodies
from comity.regime.requests.rules.content import Content
from comity.regime.requests.rules.life import Event, State
from comity.words import Language, StateCode

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


def test_a_draft_is_kept_as_it_grows_and_sent_once_it_is_whole(duty, peer):
    draft = services.open_draft(duty)
    assert (draft.reference, draft.state, draft.ours) == ("XA-2026-0001", State.DRAFT, "XA/duty")
    with pytest.raises(MissingContent):
        services.send(duty, draft)
    services.revise(duty, draft, replace(WHOLE, facts=""))
    assert Request.objects.get().statements == replace(WHOLE, facts="")
    services.revise(duty, draft, WHOLE)
    services.send(duty, draft)
    assert draft.state == State.SENT
    (verified,) = peer.take()
    told = bodies.read_request(dict(verified.act.body))
    assert (told.reference, told.content) == ("XA-2026-0001", WHOLE)
    assert verified.act.kind == "preserve"
    assert events() == [Event.DRAFTED, Event.REVISED, Event.REVISED, Event.SENT]


@pytest.mark.mandate("E8")
def test_what_the_addressees_rules_refuse_is_not_sent_and_leaves_no_trace(duty, peer):
    draft = services.open_draft(duty, replace(WHOLE, language=Language.RUSSIAN))
    assert [type(fault) for fault in services.dry_run(duty, draft).faults] == [LanguageNotAccepted]
    with pytest.raises(LanguageNotAccepted):
        services.send(duty, draft)
    assert Request.objects.get().state == State.DRAFT
    assert not Dispatch.objects.exists()
    assert events() == [Event.DRAFTED]


def test_a_draft_that_was_sent_is_not_sent_again(duty, peer):
    request = sent(duty, peer)
    with pytest.raises(NotNow):
        services.send(duty, request)
    assert Dispatch.objects.count() == 1


def test_references_count_up_and_none_is_used_twice(duty, peer):
    references = [services.open_draft(duty).reference for _ in range(3)]
    assert references == ["XA-2026-0001", "XA-2026-0002", "XA-2026-0003"]


def test_a_draft_that_is_given_up_stays_unsent(duty, peer):
    draft = services.discard(duty, services.open_draft(duty, WHOLE))
    with pytest.raises(NotNow):
        services.send(duty, draft)


def test_an_empty_draft_has_nothing_to_say(duty, node):
    assert services.open_draft(duty).statements == Content()


@pytest.mark.parametrize(
    ("role", "office"), [(Role.DUTY_OFFICER, "XA/duty"), (Role.CENTRAL_AUTHORITY, "XA/central")]
)
def test_an_officer_without_an_office_of_his_own_speaks_for_the_office_of_his_role(node, role, office):
    assert services.own_authority(Actor("officer", StateCode("XA"), frozenset({role}))) == office


def test_nobody_speaks_for_an_office_that_is_not_of_his_role(node):
    with pytest.raises(AddresseeNotCompetent):
        services.own_authority(Actor("oversight", StateCode("XA"), frozenset({Role.OVERSIGHT})))


def test_a_dry_run_names_every_fault_and_sends_nothing(duty, peer):
    draft = services.open_draft(duty, replace(WHOLE, facts="", language=Language.RUSSIAN))
    faults = {type(fault) for fault in services.dry_run(duty, draft).faults}
    assert faults == {MissingContent, LanguageNotAccepted}
    assert not Dispatch.objects.exists()
    assert events() == [Event.DRAFTED]
