"""Two wordings that came from one, laid together: nothing is decided unseen, nothing is lost."""

from hypothesis import given, strategies as st

from comity.committee.text.rules.merging import Side, merge
from comity.committee.text.rules.words import cut, joined

WORDS = st.lists(
    st.sampled_from(["each ", "Party ", "shall ", "may ", ", ", "adopt ", "may\n"]), max_size=30
).map(tuple)


def sides(old: str, ours: str, theirs: str) -> list[Side]:
    return [piece.side for piece in merge(cut(old), ours=cut(ours), theirs=cut(theirs)).pieces]


@given(WORDS, WORDS, WORDS)
def test_all_three_wordings_are_read_off_again(old, ours, theirs):
    pieces = merge(old, ours=ours, theirs=theirs).pieces
    assert sum((piece.old for piece in pieces), ()) == old
    assert sum((piece.ours for piece in pieces), ()) == ours
    assert sum((piece.theirs for piece in pieces), ()) == theirs


@given(WORDS, WORDS)
def test_if_one_side_changed_nothing_the_other_stands(old, new):
    assert merge(old, ours=new, theirs=old).merged == new
    assert merge(old, ours=old, theirs=new).merged == new


@given(WORDS, WORDS)
def test_the_same_change_on_both_sides_stands_once(old, new):
    found = merge(old, ours=new, theirs=new)
    assert not found.conflicts
    assert found.merged == new


@given(WORDS, WORDS, WORDS)
def test_conflicts_do_not_depend_on_who_is_called_ours(old, ours, theirs):
    one, other = merge(old, ours=ours, theirs=theirs), merge(old, ours=theirs, theirs=ours)
    assert [(piece.ours, piece.theirs) for piece in one.conflicts] == [
        (piece.theirs, piece.ours) for piece in other.conflicts
    ]


def test_changes_apart_are_laid_together():
    found = merge(
        cut("Each Party may adopt such measures without delay"),
        ours=cut("Each Party shall adopt such measures without delay"),
        theirs=cut("Each Party may adopt such measures without undue delay"),
    )
    assert joined(found.merged or ()) == "Each Party shall adopt such measures without undue delay"


def test_two_changes_of_one_word_are_a_conflict_that_holds_all_three():
    found = merge(
        cut("Each Party may adopt"), ours=cut("Each Party shall adopt"), theirs=cut("Each Party should adopt")
    )
    assert found.merged is None
    assert [(joined(one.old), joined(one.ours), joined(one.theirs)) for one in found.conflicts] == [
        ("may ", "shall ", "should ")
    ]


def test_two_insertions_at_one_place_are_a_conflict():
    assert Side.CONFLICT in sides("to adopt", "to promptly adopt", "to fully adopt")


def test_a_word_deleted_by_one_and_changed_by_the_other_is_a_conflict():
    assert Side.CONFLICT in sides("shall endeavour to adopt", "shall adopt", "shall strive to adopt")


def test_changes_that_touch_are_one_place():
    assert Side.CONFLICT in sides("a b c d", "a x c d", "a b y d")
