import pytest
from tests.committee.text.rules.negotiation.logs import FIRST, log, said, text

from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Accept,
    Adopt,
    Agree,
    Leave,
    LiftBrackets,
    PlaceBrackets,
    Propose,
    Stance,
    TakeStance,
    Withdraw,
)
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.printing import marked
from comity.committee.text.rules.negotiation.state import Status
from comity.committee.text.rules.words import cut
from comity.errors.text import (
    AgreedAlready,
    LastSponsor,
    NoLongerOpen,
    NothingProposed,
    NotTheHolder,
    OthersSponsor,
    RangeOutside,
    TextMovedOn,
    UnknownProposal,
    UnknownProvision,
    WasAmended,
)

MAY = Propose("p1", 2, 3, cut("may"))


def shown(found, name: str = "p1") -> str:
    return marked(found.marks[name])


def test_a_replacement_stands_beside_the_words_it_would_replace() -> None:
    found = shown(text(("XA", MAY), ("XB", TakeStance(2, Stance.OPPOSE))))
    assert (
        found
        == "Each Party [shall (del. XA)][may (XA; del. XB)] adopt measures to preserve stored electronic data."
    )


def test_insertion_and_deletion_are_shown_with_their_sponsors() -> None:
    found = shown(text(("XA", Propose("p1", 3, 3, cut("promptly"))), ("XB", Propose("p1", 7, 8))))
    assert found == (
        "Each Party shall [promptly (XA)] adopt measures to preserve [stored (del. XB)] electronic data."
    )


def test_a_proposal_that_changes_no_word_is_refused() -> None:
    for act in (Propose("p1", 2, 3, cut("shall")), Propose("p1", 2, 2)):
        with pytest.raises(NothingProposed):
            text(("XA", act))


@pytest.mark.parametrize(
    "act", [Propose("p1", 5, 99), Propose("p1", -1, 2), Propose("p1", 4, 3), PlaceBrackets("p1", 2, 2)]
)
def test_a_range_outside_the_words_is_refused(act) -> None:
    with pytest.raises(RangeOutside):
        text(("XA", act))


def test_what_does_not_stand_cannot_be_named() -> None:
    with pytest.raises(UnknownProvision):
        text(("XA", Propose("p9", 0, 1)))
    with pytest.raises(UnknownProposal):
        text(("XA", TakeStance(9, Stance.SUPPORT)))
    with pytest.raises(UnknownProposal):
        text(("XA", Propose("p1", 0, 1, cut("No"), amends=9)))


@pytest.mark.mandate("R16")
def test_identical_proposals_are_one_in_the_name_of_all_their_sponsors() -> None:
    found = shown(
        text(("XA", MAY), ("XB", Propose("p1", 2, 3, cut("may "))), ("XC", TakeStance(2, Stance.SPONSOR)))
    )
    assert "[may (XA, XC, XB)]" in found
    assert "[shall (del. XA; del. XC; del. XB)]" in found


def test_amendments_to_amendments_nest() -> None:
    found = shown(
        text(
            ("XA", Propose("p1", 3, 3, cut("promptly and fully"))),
            ("XB", Propose("p1", 2, 3, cut("where possible"), amends=2)),
            ("XC", Propose("p1", 1, 2, amends=3)),
        )
    )
    assert "[promptly and [fully (del. XB)][where [possible (del. XC)] (XB)] (XA)]" in found


@pytest.mark.mandate("R16")
def test_what_others_sponsor_is_left_and_not_withdrawn() -> None:  # rule 122
    acts = (("XA", MAY), ("XB", TakeStance(2, Stance.SPONSOR)))
    with pytest.raises(OthersSponsor):
        text(*acts, ("XA", Withdraw(2)))
    found = text(*acts, ("XA", Leave(2)))
    assert found.negotiation.proposal(2).is_open
    assert found.negotiation.provisions["p1"].sponsors(2) == ("XB",)
    found = text(*acts, ("XA", Leave(2)), ("XB", Leave(2)))
    assert found.negotiation.proposal(2).status is Status.WITHDRAWN
    assert shown(found) == FIRST


def test_a_proposal_that_was_amended_is_no_longer_its_proposers_to_withdraw() -> None:  # rule 122
    acts = (("XA", Propose("p1", 3, 3, cut("promptly"))), ("XB", Propose("p1", 0, 1, cut("quickly"), amends=2)))
    with pytest.raises(WasAmended):
        text(*acts, (CHAIR, Accept(3)), ("XA", Withdraw(2)))
    assert text(*acts, ("XA", Withdraw(2))).negotiation.proposal(3).status is Status.RETURNED


