"""An act names another of its paper by its turn; a new provision stands beside the last of its kind."""

import pytest
from tests.committee.text.rules.negotiation.logs import text

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import ROOT, PlaceBrackets, Propose, Stance, TakeStance
from comity.committee.text.rules.papers.coming import above, is_alternative, is_same, resolved, table_of
from comity.committee.text.rules.words import cut
from comity.errors.text import UnreadableEntry


def test_a_turn_becomes_the_number_of_its_entry_and_nothing_where_none_was_entered():
    assert resolved(TakeStance(-2, Stance.OPPOSE), [7, 9]) == TakeStance(9, Stance.OPPOSE)
    assert resolved(Propose("p1", 0, 1, amends=-1), [7]) == Propose("p1", 0, 1, amends=7)
    assert resolved(PlaceBrackets("p1", 0, 1, amends=-1), [0]) is None
    assert resolved(TakeStance(-1, Stance.SUPPORT), [0]) is None
    assert resolved(TakeStance(4, Stance.SUPPORT), []) == TakeStance(4, Stance.SUPPORT)


def test_the_same_words_for_the_same_range_are_the_same_proposal():
    here = text(("XA", Propose("p1", 2, 3, cut("may "))))
    (one,) = here.negotiation.provisions["p1"].open_proposals()
    assert is_same(one, Propose("p1", 2, 3, cut("may")))
    assert not is_same(one, Propose("p1", 2, 3, cut("must")))
    assert not is_same(one, Propose("p1", 2, 4, cut("may")))


@pytest.mark.parametrize("number", ["2 alt", "2 ALT", "2 variante", "2 备选", "2 بديل"])
def test_a_number_says_that_its_provision_is_an_alternative(number):
    assert is_alternative(number)
    assert not is_alternative("2 bis")


def test_a_new_provision_stands_after_the_last_of_its_kind_or_first_under_the_last():
    known = text().negotiation.provisions
    assert above(Kind.PARAGRAPH, known["p2"], known) == ("a", "p2")
    assert above(Kind.ARTICLE, known["p2"], known) == (ROOT, "a")
    assert above(Kind.ITEM, known["p2"], known) == ("p2", "")
    assert above(Kind.ARTICLE, None, known) == (ROOT, "")


@pytest.mark.parametrize("told", ["", "[]", '{"J. Doe": 3}', "[" * 99_999])
def test_a_table_of_authors_that_is_none_is_refused_by_name(told):
    assert table_of('{"J. Doe": "Aldova"}') == {"J. Doe": "Aldova"}
    with pytest.raises(UnreadableEntry):
        table_of(told)
