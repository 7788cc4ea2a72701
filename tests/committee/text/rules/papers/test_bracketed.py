"""Bracketed text becomes acts of those beside the brackets; what was printed and comes back asks for nothing."""

import re
from itertools import count

import pytest
from hypothesis import assume, given, settings
from tests.committee.text.rules.negotiation.logs import ARTICLE, FIRST, SECOND, log
from tests.committee.text.rules.papers.negotiations import acts, paper, taken
from tests.committee.text.rules.papers.test_from_word import entered

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Agree,
    NewProvision,
    PlaceBrackets,
    Propose,
    Stance,
    TakeStance,
)
from comity.committee.text.rules.negotiation.marks import Enclosed
from comity.committee.text.rules.papers.as_akoma import notation_of
from comity.committee.text.rules.papers.bracketed import coming_from_notation
from comity.committee.text.rules.papers.coming import Coming, Why
from comity.committee.text.rules.words import cut

HEAD = f"#### Article 1. {ARTICLE}\n\n"


def came(source: str, here=None, ids=()) -> Coming:
    names = count(1)
    return coming_from_notation(parse(source), here or paper(log()), fresh=lambda: f"new{next(names)}", ids=ids)


def read(first: str = FIRST, second: str = SECOND, more: str = "", **ways) -> list:
    found = came(f"{HEAD}1. {first}\n\n2. {second}\n\n{more}", **ways)
    assert found.unmade == ()
    return [(made.by, made.act) for made in found.made]


def crosses(marks) -> bool:
    return any(isinstance(mark, Enclosed) and (mark.piece or crosses(mark.inside)) for mark in marks)


def listed(printed: str) -> str:
    """The same notation with the names beside each bracket in one order."""
    return re.sub(r"\(([^()]*)\)\]", lambda found: f"({sorted(re.split('[,;] ', found[1]))})]", printed)


@settings(max_examples=60, deadline=None)
@given(acts())
def test_a_negotiation_goes_through_the_notation_into_another_that_prints_the_same(found):
    here = paper(taken(found))
    assume(
        not any(crosses(line.marks) for line in here.lines)
    )  # such are printed in pieces, and read as pieces
    again = paper(log(*entered(came(notation_of(here)))))
    assert listed(notation_of(again)) == listed(notation_of(here))


@settings(max_examples=60, deadline=None)
@given(acts())
def test_what_was_printed_and_comes_back_asks_for_nothing(found):
    here = paper(taken(found))
    again = came(notation_of(here), here)
    assert (again.made, again.unmade) == ((), ())


@pytest.mark.mandate("R16")
def test_words_in_a_bracket_are_proposed_by_those_named():
    assert read(FIRST.replace("adopt", "[promptly (XA, XB; del. XC; res. XD)] adopt")) == [
        ("XA", Propose("p1", 3, 3, cut("promptly"))),
        ("XB", TakeStance(-1, Stance.SPONSOR)),
        ("XC", TakeStance(-1, Stance.OPPOSE)),
        ("XD", TakeStance(-1, Stance.RESERVE)),
    ]


def test_words_offered_by_who_would_delete_those_beside_replace_them():
    assert read(FIRST.replace("shall", "[shall (del. XA; del. XB)][may (XA)]")) == [
        ("XA", Propose("p1", 2, 3, cut("may"))),
        ("XB", Propose("p1", 2, 3)),
    ]


def test_words_that_stand_and_are_wanted_by_some_and_not_by_others():
    assert read(FIRST.replace("shall", "[shall (XC; del. XA)]")) == [
        ("XA", Propose("p1", 2, 3)),
        ("XC", TakeStance(-1, Stance.OPPOSE)),
    ]


def test_brackets_without_names_are_the_chairs_and_reserved_ones_their_holders():
    assert read(FIRST.replace("shall", "[shall]"), SECOND.replace("delay", "[delay (res. XD)]")) == [
        (CHAIR, PlaceBrackets("p1", 2, 3)),
        ("XD", PlaceBrackets("p2", 8, 9)),
    ]


def test_brackets_within_words_offered_amend_them():
    assert read(FIRST.replace("adopt", "[promptly [and fully (XB)] (XA)] adopt")) == [
        ("XA", Propose("p1", 3, 3, cut("promptly"))),
        ("XB", Propose("p1", 1, 1, cut("and fully"), -1)),
    ]


@pytest.mark.parametrize(
    ("number", "against"), [("2 bis.", ""), ("3.", ""), ("2 alt.", "p2"), ("Option 1:", "p2")]
)
def test_a_paragraph_that_somebody_stands_behind_is_a_new_provision(number, against):
    ((by, act), (other, stance)) = read(more=f"{number} [Costs lie where they fall. (XA, XB)]\n")
    kind = Kind.OPTION if number.startswith("Option") else Kind.PARAGRAPH
    assert (by, act.words, act.kind, act.alternative_to if kind is Kind.PARAGRAPH else against) == (
        "XA",
        cut("Costs lie where they fall."),
        kind,
        against,
    )
    assert (other, stance) == ("XB", TakeStance(-1, Stance.SPONSOR))
    assert isinstance(act, NewProvision)


def test_an_option_is_its_holders_by_the_name_beside_its_label():
    ((by, act),) = read(more="   Option 1 (XC): no costs are borne.\n")
    assert (by, act.kind, act.words) == ("XC", Kind.OPTION, cut("no costs are borne."))


def test_the_mark_of_agreement_is_the_agreement():
    assert read(second=f"{SECOND} [agreed ad referendum]") == [(CHAIR, Agree("p2"))]


def test_a_provision_is_known_by_its_identity_where_its_words_stand_twice():
    twice = f"{HEAD}1. {FIRST}\n\n2. [Also (XA)] {SECOND}\n"
    found = came(twice, ids=("a", "p1", "p2"))
    assert [made.act for made in found.made] == [Propose("p2", 0, 0, cut("Also"))]


def test_what_nobody_stands_behind_and_the_text_does_not_have_is_told():
    found = came(f"{HEAD}1. {FIRST}\n\n2. Other words [altogether (XB)].\n\n3. [x\u202ey (XC)] {SECOND}\n")
    assert found.made == ()
    assert [(each.author, each.why) for each in found.unmade] == [
        ("", Why.NO_SUCH_PROVISION),
        ("XB", Why.NO_SUCH_PROPOSAL),
        ("XC", "signs-that-mislead"),
    ]
