"""Differences word by word: exact, complete, the same every time."""

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st
from tests.committee.real import NEGOTIATION

from comity.committee.text.rules import differences
from comity.committee.text.rules.differences import Fate, Piece, apply, between, difference, spans
from comity.committee.text.rules.words import cut, joined
from comity.errors.comparison import WordsDoNotFit

WORDS = st.lists(
    st.sampled_from(["each ", "State ", "Party ", "shall ", "may ", ", ", "adopt ", "may\n"]), max_size=60
)
TEXTS = st.text(alphabet="abc 中文，.[]\n", max_size=120)


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.fate.value, piece.text) for piece in between(old, new).pieces]


@given(WORDS, WORDS)
def test_applied_to_the_old_it_gives_the_new(old, new):
    changes = difference(tuple(old), tuple(new))
    assert changes.old == tuple(old)
    assert apply(changes, tuple(old)) == tuple(new)


@given(TEXTS, TEXTS)
def test_texts_are_given_back_to_the_last_space(old, new):
    changes = between(old, new)
    assert (joined(changes.old), joined(changes.new)) == (old, new)


@given(WORDS, WORDS)
@settings(max_examples=60)
def test_long_wordings_keep_the_same_promise(old, new):
    short, differences.SHORT = differences.SHORT, 20
    try:
        changes = difference(tuple(old), tuple(new))
    finally:
        differences.SHORT = short
    assert (changes.old, changes.new) == (tuple(old), tuple(new))


@given(WORDS, WORDS)
def test_spans_cover_both_and_take_turns(old, new):
    found = spans(tuple(old), tuple(new))
    places = [(start, end) for _, start, _, end, _ in found] + [(len(old), len(new))]
    assert [(0, 0), *((end, until) for _, _, end, _, until in found)] == places
    assert all(one[0] is not other[0] for one, other in pairwise(found))
    assert all(
        [each.strip() for each in old[start:end]] == [each.strip() for each in new[new_start:new_end]]
        for kept, start, end, new_start, new_end in found
        if kept
    )


def longest_in_common(old, new):
    """The length of the longest common sequence, by the table that every book shows."""
    row = [0] * (len(new) + 1)
    for word in old:
        above = row[:]
        for at, other in enumerate(new, start=1):
            row[at] = above[at - 1] + 1 if word.strip() == other.strip() else max(row[at - 1], above[at])
    return row[-1]


@given(WORDS, WORDS)
def test_of_short_wordings_the_longest_common_sequence_is_kept(old, new):
    crumb, differences.CRUMB = differences.CRUMB, 0
    try:
        assert difference(tuple(old), tuple(new)).kept == longest_in_common(old, new)
    finally:
        differences.CRUMB = crumb


@given(WORDS, WORDS)
def test_no_crumb_is_left_between_two_longer_changes(old, new):
    found = spans(tuple(old), tuple(new))
    lengths = [max(end - start, until - since) for _, start, end, since, until in found]
    for at in range(1, len(found) - 1):
        if found[at][0] and lengths[at] <= differences.CRUMB:
            assert lengths[at] >= min(lengths[at - 1], lengths[at + 1])


@given(WORDS)
def test_a_wording_differs_in_nothing_from_itself(words):
    changes = difference(tuple(words), tuple(words))
    assert changes.is_empty
    assert changes.likeness == 1.0


def test_a_replaced_word_is_a_deletion_and_an_insertion():
    assert told("Each State may adopt", "Each State shall adopt") == [
        ("kept", "Each State "),
        ("deleted", "may "),
        ("inserted", "shall "),
        ("kept", "adopt"),
    ]


def test_a_comma_that_is_added_is_all_that_is_shown():
    assert told("Parties as appropriate", "Parties, as appropriate") == [
        ("kept", "Parties"),
        ("inserted", ", "),
        ("kept", "as appropriate"),
    ]


def test_chinese_is_compared_by_characters():
    assert told("各缔约国应通过", "各缔约国可以通过") == [
        ("kept", "各缔约国"),
        ("deleted", "应"),
        ("inserted", "可以"),
        ("kept", "通过"),
    ]


def test_white_space_alone_is_no_change_of_words():
    changes = between("each  State", "each State")
    assert [piece.fate for piece in changes.pieces] == [Fate.KEPT]
    assert not changes.is_empty


def test_crumbs_between_longer_changes_are_taken_into_the_change():
    old = "to give all of the assistance that it can"
    new = "so promote every kind in the exchange between their competent"
    assert [fate for fate, _ in told(old, new)] == ["deleted", "inserted"]


def test_a_long_wording_keeps_what_stands_around_a_rare_word(monkeypatch):
    monkeypatch.setattr(differences, "SHORT", 10)
    old = "a b c rare d e " + "x y " * 9
    new = "q q " * 9 + "a b c rare d e "
    assert ("kept", "a b c rare d e ") in told(old, new)


def test_what_is_too_long_and_has_no_passage_in_common_is_replaced(monkeypatch):
    monkeypatch.setattr(differences, "SHORT", 10)
    monkeypatch.setattr(differences, "MOST_PAIRS", 100)
    assert [fate for fate, _ in told("a b " * 40, "b c " * 40)] == ["deleted", "inserted"]


def test_a_difference_fits_only_the_wording_that_was_compared():
    changes = between("Each State may", "Each State shall")
    with pytest.raises(WordsDoNotFit) as caught:
        apply(changes, cut("Each Party may"))
    assert caught.value.place == "2"


def test_likeness_is_the_share_of_words_kept():
    assert between("a b c d", "a b x d").likeness == 0.75
    assert between("", "").likeness == 1.0
    assert between("a", "").likeness == 0.0


def test_pieces_say_what_they_hold():
    assert between("", "new").pieces == (Piece(Fate.INSERTED, (), ("new",)),)


def test_no_sign_of_the_encoding_is_lost_among_many_words():
    many = tuple(f"w{number} " for number in range(70_000))
    changes = difference(many, (*many[:60_000], "other ", *many[60_000:]))
    assert [len(piece.new) for piece in changes.pieces] == [60_000, 1, 10_000]


@pytest.mark.mandate("R16")
@pytest.mark.parametrize("later", [1, 2])
def test_real_drafts_are_compared_without_loss(shared, later):
    old, new = (shared(NEGOTIATION[at]).decode() for at in (0, later))
    changes = between(old, new)
    assert (joined(changes.old), joined(changes.new)) == (old, new)
    assert changes.kept > 2500
    assert changes == between(old, new)
