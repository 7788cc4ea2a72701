import pytest
from hypothesis import given, strategies as st

from comity.committee.text.rules.negotiation.carrying import Course, Found, renumbered, spliced
from comity.committee.text.rules.negotiation.state import brought_by, word_ids
from comity.committee.text.rules.words import cut

OLD = tuple(range(6))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OLD, Found(2, 4, untouched=True)),
        ((9, 0, 1, 2, 3, 4, 5), Found(3, 5, untouched=True)),
        ((0, 1, 2, 9, 3, 4, 5), Found(2, 5, untouched=False)),
        ((0, 1, 3, 4, 5), Found(2, 3, untouched=False)),
        ((0, 1, 4, 5), None),
    ],
)
def test_a_range_is_carried_to_where_its_words_stand(now, expected) -> None:
    assert Course(OLD, now).carry(2, 4) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OLD, Found(2, 2, untouched=True)),
        ((0, 1, 9, 2, 3, 4, 5), Found(2, 2, untouched=False)),
        ((0, 2, 3, 4, 5), Found(1, 1, untouched=False)),
        ((0, 1, 3, 4, 5), Found(2, 2, untouched=False)),
        ((0, 3, 4, 5), None),
    ],
)
def test_a_point_is_carried_with_the_words_it_touches(now, expected) -> None:
    assert Course(OLD, now).carry(2, 2) == expected


def test_the_beginning_and_the_end_always_stand() -> None:
    assert Course(OLD, ()).carry(0, 0) == Found(0, 0, untouched=False)
    assert Course(OLD, (7, 8)).carry(6, 6) == Found(2, 2, untouched=False)
    assert Course((), ()).carry(0, 0) == Found(0, 0, untouched=True)


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True), st.data())
def test_a_range_that_is_carried_holds_every_word_of_it_that_stands(before, now, data) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    found = Course(before, now).carry(start, end)
    stand = set(before[start:end]) & set(now)
    assert (found is None) == (not stand) or start == end
    if found is not None and start < end:
        assert stand <= set(now[found.start : found.end])
        assert found.untouched == (now[found.start : found.end] == before[start:end])


@pytest.mark.parametrize(
    ("start", "end", "offered", "expected"),
    [
        (1, 2, "may", "Parties may act."),
        (1, 1, "that can", "Parties that can shall act."),
        (0, 0, "All", "All Parties shall act."),
        (3, 3, "at once", "Parties shall act at once."),
        (4, 4, "At once", "Parties shall act. At once"),
        (3, 4, "", "Parties shall act"),
        (3, 4, "; and", "Parties shall act; and"),
        (2, 4, "", "Parties shall"),
        (0, 4, "", ""),
        (1, 2, "may,", "Parties may, act."),
    ],
)
def test_white_space_follows_the_words_that_stand(start, end, offered, expected) -> None:
    words = spliced(cut("Parties shall act."), start, end, cut(offered))
    assert "".join(words) == expected


def test_chinese_words_are_joined_without_white_space() -> None:
    assert "".join(spliced(cut("缔约国应合作"), 3, 4, cut("可以"))) == "缔约国可以合作"
    assert "".join(spliced(cut("缔约国应合作"), 3, 3, cut("均"))) == "缔约国均应合作"


def test_words_that_are_kept_keep_their_numbers() -> None:
    before = cut("Each Party shall act")
    ids = word_ids(1, 4)
    now, fresh = renumbered(before, ids, cut("Each Party may act"), entry=7, first=3)
    assert fresh == 1
    assert now == (ids[0], ids[1], word_ids(7, 1, first=3)[0], ids[3])
    assert [brought_by(word) for word in now] == [1, 1, 7, 1]
    assert renumbered(before, ids, before, entry=7, first=0) == (ids, 0)
