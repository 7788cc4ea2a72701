"""Requests are found by those who may see them, and counted for those who may see no more."""

from dataclasses import replace

import pytest
from tests.regime.desk import REASONS, received, talk
from tests.regime.states import WHOLE

from comity.access import Actor, Role
from comity.errors.access import NotPermitted
from comity.errors.evidence import NeededByRequest
from comity.errors.requests import UnknownRequest
from comity.foundation.sealing import MemorySource
from comity.node import subjects
from comity.node.models import Dispatch, RecordEntry
from comity.regime.evidence.services import Intake, order_destruction, take_in
from comity.regime.requests import services
from comity.regime.requests.rules.bodies import Acceptance
from comity.regime.requests.rules.life import Event, State
from comity.words import AuthorityId, StateCode

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


@pytest.mark.mandate("E4")
def test_a_request_needs_its_evidence_until_it_has_ended(duty, peer, ticking):
    request = received(duty, peer)
    assert subjects.needing(request.thread) == [request.reference]
    item = take_in(
        duty,
        MemorySource(b"rows"),
        Intake("log", "text/csv", "Asked for.", thread=request.thread),
        authority=AuthorityId("XA/duty"),
    )
    with pytest.raises(NeededByRequest):
        order_destruction(duty, item, reason="To be rid of it.")
    services.refuse(duty, request, ground="discrimination", reasons=REASONS, consultation=talk(ticking))
    assert order_destruction(duty, item, reason="Nobody needs it.").officers == 2
    assert subjects.needing(request.thread) == []
    assert subjects.needing("another thread") == []


@pytest.mark.mandate("E12")
def test_oversight_sees_counts_and_no_case(peer):
    peer.ask()
    oversight = Actor("oversight", StateCode("XA"), frozenset({Role.OVERSIGHT}))
    assert services.counts(oversight) == {"requester": {}, "requested": {"received": 1}}
    with pytest.raises(NotPermitted):
        services.inbox(oversight)


def test_an_unknown_reference_is_refused_without_telling_more(duty, node):
    with pytest.raises(UnknownRequest):
        services.find(duty, "XA-2026-9999")


def test_the_story_tells_each_act_with_what_certifies_it(duty, peer):
    request = services.send(duty, services.open_draft(duty, WHOLE))
    drafted, sent = services.story(duty, request)
    assert (drafted.receipts, drafted.entry, drafted.waiting) == ((), None, None)
    assert [(receipt.kind, receipt.state) for receipt in sent.receipts] == [("submission", "XA")]
    assert RecordEntry.objects.get(index=sent.entry).event == Event.SENT
    assert (sent.waiting.peer, sent.waiting.state) == ("XB", Dispatch.State.WAITING)


def test_drafts_what_was_sent_and_what_came_in_are_three_lists(duty, peer):
    draft = services.open_draft(duty)
    given_up = services.discard(duty, services.open_draft(duty))
    sent = services.send(duty, services.open_draft(duty, WHOLE))
    peer.ask()
    assert [row.reference for row in services.drafts(duty)] == [draft.reference]
    assert [row.reference for row in services.sent(duty)] == [sent.reference]
    assert [row.reference for row in services.inbox(duty)] == ["XB-2026-0007"]
    assert given_up.state == State.DISCARDED
    assert services.awaiting(duty) == 1


def test_the_shortest_time_left_stands_first_and_what_is_decided_last(duty, peer):
    urgent = replace(WHOLE, to=AuthorityId("XA/duty"))
    calm = replace(urgent, urgent=False, urgency="")
    threads = ["01a2b3c4-5d6e-7f80-9a0b-00000000000" + digit for digit in "123"]
    for reference, content, thread in zip(
        ("0001", "0002", "0003"), (urgent, calm, urgent), threads, strict=True
    ):
        assert peer.ask(content, reference=f"XB-2026-{reference}", thread=thread).code == ""
    decided = services.open_request(duty, services.find(duty, "XB-2026-0001"))
    services.accept(duty, decided, Acceptance())
    assert [row.reference[-1] for row in services.inbox(duty)] == ["3", "2", "1"]
    assert services.awaiting(duty) == 2
