import pytest
from hypothesis import given
from tests.committee.text.rules.texts import TEXT

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.runs import Sort, is_joined, words


@given(TEXT)
def test_the_runs_of_a_provision_lie_side_by_side(source: str) -> None:
    draft = parse(source)
    for place, one in enumerate(draft.provisions):
        at = one.start
        for run in draft.runs(place):
            assert run.start == at
            at = run.end
            assert run.end > run.start
        assert at == one.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Each State Party shall", 4),
        ("… -- , ;", 0),
        ("ICT-enabled crime, 2 per cent", 5),
        ("打击网络犯罪", 6),
        ("第1条", 3),
        ("تكفل الدول الأطراف", 3),
        ("تجرِّم", 1),
    ],
)
def test_words_are_counted_and_in_chinese_characters(text: str, expected: int) -> None:
    assert len(words(text)) == expected


def test_emphasis_within_a_word_does_not_divide_it() -> None:
    assert is_joined("r", "eaffirming that")
    assert not is_joined("r ", "eaffirming")
    assert not is_joined("中", "文")


def test_a_link_shows_its_words_and_keeps_its_address_apart() -> None:
    draft = parse("see [the text](https://example.org/)")
    sorts = [(run.sort, draft.words(run)) for run in draft.runs(0)]
    assert (Sort.TEXT, "the text") in sorts
    assert (Sort.ADDRESS, "(https://example.org/)") in sorts
