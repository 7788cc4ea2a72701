import pytest

from comity.committee.text.rules.negotiation.wording import counted, misleading, read_words
from comity.committee.text.rules.words import joined
from comity.errors.text import SignsThatMislead, WordsTooMany


def test_white_space_is_one_blank() -> None:
    assert joined(read_words("  Each\tParty \n shall ")) == "Each Party shall"


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200e", "\u200b", "\u00ad", "\x00", "\ufeff", "\u2060"])
def test_signs_that_are_not_seen_are_refused_by_the_number_of_the_word(sign) -> None:
    with pytest.raises(SignsThatMislead) as refused:
        read_words(f"Each Party{sign} shall")
    assert refused.value.facts == {"signs": f"U+{ord(sign):04X}"}


@pytest.mark.parametrize("word", ["Аldova", "pаrty", "Ηellas"])
def test_look_alike_letters_of_two_scripts_in_one_word_are_refused(word) -> None:
    with pytest.raises(SignsThatMislead):
        read_words(f"the {word} shall")


@pytest.mark.parametrize(
    "words",
    [
        "Стороны принимают меры",
        "تعتمد كل دولة طرف",
        "缔约国应合作。",
        "l’État partie n’est pas",
        "می‌خواهم",
        "États-Unis µm",
    ],
)
def test_words_of_every_official_language_are_read(words) -> None:
    assert joined(read_words(words)) == words
    assert misleading(words) == ""


@pytest.mark.parametrize("sign", "[]［］")
def test_a_bracket_is_no_word(sign) -> None:
    with pytest.raises(SignsThatMislead):
        read_words(f"shall {sign} may")


def test_more_words_than_any_provision_has_are_refused() -> None:
    with pytest.raises(WordsTooMany):
        read_words("word " * 20_001)


def test_chinese_characters_count_as_words_and_signs_do_not() -> None:
    assert counted(read_words("缔约国应合作。")) == 6
    assert counted(read_words("shall, may;")) == 2
