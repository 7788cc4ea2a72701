"""Each service is one act: one transaction, one entry in the record, its dispatches; and both sides agree."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.regime.states import AT, WHOLE
from tests.time_authority import Authority

from comity.access import ANONYMOUS, Actor, Role
from comity.errors.access import NotPermitted
from comity.errors.evidence import NeededByRequest
from comity.errors.requests import (
    ConsultationMissing,
    DisclosureNotAsked,
    LanguageNotAccepted,
    MissingContent,
    NotNow,
    PreservationTooShort,
    UnknownRequest,
    VoidGround,
)
from comity.foundation.bundle import verify_bundle
from comity.foundation.record.stamps import stamp_request
from comity.foundation.sealing import MemorySource
from comity.node import deadlines, profiles, queries, record, subjects
from comity.node.models import Deadline, Dispatch, RecordEntry, TimeStamp
from comity.regime.evidence.models import Item
from comity.regime.evidence.services import Intake, order_destruction, take_in
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules import bodies
from comity.regime.requests.rules.bodies import Acceptance, Question, Questions
from comity.regime.requests.rules.content import Content
from comity.regime.requests.rules.life import Event, State
from comity.regime.requests.rules.refusal import Consultation, Means
from comity.words import AuthorityId, Language, StateCode

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]
THREAD = "01a2b3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b"
REASONS = "Execution would reveal an operation on which the security of the State depends."


def events() -> list[str]:
    """What the record says of requests and evidence, in order."""
    rows = RecordEntry.objects.order_by("index").values_list("event", flat=True)
    return [event for event in rows if event.startswith(("requests:", "evidence:"))]


def sent(duty, peer, content=WHOLE) -> Request:
    request = services.send(duty, services.open_draft(duty, content))
    peer.take()
    return request


def received(duty, peer) -> Request:
    assert peer.ask().code == ""
    return services.open_request(duty, Request.objects.get())


def talk(ticking) -> Consultation:
    return Consultation(
        at=ticking.at, means=Means.TELEPHONE, office="24/7 point", outcome="No condition helps."
    )


# The requester's desk.


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


# The requested State's desk.


@pytest.mark.mandate("E8", "E11")
def test_a_received_request_waits_for_a_decision_with_its_clock_running(duty, peer, ticking):
    reply = peer.ask()
    assert (reply.code, len(reply.receipts)) == ("", 2)
    (request,) = services.inbox(duty)
    assert (request.state, request.reference, request.theirs) == (State.RECEIVED, "XB-2026-0007", "XB/duty")
    assert request.answer_due == AT + timedelta(hours=2)
    assert Deadline.objects.get().due == request.answer_due
    assert events() == [Event.RECEIVED]


def test_opening_a_request_certifies_its_retrieval_to_the_sender(duty, peer):
    request = received(duty, peer)
    assert request.state == State.OPENED
    assert queries.receipts(THREAD).filter(kind="retrieval").count() == 1
    with pytest.raises(NotNow):
        services.open_request(duty, request)


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


@pytest.mark.mandate("E4", "E8")
def test_the_bundle_of_a_finished_request_is_verified_with_no_node(duty, peer):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance())
    services.record_preservation(duty, request)
    peer.take()
    peer.say("inform", {"about": "assistance", "assistance": "B-MLA-9"}, thread=THREAD)
    request.refresh_from_db()
    said = Intake("log.csv", "text/csv", "Collected at the provider.", thread=THREAD)
    item = take_in(duty, MemorySource(b"log " * 1000), said, authority=AuthorityId("XA/duty"))
    services.disclose(duty, request, [item])
    packed = services.bundle(duty, request)
    pins = {profile.state: profile.fingerprint for profile in (profiles.own_profile(), *profiles.peers())}
    verified = verify_bundle(packed, pins=pins)
    assert [proved.act.kind for proved in verified.acts] == [
        "preserve",
        "answer",
        "inform",
        "inform",
        "disclose",
    ]
    assert [found.manifest.name for found in verified.manifests] == ["log.csv"]
    assert packed == services.bundle(duty, request)


def test_the_bundle_encloses_the_time_stamp_that_covers_its_receipts(duty, peer, tmp_path):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance())
    authority, at = Authority(tmp_path / "authority"), peer.clock.at
    note = record.checkpoint()
    token = authority.answer(stamp_request(note))
    TimeStamp.objects.create(size=note.size, text=note.text, token=token, at=at, next_attempt=at)
    verified = verify_bundle(services.bundle(duty, request), roots=authority.roots)
    assert verified.stamps_proved
    assert [stamp.checkpoint for stamp in verified.stamps] == [note]


def test_a_draft_has_nothing_to_bundle(duty, node):
    with pytest.raises(NotNow):
        services.bundle(duty, services.open_draft(duty))


# Who may.

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
def test_oversight_sees_counts_and_no_case(peer):
    peer.ask()
    oversight = Actor("oversight", StateCode("XA"), frozenset({Role.OVERSIGHT}))
    assert services.counts(oversight) == {"requester": {}, "requested": {"received": 1}}
    with pytest.raises(NotPermitted):
        services.inbox(oversight)


@pytest.mark.mandate("E12")
def test_nothing_of_a_case_stands_in_the_record(duty, peer):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance(order="A-12/2026", remarks="acct-4471 was found"))
    for row in RecordEntry.objects.all():
        written = f"{row.event} {row.about} {row.by} {row.digest}"
        assert not {"acct-4471", "hospital"} & set(written.split())


def test_an_unknown_reference_is_refused_without_telling_more(duty, node):
    with pytest.raises(UnknownRequest):
        services.find(duty, "XA-2026-9999")


def test_an_empty_draft_has_nothing_to_say(duty, node):
    assert services.open_draft(duty).statements == Content()
