from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from comity.access import Actor, Role
from comity.committee.text.models import LogEntry, Negotiated, Negotiating, Text, log_of, negotiating
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Accept,
    Agree,
    Comment,
    NewProvision,
    PlaceBrackets,
    Propose,
    Reopen,
    Stance,
    TakeStance,
)
from comity.committee.text.rules.negotiation.codec import entry_from_json
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.meetings import by_session, readings
from comity.committee.text.rules.negotiation.settling import settle
from comity.committee.text.rules.negotiation.state import Pile
from comity.committee.text.rules.words import cut
from comity.committee.text.services import (
    Said,
    enter,
    enter_all,
    import_draft,
    issue_draft,
    open_negotiation,
    try_out,
)
from comity.errors.access import NotPermitted
from comity.errors.text import (
    AgreedAlready,
    AgreedWordsChanged,
    AlreadyUnderNegotiation,
    NotUnderNegotiation,
    RangeOutside,
    SignsThatMislead,
    TextMovedOn,
    UnknownHolder,
)
from comity.foundation.envelopes import parse_canonical
from comity.node.models import RecordEntry
from comity.words import Language, StateCode

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
SOURCE = "## Article 1. Scope\n\n1. Each Party shall act on any request.\n\n2. It [may] refuse.\n"
DELEGATE = Actor("delegate of Aldova", StateCode("XA"), frozenset({Role.DELEGATE}))
OTHER = Actor("delegate of Borania", StateCode("XB"), frozenset({Role.DELEGATE}))
CHAIRING = Actor("chair", None, frozenset({Role.CHAIR}))
OBSERVER = Actor("observer", None, frozenset({Role.OBSERVER}))


