"""Letters changed in a wording become words offered for a range of words, and nothing else changes."""

import pytest
from hypothesis import given, strategies as st

from comity.committee.text.rules.papers.ranges import Offered, Places, beginnings
from comity.committee.text.rules.word.tracked import Style
from comity.committee.text.rules.words import bare, cut

TEXT = "Each Party shall act, on any request."


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.text("ab ,", max_size=6))
def test_taking_what_is_offered_gives_the_wording_as_it_was_edited(one, other, words):
    start, end = sorted((one, other))
    edited = bare(cut(f"{TEXT[:start]}{words}{TEXT[end:]}".strip()))
    stood = bare(cut(TEXT))
    found = Places(TEXT).offered(start, end, words)
    if found is None:
        assert edited == stood
    else:
        assert [*stood[: found.start], *bare(cut(found.words)), *stood[found.end :]] == edited


@pytest.mark.parametrize(
    ("start", "end", "words", "offered"),
    [
        (11, 17, "may ", Offered(2, 3, "may")),
        (11, 17, "", Offered(2, 3, "")),
        (11, 11, "truly ", Offered(2, 2, "truly")),
        (12, 13, "m", Offered(2, 3, "small")),
        (11, 11, "", None),
        (11, 16, "shall", None),
    ],
)
def test_no_more_words_are_asked_for_than_were_touched(start, end, words, offered):
    assert Places(TEXT).offered(start, end, words) == offered


def test_words_begin_after_their_number_or_at_once():
    assert [("1. Each Party"[at:]) for at in beginnings("1. Each Party", Style.NORMAL)] == [
        "Each Party",
        "1. Each Party",
    ]
    head = " Article 2. Costs"
    assert [head[at:] for at in beginnings(head, Style.ARTICLE)] == ["Costs", "Article 2. Costs"]
    assert [head[at:] for at in beginnings(head, Style.NORMAL)] == ["Article 2. Costs"]
