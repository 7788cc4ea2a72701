from hypothesis import given
from tests.committee.text.rules.texts import TEXT

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.headings import APPARATUS, Kind
from comity.committee.text.rules.identity import address


def addresses(source: str) -> list[str]:
    draft = parse(source)
    return [address(draft, place) for place, _ in draft.negotiated()]


@given(TEXT)
def test_what_stands_under_a_provision_follows_it_without_gap(source: str) -> None:
    every = parse(source).provisions
    for place, one in enumerate(every):
        assert place <= one.last < len(every)
        if one.parent is not None:
            assert one.parent < place <= every[one.parent].last
            assert one.last <= every[one.parent].last
            assert one.kind not in APPARATUS


def test_paragraphs_hold_subparagraphs_and_those_items() -> None:
    source = "# Article 1\n\n1. A:\n\n(a) B:\n\n(i) C\n\n(ii) D\n\n(b) E\n\n2. F\n"
    assert addresses(source) == [
        "article 1",
        "article 1 / paragraph 1",
        "article 1 / paragraph 1 / subparagraph a",
        "article 1 / paragraph 1 / subparagraph a / item i",
        "article 1 / paragraph 1 / subparagraph a / item ii",
        "article 1 / paragraph 1 / subparagraph b",
        "article 1 / paragraph 2",
    ]


def test_the_letter_i_after_h_is_a_letter() -> None:
    source = "# Article 1\n\n" + "\n".join(f"({letter}) words;" for letter in "abcdefghij")
    assert parse(source).provisions[9].kind is Kind.SUBPARAGRAPH


def test_indentation_alone_makes_subparagraphs_of_numbers() -> None:
    source = "## Article 2\n\n1. A:\n\n    1. B\n    2. C\n\n2. D\n"
    assert addresses(source)[1:] == [
        "article 2 / paragraph 1",
        "article 2 / paragraph 1 / subparagraph 1",
        "article 2 / paragraph 1 / subparagraph 2",
        "article 2 / paragraph 2",
    ]


def test_an_option_holds_what_follows_up_to_the_next_option() -> None:
    source = "## Article 2\n\n**Option 1:**\n\n1. A\n\n2. B\n\n**Option 2:**\n\nNo text\n"
    assert addresses(source)[1:] == [
        "article 2 / option 1",
        "article 2 / option 1 / paragraph 1",
        "article 2 / option 1 / paragraph 2",
        "article 2 / option 2",
        "article 2 / option 2 / paragraph",
    ]


def test_the_number_that_follows_the_one_before_the_options_leaves_them() -> None:
    source = "## Article 2\n\n1. A\n\nOption 1: B\n\nOption 2: C\n\n2. D\n"
    assert addresses(source)[-1] == "article 2 / paragraph 2"


def test_in_the_preamble_an_option_is_one_paragraph() -> None:
    source = "## Preamble\n\n**Option 1:** *Noting* A,\n\n**Option 2:** *Noting* B,\n\n*Recalling* C,\n"
    assert addresses(source)[-1] == "preamble / preambular paragraph"


def test_chapters_hold_sections_and_those_articles() -> None:
    source = "# Chapter I\n\n## Section 1\n\n### Article 1\n\nA.\n\n# Chapter II\n\n### Article 2\n\nB.\n"
    assert addresses(source) == [
        "chapter I",
        "chapter I / section 1",
        "chapter I / section 1 / article 1",
        "chapter I / section 1 / article 1 / paragraph",
        "chapter II",
        "chapter II / article 2",
        "chapter II / article 2 / paragraph",
    ]


def test_without_a_preamble_of_its_own_a_text_begins_with_one() -> None:
    kinds = [one.kind for one in parse("# Title\n\n*Noting* A,\n\n## Article 1\n\nB.\n").provisions]
    assert kinds == [Kind.TITLE, Kind.PREAMBULAR, Kind.ARTICLE, Kind.PARAGRAPH]
