import pytest
from bench.negotiated import Size, made
from hypothesis import given, settings, strategies as st
from tests.committee.text.rules.negotiation.logs import FIRST, issue, said, text

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    ROOT,
    Agree,
    Given,
    Issue,
    NewProvision,
    PlaceBrackets,
    Propose,
    Reopen,
)
from comity.committee.text.rules.negotiation.settling import settle
from comity.committee.text.rules.negotiation.state import Pile, Reason, Standing, Status
from comity.committee.text.rules.words import cut
from comity.errors.text import AgreedWordsChanged, DraftOutOfTurn, MalformedDraft

MAY = Propose("p1", 2, 3, cut("may"))
REVISED = "Where needed, each Party shall adopt measures to preserve stored electronic data."


def piles(found, draft: int = 2):
    return {each.number: each for each in found.negotiation.piles[draft]}


@pytest.mark.mandate("R16")
def test_an_untouched_proposal_is_carried_silently() -> None:
    found = text(("XA", MAY), (CHAIR, issue(draft=2, second="Nothing is left of the rest.")))
    assert piles(found)[2].pile is Pile.UNTOUCHED
    moved = text(("XA", Propose("p1", 7, 8)), (CHAIR, issue(draft=2, first=REVISED)))
    proposal = moved.negotiation.proposal(2)
    assert moved.negotiation.provisions["p1"].words[proposal.start].strip() == "stored"
    assert piles(moved)[2].pile is Pile.UNTOUCHED


@pytest.mark.mandate("R16")
def test_a_changed_one_shows_the_words_before_and_now() -> None:
    revised = "Each Party shall adopt all measures needed to preserve stored electronic data."
    found = text(("XA", Propose("p1", 3, 6, cut("seek to"))), (CHAIR, issue(draft=2, first=revised)))
    carried = piles(found)[2]
    assert carried.pile is Pile.CHANGED
    assert "".join(carried.before) == "adopt measures to "
    assert "".join(carried.now) == "adopt all measures needed to "


@pytest.mark.mandate("R16")
def test_an_impossible_one_goes_back_to_its_sponsors_with_the_reason() -> None:
    found = text(
        ("XA", MAY),
        ("XB", PlaceBrackets("p2", 0, 2)),
        (CHAIR, issue(draft=2, first="No duty is laid on anyone.", second="")),
    )
    assert [(each.pile, each.reason) for each in piles(found).values()] == [
        (Pile.RETURNED, Reason.WORDS_GONE),
        (Pile.RETURNED, Reason.PROVISION_GONE),
    ]
    assert found.negotiation.proposal(2).status is Status.RETURNED
    assert found.negotiation.provisions["p2"].standing is Standing.STRUCK


@pytest.mark.mandate("R16")
def test_words_that_a_draft_takes_from_a_proposal_stay_that_proposals_words() -> None:
    found = text(("XA", MAY), (CHAIR, issue(draft=2, first=FIRST.replace("shall", "may"))))
    proposal = found.negotiation.proposal(2)
    assert (proposal.status, proposal.reason) == (Status.TAKEN_UP, Reason.WORDS_STAND)
    assert found.negotiation.provisions["p1"].ids[2] == proposal.ids[0]


def test_words_that_a_draft_keeps_keep_their_history() -> None:
    found = text((CHAIR, issue(draft=2, first=REVISED)))
    before = text().negotiation.provisions["p1"].ids
    now = found.negotiation.provisions["p1"].ids
    assert set(before) - set(now) == {before[0]}  # Each, each
    assert [version.entry for version in found.negotiation.provisions["p1"].versions] == [1, 2]


def test_a_draft_does_not_change_what_is_agreed() -> None:
    for agreement in (Agree("p1"), Agree("p1", 2, 4)):
        with pytest.raises(AgreedWordsChanged):
            text((CHAIR, agreement), (CHAIR, issue(draft=2, first=FIRST.replace("shall", "may"))))
    kept = text((CHAIR, Agree("p1")), (CHAIR, issue(draft=2, second="Something else.")))
    assert kept.negotiation.provisions["p1"].agreed == 2
    text(
        (CHAIR, Agree("p1")), ("XA", Reopen("p1")), (CHAIR, issue(draft=2, first=FIRST.replace("shall", "may")))
    )


def test_a_draft_does_not_leave_out_what_is_agreed() -> None:
    with pytest.raises(AgreedWordsChanged):
        text((CHAIR, Agree("p2")), (CHAIR, issue(draft=2, second="")))


def test_what_is_only_proposed_stays_proposed_unless_the_draft_takes_it_up() -> None:
    new = NewProvision("n", Kind.PARAGRAPH, "a", cut("States shall train."), "p1")
    kept = text(("XA", new), (CHAIR, issue(draft=2)))
    assert [line.provision.id for line in kept.lines("a")] == ["a", "p1", "n", "p2"]
    assert piles(kept)[2].pile is Pile.UNTOUCHED
    given = (*issue().provisions, Given("n", Kind.PARAGRAPH, "a", cut("States shall train.")))
    taken = text(("XA", new), (CHAIR, Issue(2, given)))
    assert taken.negotiation.proposal(2).status is Status.TAKEN_UP
    assert taken.negotiation.provisions["n"].standing is Standing.STANDS


def test_drafts_come_in_their_turn_and_name_each_provision_once_after_what_holds_it() -> None:
    with pytest.raises(DraftOutOfTurn):
        text((CHAIR, issue(draft=3)))
    for provisions in ((), (Given("a", Kind.ARTICLE, "b", ()),), (Given("a", Kind.ARTICLE, ROOT, ()),) * 2):
        with pytest.raises(MalformedDraft):
            text(draft=Issue(1, tuple(provisions)))


@pytest.mark.mandate("R16")
@settings(max_examples=8)
@given(st.integers(0, 10_000))
def test_every_open_proposal_is_in_exactly_one_of_the_three_piles(seed) -> None:
    log = made(seed, Size(articles=3, words=500, proposals=60, positions=60, revised=2, states=8))
    for at, entry in enumerate(log):
        if isinstance(entry.act, Issue) and at:
            before, after = settle(log[:at]), settle(log[: at + 1])
            was_open = [
                each.number for one in before.provisions.values() for each in one.everything() if each.is_open
            ]
            piled = [each.number for each in after.piles[entry.act.draft]]
            assert sorted(piled) == sorted(was_open)
            for each in after.piles[entry.act.draft]:
                provision = after.provisions[after.where[each.number]]
                matter = provision.proposals.get(each.number) or provision.brackets[each.number]
                assert matter.is_open == (each.pile is not Pile.RETURNED)
                if not matter.is_open:
                    assert matter.reason is not Reason.NONE
                    assert matter.closed == entry.number


def test_the_words_of_a_revised_draft_are_the_drafts() -> None:
    assert said(text(("XA", MAY), (CHAIR, issue(draft=2, first=REVISED))), "p1") == REVISED
