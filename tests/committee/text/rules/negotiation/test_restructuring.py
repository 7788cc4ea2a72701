import pytest
from tests.committee.text.rules.negotiation.logs import FIRST, SECOND, said, text

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Accept,
    Agree,
    Merge,
    Move,
    NewProvision,
    PlaceBrackets,
    Propose,
    Reject,
    Renumber,
    Split,
    Strike,
    Withdraw,
)
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.negotiation.state import Reason, Standing, Status
from comity.committee.text.rules.words import cut
from comity.errors.text import AgreedAlready, MalformedDraft, RangeOutside, UnknownProvision, WordsNotStanding
from comity.words import Language

NEW = NewProvision("n", Kind.PARAGRAPH, "a", cut("States shall train their officers."), "p1")


def shown(found) -> list[str]:
    return [printed(line.number, Language.ENGLISH) for line in found.lines("a")]


def test_a_new_provision_stands_where_it_is_proposed_and_takes_proposals_of_its_own() -> None:
    found = text(("XA", NEW), ("XB", Propose("n", 1, 2, cut("may"))))
    assert shown(found) == ["Article 1", "1.", "1 bis.", "2."]
    assert found.negotiation.provisions["n"].standing is Standing.PROPOSED
    accepted = text(("XA", NEW), (CHAIR, Accept(2)), (CHAIR, Agree("a")))
    assert accepted.negotiation.provisions["n"].agreed == 4


@pytest.mark.parametrize("closing", [("XA", Withdraw(2)), (CHAIR, Reject(2))])
def test_a_provision_that_is_not_accepted_leaves_with_all_under_it_and_nothing_vanishes_unseen(closing) -> None:
    found = text(
        ("XA", NEW),
        ("XB", NewProvision("n1", Kind.SUBPARAGRAPH, "n", cut("At once;"))),
        ("XC", Propose("n1", 0, 1, cut("By"))),
        ("XC", PlaceBrackets("n", 1, 2)),
        closing,
    )
    assert shown(found) == ["Article 1", "1.", "2."]
    assert found.negotiation.proposal(4).reason is Reason.PROVISION_GONE
    assert found.negotiation.provisions["n"].brackets[5].status is Status.RETURNED
    assert found.negotiation.provisions["n1"].standing is Standing.DROPPED


def test_an_alternative_bears_the_number_of_what_it_stands_against() -> None:
    other = NewProvision("n", Kind.PARAGRAPH, "a", cut("Nothing shall oblige a Party."), "p1", "p1")
    found = text(("XA", other))
    assert shown(found) == ["Article 1", "1.", "1 alt.", "2."]
    assert [line.alternatives for line in found.lines("a")] == [0, 1, 1, 0]


def test_a_moved_provision_keeps_its_identity_its_words_and_what_is_open_on_it() -> None:
    found = text(("XB", Propose("p1", 2, 3, cut("may"))), ("XA", Move("p1", "a", "p2")), (CHAIR, Accept(3)))
    assert [line.provision.id for line in found.lines("a")] == ["a", "p2", "p1"]
    assert shown(found) == ["Article 1", "2.", "2 bis."]
    assert found.negotiation.proposal(2).is_open
    assert said(found, "p1") == FIRST


def test_no_provision_moves_under_itself() -> None:
    for act in (Move("a", "p1"), Move("p1", "p1"), Move("p1", "a", "p1")):
        with pytest.raises(MalformedDraft):
            text(("XA", act))
    with pytest.raises(UnknownProvision):
        text(("XA", Move("p1", "a", "p9")))


