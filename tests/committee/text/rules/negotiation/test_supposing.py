import pytest
from tests.committee.text.rules.negotiation.logs import SECOND, said, text

from comity.committee.text.rules.negotiation.acts import Comment, Move, PlaceBrackets, Propose, Renumber, Strike
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.negotiation.supposing import changed, gone, suppose
from comity.committee.text.rules.words import cut
from comity.errors.text import RangeOutside
from comity.words import Language


def test_a_supposed_proposal_shows_its_brackets_and_the_words_as_they_would_read() -> None:
    before = text()
    found = suppose(before, "XA", [Propose("p1", 2, 3, cut("may"))])
    assert [line.provision.id for line in changed(before, found.entered)] == ["p1"]
    assert found.accepted is not None
    assert said(found.accepted, "p1").startswith("Each Party may adopt")
    assert before.negotiation.entries == found.entered.negotiation.entries - 1


def test_a_supposed_amendment_is_followed_by_what_it_amends() -> None:
    before = text(("XA", Propose("p1", 2, 3, cut("may or might"))))
    found = suppose(before, "XB", [Propose("p1", 1, 3, (), amends=2)])
    assert found.accepted is not None
    assert said(found.accepted, "p1").startswith("Each Party may adopt")


def test_several_acts_are_supposed_one_after_the_other() -> None:
    before = text()
    found = suppose(before, "XA", [Propose("p1", 0, 1, cut("Every")), Propose("p1", 2, 3, cut("may"))])
    assert found.accepted is not None
    assert said(found.accepted, "p1").startswith("Every Party may adopt")


def test_brackets_and_comments_have_nothing_to_accept() -> None:
    for act in (PlaceBrackets("p1", 0, 2), Comment("p1", "Compare.")):
        assert suppose(text(), "XA", [act]).accepted is None


def test_a_supposed_strike_names_what_would_be_gone_and_a_move_what_is_counted_anew() -> None:
    before = text()
    struck = suppose(before, "XA", [Strike("p2")]).accepted
    assert struck is not None
    assert [said(before, line.provision.id) for line in gone(before, struck)] == [SECOND]
    moved = suppose(before, "XA", [Move("p2", "a")]).accepted
    assert moved is not None
    assert {line.provision.id for line in changed(before, moved)} <= {"p1", "p2"}
    assert next(moved.lines("a")).provision.id == "a"
    assert [line.provision.id for line in moved.lines("a")] == ["a", "p2", "p1"]
    numbered = suppose(before, "XA", [Renumber("p2", "7")]).accepted
    assert numbered is not None
    (line,) = changed(before, numbered)
    assert printed(line.number, Language.ENGLISH).startswith("7")


def test_a_supposition_is_refused_by_the_same_name_as_the_act() -> None:
    with pytest.raises(RangeOutside):
        suppose(text(), "XA", [Propose("p1", 90, 91, ())])


def test_what_others_must_decide_first_has_no_accepted_text() -> None:
    before = text(("XB", Propose("p2", 1, 2)))
    found = suppose(before, "XA", [Propose("p1", 2, 3, cut("may"))])
    assert found.accepted is not None
    amended = text(("XA", Propose("p1", 2, 3, cut("may or might"))), ("XB", Propose("p1", 0, 1, (), amends=2)))
    assert suppose(amended, "XC", [Propose("p1", 1, 3, (), amends=2)]).accepted is None
