from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from comity.committee.documents.rules.paragraphs import Kind, parse, printed

PIECES = st.sampled_from(
    [
        "1. ",
        "2) ",
        "(a) ",
        "- ",
        "• ",
        "I. ",
        "**II. Scope**",
        "# ",
        "*Noting* that,",
        "The General Assembly,",
        "\n",
        "\n\n",
        "\r\n",
        "<sup>1</sup> ",
        "[^1]: ",
        "---",
        "words ",
        "\x00",
        "\ud800",
        "\ufeff",
        "المادة",
        "* * *",
    ]
)
DOCUMENT = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)
RESOLUTION = """# **Committee**

*The General Assembly,*

*Recalling* its resolution 74/247,

1. *Decides* that there shall be a session<sup>1</sup>;
2. *Requests* the Secretary-General:
(a) To report;
(b) To allocate:

---

<sup>1</sup> Of ten days.
"""


@pytest.mark.mandate("R15")
@given(DOCUMENT)
def test_the_blocks_joined_are_the_document(source: str) -> None:
    assert printed(parse(source)) == source


@given(DOCUMENT)
def test_every_block_knows_its_line(source: str) -> None:
    for block in parse(source).blocks:
        assert block.line >= 1
        assert isinstance(block.words, str)


@pytest.mark.mandate("R15")
def test_a_resolution_has_its_organ_preamble_paragraphs_subitems_and_footnotes() -> None:
    found = parse(RESOLUTION)
    told = [(block.kind, block.number, block.under) for block in found.blocks]
    assert told == [
        (Kind.TITLE, "", ""),
        (Kind.ORGAN, "", ""),
        (Kind.PREAMBULAR, "", ""),
        (Kind.PARAGRAPH, "1", ""),
        (Kind.PARAGRAPH, "2", ""),
        (Kind.SUBITEM, "(a)", "2"),
        (Kind.SUBITEM, "(b)", "2"),
        (Kind.FURNITURE, "", ""),
        (Kind.FOOTNOTE, "1", ""),
    ]
    assert found.blocks[3].words == "Decides that there shall be a session1;"
    assert found.title == "Committee"


def test_an_empty_document_has_no_blocks() -> None:
    assert parse("").blocks == ()


@pytest.mark.mandate("R15")
def test_the_draft_resolution_has_three_preambular_and_fourteen_operative_paragraphs(
    shared: Callable[[str], bytes],
) -> None:
    source = shared("texts/draft-resolution-modalities.md").decode()
    found = parse(source)
    assert printed(found) == source
    assert [block.number for block in found.of(Kind.PARAGRAPH)] == [str(number) for number in range(1, 15)]
    assert [len(found.of(kind)) for kind in (Kind.ORGAN, Kind.PREAMBULAR, Kind.FOOTNOTE)] == [1, 3, 1]
    assert found.of(Kind.PARAGRAPH)[13].words.startswith("Decides to include in the provisional agenda")


@pytest.mark.mandate("R15")
def test_the_chairs_proposal_has_its_objectives_and_the_twelve_elements_of_scope(
    shared: Callable[[str], bytes],
) -> None:
    source = shared("texts/chair-proposal-objectives-and-scope.md").decode()
    found = parse(source)
    assert printed(found) == source
    assert [block.number for block in found.of(Kind.PARAGRAPH)] == ["1", "2", "3", "4"]
    assert [block.number for block in found.of(Kind.HEADING)] == ["I", "II", "III", "i", "ii"]
    under = [block.under for block in found.of(Kind.SUBITEM)]
    assert (under.count("2"), under.count("4")) == (3, 12)
    assert "24 February 2022" in {block.words for block in found.of(Kind.FURNITURE)}