def test_merged_words_keep_their_numbers_and_what_was_open_goes_with_them() -> None:
    found = text(
        ("XB", Propose("p2", 2, 3, cut("shall"))),
        ("XC", Propose("p2", 0, 1, cut("must"), amends=2)),
        ("XA", Merge("p2", "p1")),
        (CHAIR, Accept(4)),
    )
    assert said(found, "p1") == f"{FIRST} {SECOND}"
    assert found.negotiation.provisions["p2"].standing is Standing.MERGED
    proposal = found.negotiation.proposal(2)
    provision = found.negotiation.provisions["p1"]
    assert provision.words[proposal.start].strip() == "may"
    assert provision.ids[proposal.start : proposal.end] == proposal.covers
    assert found.negotiation.where[3] == "p1"
    assert shown(found) == ["Article 1", "1."]


def test_a_split_hands_over_what_lies_behind_the_cut_and_returns_what_lies_on_both_sides() -> None:
    found = text(
        ("XB", Propose("p1", 8, 9, cut("digital"))),
        ("XC", PlaceBrackets("p1", 3, 7)),
        ("XD", Propose("p1", 2, 3, cut("may"))),
        ("XA", Split("p1", 5, "s")),
        (CHAIR, Accept(5)),
    )
    assert said(found, "p1") == "Each Party shall adopt measures"
    assert said(found, "s") == "to preserve stored electronic data."
    assert found.negotiation.where[2] == "s"
    assert found.negotiation.provisions["s"].words[found.negotiation.proposal(2).start].strip() == "electronic"
    assert found.negotiation.provisions["p1"].brackets[3].reason is Reason.CUT_APART
    assert found.negotiation.proposal(4).is_open
    assert shown(found) == ["Article 1", "1.", "1 bis.", "2."]


def test_a_cut_stays_where_its_words_are_when_others_change() -> None:
    found = text(
        ("XA", Split("p1", 5, "s")),
        ("XB", Propose("p1", 0, 0, cut("Where needed,"))),
        (CHAIR, Accept(3)),
        (CHAIR, Accept(2)),
    )
    assert said(found, "s") == "to preserve stored electronic data."


def test_a_struck_provision_returns_what_was_open_and_keeps_its_number_free() -> None:
    found = text(("XB", Propose("p1", 2, 3, cut("may"))), ("XA", Strike("p1")), (CHAIR, Accept(3)))
    assert shown(found) == ["Article 1", "2."]
    assert found.negotiation.proposal(2).reason is Reason.PROVISION_GONE
    with pytest.raises(WordsNotStanding):
        text(("XA", Strike("p1")), (CHAIR, Accept(2)), ("XB", Propose("p1", 2, 3)))


def test_a_number_that_was_accepted_is_printed_as_given() -> None:
    assert shown(text(("XA", Renumber("p2", "7.")), (CHAIR, Accept(2)))) == ["Article 1", "1.", "7."]


def test_what_is_agreed_is_neither_moved_nor_cut() -> None:
    for act in (
        Move("p1", "a", "p2"),
        Split("p1", 3, "s"),
        Strike("p1"),
        Merge("p1", "p2"),
        Renumber("p1", "3."),
    ):
        with pytest.raises(AgreedAlready):
            text((CHAIR, Agree("p1")), ("XA", act))


def test_a_cut_outside_the_words_and_an_identity_that_stands_are_refused() -> None:
    for at in (0, 10, 99):
        with pytest.raises((RangeOutside, MalformedDraft)):
            text(("XA", Split("p1", at, "s" if at != 10 else "p2")))
    with pytest.raises(MalformedDraft):
        text(("XA", NEW), ("XB", NEW))


def test_provisions_are_not_divided_without_end() -> None:
    acts = [
        ("XA", NewProvision(f"n{at}", Kind.ITEM, f"n{at - 1}" if at else "p1", cut("x"))) for at in range(40)
    ]
    with pytest.raises(MalformedDraft):
        text(*acts)


def test_the_cut_of_a_split_is_carried_from_the_words_its_author_saw() -> None:
    before = [("XA", Propose("p1", 0, 1, cut("Every single"))), (CHAIR, Accept(2))]
    found = text(*before, ("XB", Split("p1", 2, "new", seen=1)), (CHAIR, Accept(4)))
    assert said(found, "new").startswith("shall adopt")
