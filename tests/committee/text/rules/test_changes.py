from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from comity.committee.text.rules.changes import Tally, changes, worded
from comity.committee.text.rules.differences import between
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.identity import identify
from comity.committee.text.rules.words import counted, joined

OLD = """## Article 1. Scope

1. Each Party [shall] act without delay on any request that it receives.

2. The costs of the request are borne by the Party that is requested to act.

## Article 2. Costs

1. Ordinary costs are borne by the Party that receives the request for assistance.
"""
NEW = """## Article 1. Costs

1. Ordinary costs are borne by the Party that receives the request for assistance.

## Article 2. Scope

1. Each Party may act *without delay* on any request that it receives.

2. This Convention does not touch the law of the sea in any of its parts.
"""


def found():
    return changes(*identify("A text", [parse(OLD), parse(NEW)]))


def test_an_article_is_followed_wherever_its_number_moved() -> None:
    costs, scope = found()
    assert (costs.tally.deleted, costs.tally.inserted) == (0, 0)
    assert costs.old is not None
    assert costs.new is not None
    assert costs.old > costs.new
    assert scope.tally.deleted > 0


def test_brackets_are_compared_and_emphasis_is_not() -> None:
    _costs, scope = found()
    changed = next(each for each in scope.changes if "Party" in joined(each.difference.new))
    assert joined(changed.difference.old).startswith("Each Party [shall] act")
    assert joined(changed.difference.new).startswith("Each Party may act without delay")


def test_what_is_dropped_stands_where_it_stood_and_what_is_new_where_it_stands() -> None:
    _costs, scope = found()
    kinds = [(each.old is None, each.new is None) for each in scope.changes]
    assert kinds[-2:] in ([(False, True), (True, False)], [(True, False), (False, True)])
    assert all(
        (not each.difference.new) == (each.new is None) for each in scope.changes if each.difference.pieces
    )


@given(st.text("ab 缔约国.", max_size=40), st.text("ab 缔约国.", max_size=40))
def test_the_tally_counts_every_word_of_either_wording_once(old: str, new: str) -> None:
    tally = Tally.of(between(old, new))
    assert tally.kept + tally.deleted == counted(old)
    assert tally.kept + tally.inserted == counted(new)
    assert 0 <= tally.likeness <= 1


@pytest.mark.mandate("R6")
def test_three_real_drafts_are_matched_provision_by_provision(shared) -> None:
    names = ("23-oct-2015", "4-dec-2015", "12-dec-2015")
    drafts = [parse(shared(f"negotiation/unfccc_agreement_{name}.md").decode()) for name in names]
    identified = identify("Agreement", drafts)
    for old, new in pairwise(identified):
        told = changes(old, new)
        whole = sum((each.tally for each in told), Tally())
        assert sum(each.old is not None and each.new is not None for each in told) > len(told) / 2
        assert whole.kept > 3000
        assert all("*" not in worded(new.draft, each.new) for each in told if each.new is not None)