def test_nobody_withdraws_or_lifts_what_another_holds() -> None:
    with pytest.raises(NotTheHolder):
        text(("XA", MAY), ("XB", Withdraw(2)))
    with pytest.raises(NotTheHolder):
        text(("XA", PlaceBrackets("p1", 2, 3)), ("XB", LiftBrackets(2)))
    with pytest.raises(NotTheHolder):
        text(("XA", MAY), ("XB", Leave(2)))


def test_the_last_sponsor_takes_no_other_stance() -> None:
    with pytest.raises(LastSponsor):
        text(("XA", MAY), ("XA", TakeStance(2, Stance.OPPOSE)))


def test_a_later_stance_takes_the_place_of_an_earlier_one() -> None:
    found = text(("XA", MAY), ("XB", TakeStance(2, Stance.OPPOSE)), ("XB", TakeStance(2, Stance.FLEXIBLE)))
    assert found.negotiation.provisions["p1"].holding(2, Stance.OPPOSE) == ()
    assert found.negotiation.provisions["p1"].holding(2, Stance.FLEXIBLE) == ("XB",)


def test_brackets_stand_until_the_one_who_placed_them_lifts_them() -> None:
    placed = text(("XA", PlaceBrackets("p1", 2, 4)))
    assert "[shall adopt (res. XA)]" in shown(placed)
    lifted = text(("XA", PlaceBrackets("p1", 2, 4)), ("XA", LiftBrackets(2)))
    assert shown(lifted) == FIRST
    with pytest.raises(NoLongerOpen):
        text(("XA", PlaceBrackets("p1", 2, 4)), ("XA", LiftBrackets(2)), ("XA", LiftBrackets(2)))


def test_nothing_is_proposed_on_words_that_are_agreed() -> None:
    with pytest.raises(AgreedAlready):
        text((CHAIR, Agree("p1")), ("XA", MAY))
    with pytest.raises(AgreedAlready):
        text((CHAIR, Agree("p1", 1, 4)), ("XA", Propose("p1", 2, 2, cut("then"))))
    beside = text((CHAIR, Agree("p1", 1, 4)), ("XA", Propose("p1", 4, 4, cut("all"))))
    assert beside.negotiation.proposal(3).is_open


def test_a_range_is_carried_to_where_its_words_stand_now() -> None:
    acts = (("XA", Propose("p1", 0, 0, cut("Where needed, "))), (CHAIR, Accept(2)))
    late = text(*acts, ("XB", Propose("p1", 2, 3, cut("may"), seen=1)))
    assert "[shall (del. XB)][may (XB)]" in shown(late)


def test_two_who_edit_one_range_are_refused_by_name_only_if_its_words_changed() -> None:
    both = text(
        ("XA", Propose("p1", 2, 3, cut("may"), seen=1)), ("XB", Propose("p1", 2, 4, cut("will take"), seen=1))
    )
    assert len(list(both.negotiation.provisions["p1"].open_proposals())) == 2
    with pytest.raises(TextMovedOn) as refused:
        text(("XA", MAY), (CHAIR, Accept(2)), ("XB", Propose("p1", 2, 4, cut("will take"), seen=1)))
    assert refused.value.facts == {"seen": 1, "entry": 3}


def test_an_entry_that_is_refused_leaves_the_text_as_it_was() -> None:
    before = consolidate(log(("XA", MAY)))
    told = shown(before)
    with pytest.raises(NothingProposed):
        before.after(*log(("XA", MAY), ("XB", Propose("p1", 0, 0)))[2:])
    assert shown(before) == told
    assert said(before, "p1") == FIRST


def test_an_adopted_text_takes_no_proposal() -> None:
    with pytest.raises(Exception, match="text-adopted"):
        text((CHAIR, Agree("")), (CHAIR, Adopt()), ("XA", MAY))


def test_an_amendment_on_words_that_were_amended_meanwhile_is_refused_by_name() -> None:
    offered = Propose("p1", 2, 3, cut("may or might"))
    first = Propose("p1", 0, 1, cut("will"), amends=2)
    with pytest.raises(TextMovedOn):
        text(("XA", offered), ("XB", first), (CHAIR, Accept(3)), ("XC", Propose("p1", 0, 1, (), 2, seen=2)))
    found = text(("XA", offered), ("XB", first), (CHAIR, Accept(3)), ("XC", Propose("p1", 0, 1, (), 2, seen=4)))
    assert found.negotiation.proposal(5).is_open
