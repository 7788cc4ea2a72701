"""Every refusal speaks six languages, and a sentence is never a program."""

import pytest
from hypothesis import given, strategies as st

from comity.errors import ComityError, Forbidden, Malformed, ProgrammerError
from comity.errors.access import NotPermitted
from comity.errors.words import UnknownLanguage, UnknownState
from comity.reference import refusals
from comity.reference.refusals import sentence
from comity.words import Language


def test_a_refusal_names_its_code_its_place_and_its_facts() -> None:
    said = sentence(NotPermitted("requests.send", roles="delegate"), Language.ENGLISH)
    assert said.code == "not-permitted"
    assert said.says == "Your roles (delegate) do not carry this deed: requests.send."
    assert said.do.startswith("Ask an officer")


@pytest.mark.parametrize("language", Language)
def test_the_same_refusal_reads_differently_in_each_language(language: Language) -> None:
    others = {sentence(UnknownState("xa"), other).says for other in Language if other is not language}
    own = sentence(UnknownState("xa"), language)
    assert "xa" in own.says
    assert own.says not in others


def test_in_arabic_a_fact_keeps_its_own_direction() -> None:
    assert "\u2068XA/office\u2069" in sentence(UnknownState("XA/office"), Language.ARABIC).says


def test_a_code_without_a_sentence_speaks_with_the_branch_above_it() -> None:
    class NeverWritten(Malformed):
        """A leaf whose sentence is missing."""

    said = sentence(NeverWritten("line 3"), Language.FRENCH)
    assert said.code == "never-written"
    assert said.says == sentence(Malformed("line 3"), Language.FRENCH).says


@pytest.mark.parametrize("branch", [ComityError, Malformed, Forbidden, ProgrammerError])
def test_every_branch_can_speak(branch: type[ComityError]) -> None:
    assert all(sentence(branch(), language).do for language in Language)


def test_a_missing_fact_leaves_a_mark_and_no_brace() -> None:
    said = sentence(UnknownLanguage("xx"), Language.ENGLISH)
    assert said.do == "Choose one of …."


@given(st.text(max_size=400))
def test_no_fact_can_command_a_terminal_or_open_a_place_of_its_own(fact: str) -> None:
    said = sentence(UnknownState(fact), Language.ENGLISH).says
    assert not any(mark in said for mark in "\x00\x07\x1b\r\n\u202e\u2066")
    assert len(said) <= len(sentence(UnknownState("x"), Language.ENGLISH).says) + refusals.LONGEST_FACT


def test_a_fact_that_looks_like_a_place_is_printed_as_it_is() -> None:
    assert "{roles}" in sentence(UnknownState("{roles}"), Language.ENGLISH).says
    assert "{place.__class__}" in sentence(UnknownState("{place.__class__}"), Language.ENGLISH).says


def test_the_tables_are_frozen() -> None:
    with pytest.raises(TypeError):
        refusals.told()["unknown-state", Language.ENGLISH] = refusals.Told("", "")
