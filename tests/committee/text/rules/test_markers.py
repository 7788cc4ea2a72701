import pytest

from comity.committee.text.rules.markers import Shape, is_roman, read_marker, roman_value


@pytest.mark.parametrize(
    ("words", "shape", "number"),
    [
        ("1. Each", Shape.NUMERAL, "1"),
        ("1 - تنفذ", Shape.NUMERAL, "1"),
        ("3.3bis Alt Each", Shape.NUMERAL, "3.3 bis alt"),
        ("3.x[^4] Notwithstanding", Shape.NUMERAL, "3.x"),
        ("1bis. [To", Shape.NUMERAL, "1 bis"),
        ("[2. Each", Shape.NUMERAL, "2"),
        ("(a) To", Shape.LETTER, "a"),
        ("a) To", Shape.LETTER, "a"),
        ("(أ) تشجيع", Shape.LETTER, "أ"),
        ("(iv) To", Shape.ROMAN, "iv"),
        ("- (17bis) [Its", Shape.NUMERAL, "17 bis"),
        ("- words", Shape.DASH, ""),
        ("**Option 1:** Words", Shape.OPTION, "1"),
        ("**Option 2**: Words", Shape.OPTION, "2"),
        ("**Option 1[^6][^7]:** Words", Shape.OPTION, "1"),
        ("Option (a): Each", Shape.OPTION, "a"),
        ("Opción 2: Texto", Shape.OPTION, "2"),
        ("备选案文1：文字", Shape.OPTION, "1"),
    ],
)
def test_marks_are_told_apart(words: str, shape: Shape, number: str) -> None:
    found = read_marker(words, 0)
    assert found is not None
    assert (found.shape, found.number.lower()) == (shape, number)


@pytest.mark.parametrize(
    "words",
    [
        "2015. The year",
        "12 [-18] months",
        "*Being* Parties",
        "Alternative means of",
        "(and) so",
        "e.g. this",
        "",
    ],
)
def test_what_only_resembles_a_mark_is_none(words: str) -> None:
    assert read_marker(words, 0) is None


def test_an_option_may_name_who_stands_behind_it() -> None:
    found = read_marker("**Option 1 (XA, XC):** Words", 0)
    assert found is not None
    assert found.holders == "XA, XC"


def test_roman_numerals_have_their_value() -> None:
    assert [roman_value(numeral) for numeral in ("i", "iv", "ix", "xl", "xxiii")] == [1, 4, 9, 40, 23]
    assert is_roman("xiv")
    assert not is_roman("a")
