from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st
from tests.committee.real import NEGOTIATION
from tests.committee.text.rules.texts import ANY, TEXT

from comity.committee.text.rules.draft import parse, printed


@pytest.mark.mandate("R16")
@given(TEXT | st.text(ANY))
def test_printing_what_was_read_gives_the_text_back(source: str) -> None:
    assert printed(parse(source)) == source


@pytest.mark.mandate("R16")
@pytest.mark.parametrize(
    "source",
    [
        "",
        "\ufeff",
        "\x00",
        "\ud800",
        "\r\n\r\n",
        "[",
        "]",
        "\u202e[a]\u202c",
        "المادة 1: [تكفل] الدول",
        "---\n---\n",
        "\ufeff---\n---\n",
    ],
    ids=[
        "empty",
        "BOM",
        "NUL",
        "surrogate",
        "blank",
        "open",
        "close",
        "override",
        "Arabic",
        "front matter",
        "BOM, front matter",
    ],
)
def test_strange_texts_are_read_and_given_back(source: str) -> None:
    assert printed(parse(source)) == source


@pytest.mark.mandate("R16")
@pytest.mark.parametrize("name", NEGOTIATION)
def test_the_round_trip_of_a_real_text_is_exact(shared: Callable[[str], bytes], name: str) -> None:
    source = shared(name).decode()
    assert printed(parse(source)).encode() == shared(name)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_change_nothing_of_what_is_found(demonstration: tuple[str, ...], ending: str) -> None:
    there = parse(demonstration[0])
    here = parse(demonstration[0].replace("\n", ending))
    assert [(one.kind, one.number, one.parent) for one in here.provisions] == [
        (one.kind, one.number, one.parent) for one in there.provisions
    ]
    assert len(here.brackets.pairs) == len(there.brackets.pairs)


@pytest.mark.parametrize(
    "unit",
    [
        "# a\n",
        "[a](",
        "<a",
        "(a) ",
        "*",
        "1. a\n\n",
        "[^1]: a\n",
        "[a]: ....",
        "    ",
        "\t",
        "* TOC\n",
        "{:",
        "Article 1\n",
    ],
)
def test_the_work_grows_with_the_length_and_no_faster(unit: str) -> None:
    source = unit * (200_000 // len(unit))
    assert printed(parse(source)) == source


def test_the_title_is_that_of_the_front_matter_else_the_first_heading() -> None:
    assert parse('---\ntitle: "A text"\n---\n# Other\n').title() == "A text"
    assert parse("# A text\n\n## Article 1\n").title() == "A text"
    assert parse("words").title() == ""


@pytest.mark.mandate("R16")
def test_who_stands_behind_an_option_is_read_beside_its_label_or_at_its_end() -> None:
    draft = parse("## Article 1\n\n**Option 1 (XA):** Words.\n\n**Option 2:** Words. (XB, XC)\n")
    assert [draft.holders(place) for place in (1, 2)] == [("XA",), ("XB", "XC")]
