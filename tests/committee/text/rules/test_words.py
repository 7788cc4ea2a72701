"""Texts cut into words: without loss, in six languages."""

import pytest
from hypothesis import given, strategies as st

from comity.committee.text.rules.words import bare, counted, cut, joined, terms

UDHR = ("arb", "cmn_hans", "eng", "fra", "rus", "spa")


@given(st.text(max_size=400))
def test_words_joined_are_the_text(text):
    assert joined(cut(text)) == text


@given(st.text(alphabet="ab 中文。،ل\u064e\u0301-’,\n[]", max_size=200))
def test_mixed_scripts_lose_nothing(text):
    assert joined(cut(text)) == text


def test_a_sign_is_a_word_of_its_own():
    assert bare(cut("States Parties, as [appropriate];")) == [
        "States",
        "Parties",
        ",",
        "as",
        "[",
        "appropriate",
        "]",
        ";",
    ]


def test_hyphen_and_apostrophe_do_not_divide_a_word():
    assert bare(cut("the victim's so-called l’État")) == ["the", "victim's", "so-called", "l’État"]


def test_every_chinese_character_is_a_word():
    assert bare(cut("各缔约国 may 通过")) == ["各", "缔", "约", "国", "may", "通", "过"]


def test_arabic_vowel_signs_stay_with_their_letters():
    assert bare(cut("كُلُّ دولةٍ طرف")) == ["كُلُّ", "دولةٍ", "طرف"]


def test_white_space_belongs_to_the_word_before():
    assert cut("  may \n adopt") == ("  ", "may \n ", "adopt")


def test_terms_know_no_case_and_no_signs():
    assert terms("[Each] State Party—SHALL") == ["each", "state", "party", "shall"]


def test_terms_of_arabic_do_not_depend_on_drawn_out_letters():
    assert terms("الدولـــة") == terms("الدولة")


@pytest.mark.parametrize(
    ("text", "count"), [("One, two; three.", 3), ("第一条", 3), ("المادة 1 -", 2), ("", 0)]
)
def test_a_reader_counts_words_and_chinese_characters(text, count):
    assert counted(text) == count


@pytest.mark.parametrize("language", UDHR)
def test_six_languages_are_cut_and_joined_again(shared, language):
    text = shared(f"texts/udhr/udhr_{language}.xml").decode()
    assert joined(cut(text)) == text
    assert len(cut(text)) > 1500