def opened(secretariat: Actor, source: str = SOURCE) -> Negotiated:
    draft = import_draft(secretariat, source=source.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


def paragraph(row: Negotiated, beginning: str = "Each") -> str:
    now = negotiating(row).text.negotiation
    return next(name for name, each in now.provisions.items() if "".join(each.words).startswith(beginning))


def current(row: Negotiated) -> Negotiating:
    return negotiating(Negotiated.objects.get(pk=row.pk))


@pytest.mark.mandate("R16")
def test_an_act_is_one_transaction_one_entry_in_the_log_and_one_in_the_record(secretariat: Actor) -> None:
    row = opened(secretariat)
    before = RecordEntry.objects.count()
    name = paragraph(row)
    entry = enter(DELEGATE, row.text, Propose(name, 2, 3, cut("may")), Said("XA", "2/3", "A/AC.291/L.4"))
    assert RecordEntry.objects.count() == before + 1
    assert RecordEntry.objects.last().event == "text:act:entered"
    kept = LogEntry.objects.get(text=row.text, number=entry.number)
    assert (kept.kind, kept.by, kept.entered) == ("propose", "XA", "delegate of Aldova")
    now = current(row)
    assert now.log[-1] == entry
    assert now.text.negotiation.proposal(entry.number).is_open
    assert now.text.negotiation == consolidate(now.log).negotiation


def test_what_the_rules_refuse_leaves_no_trace(secretariat: Actor) -> None:
    row = opened(secretariat)
    counts = LogEntry.objects.count(), RecordEntry.objects.count()
    enter(CHAIRING, row.text, Agree(paragraph(row)), Said(CHAIR))
    with pytest.raises(AgreedAlready):
        enter(DELEGATE, row.text, Propose(paragraph(row), 2, 3), Said("XA"))
    assert (LogEntry.objects.count(), RecordEntry.objects.count()) == (counts[0] + 1, counts[1] + 1)
    assert current(row).row.entries == LogEntry.objects.count()


@pytest.mark.mandate("R16")
def test_nobody_acts_in_the_name_of_another(secretariat: Actor) -> None:
    row = opened(secretariat)
    name = paragraph(row)
    proposal = Propose(name, 2, 3, cut("may"))
    for actor, by in (
        (DELEGATE, "XB"),
        (DELEGATE, CHAIR),
        (CHAIRING, "XA"),
        (OBSERVER, "XA"),
        (OBSERVER, CHAIR),
    ):
        with pytest.raises(NotPermitted):
            enter(actor, row.text, proposal, Said(by))
    for decision in (Agree(name), Accept(2)):
        with pytest.raises(NotPermitted):
            enter(DELEGATE, row.text, decision, Said("XA"))
        with pytest.raises(NotPermitted):
            enter(secretariat, row.text, decision, Said("XA"))
    assert enter(secretariat, row.text, proposal, Said("G77")).by == "G77"
    assert enter(DELEGATE, row.text, proposal, Said("Aldova")).by == "XA"


def test_an_observer_comments_and_does_not_draft(secretariat: Actor) -> None:
    row = opened(secretariat)
    name = paragraph(row)
    before = current(row).text
    enter(OBSERVER, row.text, Comment(name, "Safeguards are missing."), Said("OBS"))
    assert current(row).text.marks == before.marks
    for act in (Propose(name, 2, 3), PlaceBrackets(name, 2, 3), TakeStance(2, Stance.SUPPORT), Reopen(name)):
        with pytest.raises(NotPermitted):
            enter(OBSERVER, row.text, act, Said("XA"))
        for actor in (OBSERVER, secretariat):
            with pytest.raises(NotPermitted):
                enter(actor, row.text, act, Said("OBS"))
    with pytest.raises(NotPermitted):
        enter(OBSERVER, row.text, Comment(name, "In the name of another."), Said("XA"))


@pytest.mark.parametrize(
    ("by", "words", "refusal"),
    [
        ("XQ", "may", UnknownHolder),
        ("Аldova", "may", SignsThatMislead),
        ("XA", "m\u202eay", SignsThatMislead),
        ("XA", "mаy", SignsThatMislead),
    ],
)
def test_unknown_states_and_signs_that_mislead_are_refused_by_name(
    secretariat: Actor, by, words, refusal
) -> None:
    row = opened(secretariat)
    with pytest.raises(refusal):
        enter(secretariat, row.text, Propose(paragraph(row), 2, 3, cut(words)), Said(by))


def test_who_saw_an_older_text_is_carried_or_refused_by_name(secretariat: Actor) -> None:
    row = opened(secretariat)
    name, seen = paragraph(row), current(row).row.entries
    first = enter(DELEGATE, row.text, Propose(name, 2, 3, cut("may"), seen=seen), Said("XA"))
    enter(CHAIRING, row.text, Accept(first.number), Said(CHAIR))
    carried = enter(OTHER, row.text, Propose(name, 4, 5, seen=seen), Said("XB"))
    assert current(row).text.negotiation.proposal(carried.number).is_open
    with pytest.raises(TextMovedOn):
        enter(OTHER, row.text, Propose(name, 2, 3, cut("will"), seen=seen), Said("XB"))


def test_a_proposal_on_what_was_reopened_meanwhile_stands(secretariat: Actor) -> None:
    row = opened(secretariat)
    name = paragraph(row)
    seen = enter(CHAIRING, row.text, Agree(name), Said(CHAIR)).number
    enter(OTHER, row.text, Reopen(name), Said("XB"))
    assert enter(DELEGATE, row.text, Propose(name, 2, 3, seen=seen), Said("XA")).number == seen + 2


def test_a_new_provision_is_given_its_identity_here(secretariat: Actor) -> None:
    row = opened(secretariat)
    now = current(row).text.negotiation
    article = now.provisions[paragraph(row)].parent
    act = NewProvision("", Kind.PARAGRAPH, article, cut("States shall train."), paragraph(row))
    names = {enter(DELEGATE, row.text, act, Said("XA")).act.id for _ in range(2)}
    assert len(names) == 2
    assert all(len(name) == 16 for name in names)


@pytest.mark.mandate("R16")
def test_a_revised_draft_carries_every_open_proposal(secretariat: Actor) -> None:
    row = opened(secretariat)
    name = paragraph(row)
    kept = enter(DELEGATE, row.text, Propose(name, 2, 3, cut("may")), Said("XA")).number
    lost = enter(OTHER, row.text, Propose(name, 5, 7), Said("XB")).number
    revised = SOURCE.replace("any request", "demand")
    draft = import_draft(secretariat, source=revised.encode(), title="A text", language=Language.ENGLISH)
    now, left = issue_draft(secretariat, draft)
    piles = {each.number: each.pile for each in now.text.negotiation.piles[2]}
    assert (piles[kept], piles[lost]) == (Pile.UNTOUCHED, Pile.RETURNED)
    assert left == []
    assert RecordEntry.objects.last().event == "text:draft:issued"


def test_a_draft_that_changes_agreed_words_is_refused_whole(secretariat: Actor) -> None:
    row = opened(secretariat)
    enter(CHAIRING, row.text, Agree(paragraph(row)), Said(CHAIR))
    draft = import_draft(
        secretariat, source=SOURCE.replace("shall", "may").encode(), title="A text", language=Language.ENGLISH
    )
    before = LogEntry.objects.count()
    with pytest.raises(AgreedWordsChanged):
        issue_draft(secretariat, draft)
    assert LogEntry.objects.count() == before


def test_a_text_is_put_under_negotiation_once_and_by_the_secretariat(secretariat: Actor) -> None:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    with pytest.raises(NotPermitted):
        open_negotiation(DELEGATE, draft)
    with pytest.raises(NotUnderNegotiation):
        enter(CHAIRING, draft.text, Agree(""), Said(CHAIR))
    open_negotiation(secretariat, draft)
    with pytest.raises(AlreadyUnderNegotiation):
        open_negotiation(secretariat, draft)


def test_who_may_not_follow_sees_nothing(secretariat: Actor) -> None:
    row = opened(secretariat)
    for role in (Role.DUTY_OFFICER, Role.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            log_of(Actor("office", None, frozenset({role})), row.text)
    assert log_of(OBSERVER, row.text).row == row


def test_acts_at_the_same_moment_get_one_order(secretariat: Actor) -> None:
    row = opened(secretariat)
    name = paragraph(row)

    def act(turn: int) -> int:
        try:
            words = cut(f"may in case {turn}")
            return enter(
                DELEGATE, Text.objects.get(pk=row.text_id), Propose(name, 2, 3, words), Said("XA")
            ).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(act, range(12)))
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 12))
    now = current(row)
    assert now.text.negotiation == consolidate(now.log).negotiation
    assert [entry.number for entry in now.log] == list(range(1, len(now.log) + 1))


