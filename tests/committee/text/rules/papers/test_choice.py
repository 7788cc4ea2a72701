"""A reader sees the provisions of one holder, or of one status; every provision has exactly one status."""

import pytest
from hypothesis import given, settings
from tests.committee.text.rules.negotiation.logs import text
from tests.committee.text.rules.papers.negotiations import acts, paper, taken

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, NewProvision, PlaceBrackets, Propose
from comity.committee.text.rules.papers.choice import STATUSES, Choice
from comity.committee.text.rules.words import cut


@settings(max_examples=30, deadline=None)
@given(acts())
def test_every_provision_has_exactly_one_status(found):
    for line in paper(taken(found)).lines:
        assert [Choice(status=each).keeps(line) for each in STATUSES].count(True) == 1
        assert Choice().keeps(line)


HERE = text(
    ("XA", Propose("p1", 2, 3, cut("may"))),
    ("XB", PlaceBrackets("p1", 1, 5)),
    ("XC", NewProvision("n", Kind.PARAGRAPH, "a", cut("More."), "p2")),
    (CHAIR, Agree("p2", 0, 2)),
)


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (Choice("XA"), ["p1"]),
        (Choice("XB"), ["p1"]),
        (Choice("XC"), ["n"]),
        (Choice("XD"), []),
        (Choice(status="open"), ["p1"]),
        (Choice(status="partly"), ["p2"]),
        (Choice(status="proposed"), ["n"]),
        (Choice(status="free"), ["a"]),
        (Choice("XA", "proposed"), []),
    ],
)
def test_what_is_kept_bears_the_name_and_the_status_asked_for(choice, kept):
    assert [line.provision.id for line in HERE.lines() if choice.keeps(line)] == kept
