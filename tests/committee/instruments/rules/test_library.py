"""The nearest provisions of several instruments."""

import pytest
from tests.committee.instruments.treaties import DRAFT, OLD, OTHER

from comity.committee.instruments.rules.articles import read_articles
from comity.committee.instruments.rules.library import FAINT, Instrument, Library
from comity.committee.text.rules.draft import parse


def instrument(short: str, source: bytes) -> Instrument:
    return Instrument(short, short, read_articles(parse(source.decode())))


@pytest.fixture
def shelf() -> Library:
    return Library.of([instrument("OLD", OLD), instrument("OTHER", OTHER)])


@pytest.mark.mandate("R11")
def test_the_nearest_article_is_found_by_its_words(shelf):
    sovereignty = read_articles(parse(DRAFT))[0]
    assert [match.citation for match in shelf.nearest(sovereignty.words, count=2)] == ["OLD 2", "OTHER 1"]


def test_a_match_names_the_terms_that_it_rests_on(shelf):
    sovereignty = read_articles(parse(DRAFT))[0]
    assert "another state" in shelf.nearest(sovereignty.words)[0].because
    assert "fishing" not in shelf.nearest(sovereignty.words)[0].because


def test_what_has_little_in_common_is_faint_and_what_has_nothing_is_not_told(shelf):
    assert all(match.faint for match in shelf.nearest("fishing vessels fly flags"))
    assert shelf.nearest("") == ()
    assert shelf.nearest(shelf.articles[0][1].words)[0].nearness > 1 - FAINT


def test_an_instrument_is_not_compared_with_itself(shelf):
    own = shelf.instruments[0].articles[2]
    assert {match.instrument.short for match in shelf.nearest(own.words, but="OLD")} == {"OTHER"}


def test_a_paragraph_is_cited_with_its_number(shelf):
    match = shelf.nearest_paragraph("Nothing entitles a State Party to undertake jurisdiction in another State")
    assert match is not None
    assert match.citation == "OLD 2(2)"


def test_an_empty_library_has_nothing_near():
    shelf = Library.of([])
    assert shelf.nearest("any words") == ()
    assert shelf.nearest_paragraph("any words") is None
