import pytest

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.notation import is_agreement, is_placeholder, read_names


def holders(source: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [
        (pair.attribution.holders, pair.attribution.against) if pair.attribution else ((), ())
        for pair in parse(source).brackets.pairs
    ]


@pytest.mark.mandate("R16")
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[may (XA, XB)]", [(("XA", "XB"), ())]),
        ("[may](XA, XB)", [(("XA", "XB"), ())]),
        ("[may] (EU, Canada)", [(("EU", "CA"), ())]),
        ("[XA, XB: may]", [(("XA", "XB"), ())]),
        ("[may (XA; del. XB)]", [(("XA",), ("XB",))]),
        ("[may (XA +3)]", [(("XA", "+3"), ())]),
        ("[[X] (XD)]", [(("XD",), ()), ((), ())]),
        ("[a [b](XD)]", [((), ()), (("XD",), ())]),
        ("[the least developed country (LDC)]", [((), ())]),
        ("[x](a) above", [((), ())]),
        ("[may (Алдова и)]", [((), ())]),
        ("[may (Aldovie, مجموعة الـ ٧٧ والصين)]", [(("XA", "G77"), ())]),
    ],
)
def test_only_known_names_hold_a_bracket(source: str, expected: object) -> None:
    assert holders(source) == expected


def test_a_list_with_one_unknown_name_names_nobody() -> None:
    assert read_names("XA, Atlantis") is None


@pytest.mark.mandate("R6")
@pytest.mark.parametrize(
    "words", ["agreed ad referendum", "Agreed *ad referendum*", "agreed ad ref.", "agreed"]
)
def test_the_mark_of_agreement_is_told_from_words(words: str) -> None:
    assert is_agreement(words)


@pytest.mark.parametrize("words", ["agreed by the Parties", "not agreed", "disagreed"])
def test_words_about_agreement_are_no_mark(words: str) -> None:
    assert not is_agreement(words)


@pytest.mark.parametrize(
    "words", ["X", "x", "...", "…", "--", " ", "", "20XX", "*Placeholder* for a term", "placeholder"]
)
def test_what_holds_a_place_is_a_placeholder(words: str) -> None:
    assert is_placeholder(words)


@pytest.mark.parametrize("words", ["shall", "I", "2020", "xylophone", "sixty"])
def test_words_hold_no_place(words: str) -> None:
    assert not is_placeholder(words)
