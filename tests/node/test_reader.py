"""A page is read in one of six languages, and a refusal is told in it."""

import pytest
from django.utils.translation import deactivate_all, override

from comity.errors.text import EmptyText
from comity.node.reader import reader, told
from comity.reference.refusals import sentence
from comity.words import Language


@pytest.mark.parametrize(("code", "language"), [("zh-hans", Language.CHINESE), ("ar", Language.ARABIC)])
def test_the_reader_reads_the_language_of_the_page(code: str, language: Language) -> None:
    with override(code):
        assert reader() is language


def test_where_no_language_was_chosen_the_page_is_english() -> None:
    with override("fr"):
        deactivate_all()
        assert reader() is Language.ENGLISH


def test_a_refusal_says_what_is_wrong_and_what_to_do_in_the_language_of_the_page() -> None:
    error = EmptyText("paper.md")
    with override("ru"):
        said = sentence(error, Language.RUSSIAN)
        assert told(error) == f"{said.says} {said.do}"
