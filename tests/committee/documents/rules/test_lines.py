import pytest
from hypothesis import given, strategies as st

from comity.committee.documents.rules.lines import LONGEST, Place, Places, lines, read, within_limit
from comity.errors.documents import NotUtf8, TextTooLong

ANY = st.text(alphabet=st.characters(exclude_categories=()) | st.sampled_from("\r\n\u2028\x0b[]"))


@given(ANY)
def test_the_lines_joined_are_the_text(source: str) -> None:
    assert "".join(source[line.start : line.end] for line in lines(source)) == source


@given(ANY)
def test_a_line_holds_no_line_end_but_its_own(source: str) -> None:
    for line in lines(source):
        words, end = source[line.start : line.words_end], source[line.words_end : line.end]
        assert "\n" not in words
        assert "\r" not in words
        assert end in {"", "\n", "\r", "\r\n"}


def test_a_line_ends_with_lf_cr_or_both_and_nothing_else() -> None:
    assert [line.end for line in lines("a\nb\rc\r\nd\u2028e")] == [2, 4, 7, 10]


def test_places_are_counted_from_one_in_characters() -> None:
    places = Places.of("é\r\n中[")
    assert places.at(0) == Place(1, 1)
    assert places.at(4) == Place(2, 2)
    assert str(places.at(4)) == "2:2"


def test_a_byte_order_mark_stays_the_first_character() -> None:
    assert read(b"\xef\xbb\xbfa") == "\ufeffa"


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"ab\ncd\xff", "2:3"),
        (b"\xc3", "1:1"),
        (b"\xed\xa0\x80", "1:1"),
        (b"\xff\xfea\x00", "1:1"),
        ("é\n".encode() + b"\xc0\xaf", "2:1"),
    ],
    ids=["stray byte", "cut short", "surrogate", "UTF-16", "overlong"],
)
def test_invalid_utf8_is_refused_with_line_and_column(raw: bytes, place: str) -> None:
    with pytest.raises(NotUtf8) as refused:
        read(raw)
    assert refused.value.place == place


def test_a_text_over_the_limit_is_refused() -> None:
    assert within_limit("x" * LONGEST)
    with pytest.raises(TextTooLong):
        within_limit("x" * (LONGEST + 1))
    with pytest.raises(TextTooLong):
        read(b"x" * (LONGEST + 1))
