from tests.committee.text.rules.negotiation.logs import SECOND, issue, log

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Act,
    NewProvision,
    PlaceBrackets,
    Propose,
    Stance,
    TakeStance,
    Withdraw,
)
from comity.committee.text.rules.negotiation.consolidation import Text, consolidate
from comity.committee.text.rules.negotiation.rebasing import Rebased, homeless, issued_by, rebased
from comity.committee.text.rules.negotiation.state import Reason
from comity.committee.text.rules.words import cut, joined

REVISED = issue(draft=2, first="Each Party shall adopt the measures needed to preserve electronic data.")


def after(*acts: tuple[str, Act], since: tuple[tuple[str, Act], ...] = ()) -> list[Rebased]:
    entries = log(*acts, (CHAIR, REVISED), *since)
    number = issued_by(entries, 2)
    assert number == len(acts) + 2
    texts = (consolidate(entries, number - 1), consolidate(entries, number), consolidate(entries))
    return list(rebased(*texts, 2))


def test_a_changed_proposal_is_laid_beside_the_words_before_and_the_words_of_the_draft() -> None:
    (one,) = after(("XA", Propose("p1", 3, 8, cut("take steps to keep stored"))))
    assert not one.returned
    assert one.words
    assert joined(one.before) == "Each Party shall adopt measures to preserve stored electronic data."
    assert joined(one.draft) == "Each Party shall adopt the measures needed to preserve electronic data."
    assert joined(one.proposed) == "Each Party shall take steps to keep stored electronic data."
    assert one.holders == ("XA",)


def test_a_returned_proposal_shows_what_it_proposed_on_the_words_that_are_gone() -> None:
    (one,) = after(("XA", Propose("p1", 7, 8, cut("all"))))
    assert one.returned
    assert one.carried.reason is Reason.WORDS_GONE
    assert joined(one.proposed) == "Each Party shall adopt measures to preserve all electronic data."
    assert not one.is_open


def test_what_the_draft_left_untouched_asks_nothing_of_anybody() -> None:
    assert after(("XA", Propose("p2", 2, 3, cut("shall"))), ("XB", Propose("p1", 0, 1, cut("Every")))) == []


def test_a_sponsor_keeps_a_carried_proposal_by_taking_its_stance_again() -> None:
    proposal = ("XA", Propose("p1", 3, 8, cut("take steps to keep stored")))
    joined_in = ("XB", TakeStance(2, Stance.SPONSOR))
    (one,) = after(proposal, joined_in, since=(("XB", TakeStance(2, Stance.SPONSOR)),))
    assert one.holders == ("XA", "XB")
    assert one.kept == ("XB",)


def test_brackets_show_the_words_in_them_before_and_now() -> None:
    (one,) = after(("XC", PlaceBrackets("p1", 3, 8)))
    assert joined(one.before) == "adopt measures to preserve stored "
    assert joined(one.draft) == "adopt the measures needed to preserve "
    assert one.holders == ("XC",)
    assert not one.words


def test_a_provision_that_the_draft_takes_up_is_named_without_three_wordings() -> None:
    entries = log(
        ("XA", NewProvision("new", Kind.PARAGRAPH, "a", cut("Parties shall train."), "p2")),
    )
    number = len(entries)
    assert issued_by(entries, 1) == 1
    assert issued_by(entries, 2) == 0
    assert (
        list(rebased(consolidate(entries, 0), consolidate(entries, 1), consolidate(entries, number), 1)) == []
    )


def lost(*acts: tuple[str, Act]) -> Text:
    """The text after these acts and a draft that leaves the second paragraph out."""
    return consolidate(log(*acts, (CHAIR, issue(draft=2, second=""))))


def test_a_proposal_whose_provision_is_gone_keeps_its_words_and_what_its_provision_would_have_said() -> None:
    found = homeless(lost(("XA", Propose("p2", 1, 2, cut("may ever")))).negotiation, 2)
    assert found is not None
    assert (found.number, found.by, found.kind) == (2, "XA", Kind.PARAGRAPH)
    assert joined(found.words) == "may ever"
    assert joined(found.whole) == joined((*cut(SECOND)[:1], *cut("may ever "), *cut(SECOND)[2:]))


def test_an_amendment_is_read_in_the_proposal_that_it_amended_and_a_new_provision_by_itself() -> None:
    now = lost(
        ("XA", Propose("p2", 1, 2, cut("may ever"))),
        ("XB", Propose("p2", 1, 2, cut("so often"), 2)),
        ("XC", NewProvision("n", Kind.SUBPARAGRAPH, "p2", cut("Another."))),
    ).negotiation
    amending, new = homeless(now, 3), homeless(now, 4)
    assert amending is not None
    assert new is not None
    assert "may so often" in joined(amending.whole)
    assert joined(amending.words) == "so often"
    assert joined(new.words) == joined(new.whole) == "Another."


def test_nothing_is_proposed_elsewhere_of_what_stands_was_withdrawn_or_offers_no_words() -> None:
    now = lost(
        ("XA", Propose("p1", 1, 2, cut("may"))),
        ("XA", Propose("p2", 1, 2, cut("may"))),
        ("XA", Withdraw(3)),
        ("XB", Propose("p2", 1, 2)),
        ("XC", PlaceBrackets("p2", 1, 2)),
    ).negotiation
    assert [homeless(now, number) for number in range(1, 8)] == [None] * 7
