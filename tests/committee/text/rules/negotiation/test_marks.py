from collections import Counter

import pytest
from bench.negotiated import SMALL, made, phrase
from hypothesis import given, settings, strategies as st
from tests.committee.text.rules.negotiation.logs import log, text

from comity.committee.text.rules.negotiation.acts import PlaceBrackets, Propose, Stance, TakeStance
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.marks import Enclosed, Role, distance, words_of
from comity.committee.text.rules.negotiation.printing import marked
from comity.committee.text.rules.words import cut

RANGES = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(sorted)
HOLDERS = st.sampled_from(["XA", "XB", "XC", "XD"])


@st.composite
def proposals(draw):
    start, end = draw(RANGES)
    words = draw(st.sampled_from(["", "may", "may not", "where needed", "promptly and without delay"]))
    if start == end and not words:
        words = "then"
    return draw(HOLDERS), Propose("p1", start, end, cut(words))


def acts():
    placed = RANGES.filter(lambda each: each[0] < each[1]).map(lambda each: PlaceBrackets("p1", *each))
    return st.lists(st.one_of(proposals(), st.tuples(HOLDERS, placed)), max_size=8)


@pytest.mark.mandate("R16")
@given(acts())
def test_every_word_stands_in_the_marks_once(found) -> None:
    result = text(*found)
    provision = result.negotiation.provisions["p1"]
    stand = [word for _, word in words_of(result.marks["p1"], Role.STANDS)]
    assert stand == list(provision.ids)
    every = Counter(word for _, word in words_of(result.marks["p1"]))
    assert set(every.values()) <= {1}
    merged = {(each.start, each.end, tuple(map(str.strip, each.words))) for each in provision.open_proposals()}
    offered = sum(len(words) for _, _, words in merged)
    assert len(every) == len(provision.ids) + offered


@given(acts())
def test_every_open_proposal_and_bracket_has_its_bracket(found) -> None:
    result = text(*found)
    provision = result.negotiation.provisions["p1"]
    proposals, brackets = Counter(), Counter()

    def look(marks) -> None:
        for mark in marks:
            if isinstance(mark, Enclosed):
                if not mark.piece:
                    proposals.update(mark.proposals)
                    brackets.update(mark.brackets)
                look(mark.inside)

    look(result.marks["p1"])
    assert set(proposals) == {each.number for each in provision.open_proposals()}
    assert brackets == Counter(each.number for each in provision.open_brackets())
    for each in provision.open_proposals():  # around the words that stand, and around the words offered
        assert proposals[each.number] == (each.end > each.start) + bool(each.words)


@given(acts())
def test_a_bracket_encloses_exactly_the_range_it_was_given(found) -> None:
    result = text(*found)
    provision = result.negotiation.provisions["p1"]
    covered: dict[int, list[int]] = {}

    def look(marks) -> None:
        for mark in marks:
            if isinstance(mark, Enclosed):
                if mark.role is Role.STANDS:
                    for number in (*mark.proposals, *mark.brackets):
                        covered.setdefault(number, []).extend(
                            word for _, word in words_of(mark.inside, Role.STANDS)
                        )
                look(mark.inside)

    look(result.marks["p1"])
    for each in (*provision.open_proposals(), *provision.open_brackets()):
        assert sorted(covered.get(each.number, [])) == sorted(each.covers)


def test_crossing_ranges_are_printed_in_pieces_each_with_its_holders() -> None:
    found = text(("XA", PlaceBrackets("p1", 1, 4)), ("XB", PlaceBrackets("p1", 2, 6)))
    assert marked(found.marks["p1"]).startswith(
        "Each [Party [shall adopt (res. XB)] (res. XA)] [measures to (res. XB)] preserve"
    )


@pytest.mark.mandate("R16")
def test_alternatives_are_ordered_from_the_furthest_removed() -> None:  # rule 130
    near, far = Propose("p1", 2, 4, cut("shall take")), Propose("p1", 2, 4, cut("may, where it sees fit, take"))
    found = text(("XA", near), ("XB", far))
    offered = [mark for mark in found.marks["p1"] if isinstance(mark, Enclosed)]
    assert [(mark.option, mark.proposals) for mark in offered] == [(1, (2, 3)), (2, (3,)), (3, (2,))]


def test_distance_counts_words_struck_and_words_added() -> None:
    assert distance(cut("shall adopt"), cut("shall take")) == 2
    assert distance(cut("shall adopt"), ()) == 2
    assert distance(cut("一二三"), cut("一四三五")) == 3


def test_who_stands_behind_a_deletion_is_named_on_its_side() -> None:
    found = text(
        ("XA", Propose("p1", 2, 3)),
        ("XB", TakeStance(2, Stance.OPPOSE)),
        ("XC", TakeStance(2, Stance.RESERVE)),
        ("XD", TakeStance(2, Stance.SUPPORT)),
    )
    mark = next(mark for mark in found.marks["p1"] if isinstance(mark, Enclosed))
    assert (mark.wanted, mark.against, mark.reserved) == (("XB",), ("XA",), ("XC",))


@settings(max_examples=10)
@given(st.integers(0, 500))
def test_in_a_whole_negotiation_no_word_is_lost_or_shown_twice(seed) -> None:
    result = consolidate(made(seed, SMALL))
    for name, marks in result.marks.items():
        provision = result.negotiation.provisions[name]
        assert [word for _, word in words_of(marks, Role.STANDS)] == list(provision.ids)
        every = [word for _, word in words_of(marks)]
        assert len(every) == len(set(every))


@given(acts(), st.randoms(use_true_random=False))
def test_the_order_of_independent_proposals_does_not_matter(found, dice) -> None:
    other = list(found)
    dice.shuffle(other)
    one, two = (consolidate(log(*each)) for each in (found, other))

    def told(result):
        return shape(result.marks["p1"])

    def shape(marks):
        said = []
        for mark in marks:
            if isinstance(mark, Enclosed):
                names = (frozenset(mark.wanted), frozenset(mark.against), frozenset(mark.reserved))
                said.append((mark.role, names, shape(mark.inside)))
            else:
                said.append(tuple(word.strip() for word in mark.words))
        return sorted(said, key=repr) if any(isinstance(each, Enclosed) for each in marks) else said

    assert told(one) == told(two)


def test_the_phrases_of_the_generator_are_drawn_from_their_seed() -> None:
    import random

    assert phrase(random.Random(1), 2, 5) == phrase(random.Random(1), 2, 5)
