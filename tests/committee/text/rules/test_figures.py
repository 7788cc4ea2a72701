from collections.abc import Callable
from dataclasses import asdict

import pytest
from hypothesis import given
from tests.committee.real import NEGOTIATION
from tests.committee.text.rules.texts import TEXT

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.figures import Figures, articles, count, kinds, roll_up, total
from comity.committee.text.rules.headings import Kind


def figures(source: str) -> Figures:
    return total(count(parse(source)))


@given(TEXT)
def test_no_part_is_more_than_the_whole(source: str) -> None:
    found = figures(source)
    assert 0 <= found.in_brackets <= found.open <= found.words
    assert found.in_brackets + found.in_options == found.open
    assert 0 <= found.share_in_brackets <= found.share_open <= 1
    assert all(value >= 0 for value in asdict(found).values())


@given(TEXT)
def test_what_a_provision_holds_is_the_sum_of_its_parts(source: str) -> None:
    draft = parse(source)
    own = count(draft)
    rolled = roll_up(draft, own)
    for place, one in enumerate(draft.provisions):
        assert rolled[place] == total(own[place : one.last + 1])
    roots = [rolled[place] for place, one in enumerate(draft.provisions) if one.parent is None]
    assert total(tuple(roots)) == total(own)


@pytest.mark.mandate("R16")
def test_words_brackets_depth_alternatives_and_placeholders_are_counted() -> None:
    found = figures("1. The period shall be [sixty (XB)][ninety [X]] days[, renewable once].")
    assert found == Figures(words=10, in_brackets=5, brackets=4, alternatives=1, placeholders=1, depth=2)


def test_emphasis_across_a_bracket_moves_no_word() -> None:
    assert figures("*[Taking* account] of r*eaffirming*").words == 4
    assert figures("*[Taking* account] of r*eaffirming*").in_brackets == 2


def test_words_under_an_option_are_open_though_no_bracket_holds_them() -> None:
    found = figures("## Article 1\n\n**Option 1:** One two.\n\n**Option 2:** [Three] four.\n")
    assert (found.words, found.in_brackets, found.in_options, found.open, found.options) == (4, 1, 3, 4, 2)


def test_marks_and_names_are_no_words() -> None:
    found = figures("## Article 12\n\n(a) Word[^1] [word (XA, XB)]; [agreed ad referendum]\n")
    assert found.words == 2


@pytest.mark.mandate("R6")
def test_what_stands_under_an_agreed_provision_is_agreed() -> None:
    found = figures(
        "## Article 1 [agreed ad referendum]\n\n1. One two.\n\n"
        "## Article 2\n\n1. Three. [agreed ad referendum]\n\n2. Four.\n"
    )
    assert found.ad_referendum == 3


def test_a_bracket_over_several_paragraphs_holds_them_all() -> None:
    assert figures("## Article 1\n\n[1. One two.\n\n2. Three four.] Five.\n").in_brackets == 4


def test_footnotes_and_notes_are_no_words_of_the_text() -> None:
    assert figures("A note.\n\n## Preamble\n\nOne,\n\n[^1]: Not [counted].\n") == Figures(words=2)


def test_what_a_reader_opens_by_itself_is_the_preamble_and_each_article() -> None:
    draft = parse("# T\n\n## Preamble\n\nA,\n\n# Chapter I\n\n## Article 1\n\nB.\n\n# Annex\n\nC.\n")
    assert [draft.provisions[place].kind for place in articles(draft)] == [
        Kind.PREAMBLE,
        Kind.ARTICLE,
        Kind.ANNEX,
    ]


@pytest.mark.mandate("R16")
def test_the_figures_of_a_real_text_are_plausible(shared: Callable[[str], bytes]) -> None:
    draft = parse(shared(NEGOTIATION[0]).decode())
    found = total(count(draft))
    assert kinds(draft)[Kind.ARTICLE] == 30
    assert 15_500 < found.words < 17_000
    assert found.depth == 4
    assert found.options == 153