def test_a_form_that_is_sent_twice_is_entered_once(node, secretariat: Actor) -> None:
    row = opened(secretariat)
    name = paragraph(row)
    acts = [Propose(name, 2, 3, cut("may")), Propose(name, 4, 5, cut("some"))]
    first = enter_all(DELEGATE, row.text, acts, Said("XA"), once="a-form")
    again = enter_all(DELEGATE, row.text, acts, Said("XA"), once="a-form")
    assert (
        [each.number for each in again] == [each.number for each in first] == [row.entries + 1, row.entries + 2]
    )
    assert current(row).row.entries == row.entries + 2
    assert RecordEntry.objects.filter(event="text:act:entered").count() == 1
    other = enter_all(OTHER, row.text, acts, Said("XB"), once="a-form")
    assert other[0].number > again[-1].number


def test_acts_of_one_form_are_entered_all_or_none(node, secretariat: Actor) -> None:
    row = opened(secretariat)
    name = paragraph(row)
    with pytest.raises(RangeOutside):
        enter_all(DELEGATE, row.text, [Propose(name, 2, 3), Propose(name, 90, 91)], Said("XA"), once="a-form")
    assert current(row).row.entries == row.entries
    with pytest.raises(NotPermitted):
        enter_all(DELEGATE, row.text, [Propose(name, 2, 3), Agree(name)], Said("XA"))
    assert enter_all(DELEGATE, row.text, [Propose(name, 2, 3)], Said("XA"), once="a-form")


def test_what_is_tried_out_is_not_written_and_asks_the_same_table(node, secretariat: Actor) -> None:
    row = opened(secretariat)
    name = paragraph(row)
    new = NewProvision("", Kind.PARAGRAPH, paragraph(row, "Scope"), cut("Parties shall train."), name)
    found = try_out(DELEGATE, row.text, [new, Propose(name, 2, 3, cut("may"))], Said("XA"))
    assert found.accepted is not None
    assert "may" in "".join(found.accepted.negotiation.provisions[name].words)
    assert current(row).row.entries == row.entries
    with pytest.raises(NotPermitted):
        try_out(DELEGATE, row.text, [Propose(name, 2, 3)], Said("XB"))


def test_words_that_a_bracket_parts_stay_parted_when_the_log_is_read_again(secretariat: Actor) -> None:
    row = opened(secretariat, "## Article 1\n\n1. A low-[carbon] economy [and/]or [non]-party growth.\n")
    kept = [
        entry_from_json(parse_canonical(bytes(each.content))) for each in LogEntry.objects.order_by("number")
    ]
    assert kept == list(current(row).log)
    assert [len(each.brackets) for each in settle(kept).provisions.values() if each.words][-1] == 3


@pytest.mark.mandate("R6")
def test_three_real_drafts_are_issued_one_after_the_other_and_replay_to_the_same_text(
    secretariat: Actor, shared
) -> None:
    names = ("23-oct-2015", "4-dec-2015", "12-dec-2015")
    first, *others = [
        import_draft(
            secretariat,
            source=shared(f"negotiation/unfccc_agreement_{name}.md"),
            title="Agreement",
            language=Language.ENGLISH,
        )
        for name in names
    ]
    row = open_negotiation(secretariat, first, meeting="1/1")
    for session, draft in enumerate(others, 2):
        issue_draft(secretariat, draft, meeting=f"{session}/1")
    here = current(row)
    kept = [
        entry_from_json(parse_canonical(bytes(each.content))) for each in LogEntry.objects.order_by("number")
    ]
    assert settle(kept) == here.text.negotiation
    shares = [each.shares.share_open for each in by_session(readings(kept))]
    assert len(shares) == 3
    assert shares[-1] < shares[0]
