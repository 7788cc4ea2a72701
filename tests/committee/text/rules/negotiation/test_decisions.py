import pytest
from tests.committee.text.rules.negotiation.logs import issue, said, text

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    ROOT,
    Accept,
    Adopt,
    Agree,
    NewProvision,
    PlaceBrackets,
    Propose,
    Reject,
    Reopen,
    Stance,
    TakeStance,
)
from comity.committee.text.rules.negotiation.state import Reason, Status
from comity.committee.text.rules.words import cut
from comity.errors.text import (
    AmendmentsFirst,
    NoLongerOpen,
    NotFree,
    NothingAgreed,
    NotYetAgreed,
    RangeOutside,
    TextAdopted,
    TextMovedOn,
    UnknownProvision,
)

MAY = Propose("p1", 2, 3, cut("may"))


def test_an_accepted_proposal_changes_the_words_and_its_words_stay_its_own() -> None:
    found = text(("XA", MAY), (CHAIR, Accept(2)))
    assert said(found, "p1") == "Each Party may adopt measures to preserve stored electronic data."
    provision = found.negotiation.provisions["p1"]
    assert provision.ids[2] == provision.proposals[2].ids[0]
    assert [version.entry for version in provision.versions] == [1, 3]


def test_what_is_decided_is_not_decided_again() -> None:
    for first in (Accept(2), Reject(2)):
        with pytest.raises(NoLongerOpen):
            text(("XA", MAY), (CHAIR, first), (CHAIR, Accept(2)))


@pytest.mark.mandate("R16")
def test_what_an_acceptance_leaves_without_words_is_returned_with_the_reason() -> None:
    found = text(
        ("XA", MAY),
        ("XB", Propose("p1", 2, 3, cut("will"))),
        ("XC", PlaceBrackets("p1", 2, 3)),
        (CHAIR, Accept(2)),
    )
    other = found.negotiation.proposal(3)
    assert (other.status, other.reason, other.closed) == (Status.RETURNED, Reason.WORDS_GONE, 5)
    assert found.negotiation.provisions["p1"].brackets[4].status is Status.RETURNED


def test_an_amendment_is_decided_before_what_it_amends() -> None:  # rule 130
    acts = (
        ("XA", Propose("p1", 3, 3, cut("promptly and fully"))),
        ("XB", Propose("p1", 0, 1, cut("soon"), amends=2)),
    )
    with pytest.raises(AmendmentsFirst):
        text(*acts, (CHAIR, Accept(2)))
    found = text(*acts, (CHAIR, Accept(3)), (CHAIR, Accept(2)))
    assert "shall soon and fully adopt" in said(found, "p1")


def test_amendments_on_the_same_proposal_are_carried_when_one_is_accepted() -> None:
    found = text(
        ("XA", Propose("p1", 3, 3, cut("promptly and fully"))),
        ("XB", Propose("p1", 0, 0, cut("always"), amends=2)),
        ("XC", Propose("p1", 2, 3, cut("wholly"), amends=2)),
        (CHAIR, Accept(3)),
        (CHAIR, Accept(4)),
        (CHAIR, Accept(2)),
    )
    assert "shall always promptly and wholly adopt" in said(found, "p1")


@pytest.mark.mandate("R16")
def test_an_accepted_compromise_settles_the_proposals_it_names() -> None:
    found = text(
        ("XA", MAY),
        ("XB", Propose("p1", 3, 3, cut("promptly"))),
        (CHAIR, Propose("p1", 2, 4, cut("shall seek to adopt"), instead_of=(2, 3))),
        (CHAIR, Accept(4)),
    )
    for number in (2, 3):
        proposal = found.negotiation.proposal(number)
        assert (proposal.status, proposal.reason) == (Status.REJECTED, Reason.SETTLED_BY_COMPROMISE)
    assert "shall seek to adopt measures" in said(found, "p1")


@pytest.mark.mandate("R6")
def test_only_words_free_of_brackets_and_proposals_are_agreed() -> None:
    for act in (MAY, PlaceBrackets("p1", 2, 3)):
        for agreement in (Agree("p1"), Agree("a"), Agree(ROOT), Agree("p1", 1, 4)):
            with pytest.raises(NotFree):
                text(("XA", act), (CHAIR, agreement))
    beside = text(("XA", MAY), (CHAIR, Agree("p1", 3, 6)))
    assert len(beside.negotiation.provisions["p1"].agreed_words) == 3
    with pytest.raises(RangeOutside):
        text((CHAIR, Agree("p1", 3, 99)))


@pytest.mark.mandate("R6")
def test_agreement_covers_what_stands_under_and_reopening_takes_it_back() -> None:
    found = text((CHAIR, Agree("a")), ("XA", Reopen("p2")))
    agreed = {name: each.agreed for name, each in found.negotiation.provisions.items()}
    assert agreed == {"a": 2, "p1": 2, "p2": 0}
    with pytest.raises(NothingAgreed):
        text(("XA", Reopen("p1")))
    with pytest.raises(UnknownProvision):
        text(("XA", Reopen("p9")))


def test_an_earlier_agreement_keeps_its_date_under_a_later_one() -> None:
    found = text((CHAIR, Agree("p1")), (CHAIR, Agree("a")))
    assert found.negotiation.provisions["p1"].agreed == 2
    assert found.negotiation.provisions["p2"].agreed == 3


def test_what_is_only_proposed_is_not_agreed_with_what_holds_it() -> None:
    with pytest.raises(NotFree):
        text(("XA", NewProvision("n", Kind.PARAGRAPH, "a", cut("New words."), "p1")), (CHAIR, Agree("a")))


@pytest.mark.mandate("R6")
def test_a_text_is_adopted_when_all_of_it_is_agreed_and_not_before() -> None:
    with pytest.raises(NotYetAgreed) as refused:
        text((CHAIR, Agree("p1")), (CHAIR, Adopt()))
    assert refused.value.facts == {"count": 2}
    adopted = text((CHAIR, Agree(ROOT)), (CHAIR, Adopt()))
    assert adopted.negotiation.adopted == 3
    for act in (MAY, TakeStance(2, Stance.OPPOSE), Reopen("p1"), issue(draft=2), Adopt()):
        with pytest.raises(TextAdopted):
            text((CHAIR, Agree(ROOT)), (CHAIR, Adopt()), ("XA", act))


def test_what_is_agreed_is_what_the_chair_had_read() -> None:
    before = [("XA", Propose("p1", 0, 1, cut("Every single"))), (CHAIR, Accept(2))]
    for agreement in (Agree("p1", seen=1), Agree("a", seen=1), Agree("p1", 0, 2, seen=1)):
        with pytest.raises(TextMovedOn):
            text(*before, (CHAIR, agreement))
    assert text(*before, (CHAIR, Agree("p1", seen=3))).negotiation.provisions["p1"].agreed == 4


def test_agreed_words_are_carried_from_what_was_read_to_where_they_stand() -> None:
    found = text(
        ("XA", Propose("p1", 0, 1, cut("Every single"))), (CHAIR, Accept(2)), (CHAIR, Agree("p1", 2, 4, 1))
    )
    now = found.negotiation.provisions["p1"]
    assert ["".join(now.words[now.ids.index(word)]).strip() for word in now.agreed_words] == ["shall", "adopt"]
