"""The table of elements by which instruments are compared."""

from comity.reference.scope_elements import elements, elements_of
from comity.words import Language


def test_every_element_has_its_name_in_six_languages() -> None:
    assert len(elements()) == 12
    assert all(each.name(language) for each in elements() for language in Language)


def test_a_range_names_every_article_in_it() -> None:
    assert [each.number for each in elements_of("uncac", "20")] == [1]
    assert elements_of("UNCAC", "99") == ()


def test_a_paragraph_counts_for_its_article() -> None:
    assert 12 in [each.number for each in elements_of("UNTOC", "16")]


def test_what_only_touches_an_element_does_not_bear_on_it() -> None:
    assert 4 not in [each.number for each in elements_of("UNTOC", "27")]
