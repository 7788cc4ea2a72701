from hypothesis import given
from tests.committee.text.rules.texts import TEXT

from comity.committee.text.rules.blocks import blocks
from comity.committee.text.rules.headings import Kind


@given(TEXT)
def test_the_blocks_joined_are_the_text(source: str) -> None:
    found = list(blocks(source))
    assert "".join(source[block.start : block.end] for block in found) == source
    assert all(block.start < block.end for block in found)


def test_front_matter_link_definitions_and_contents_are_apparatus() -> None:
    source = (
        "---\ntitle: A\n---\n\n[s]: http://example.org/a\n\n* TOC\n{:toc}\n\n[^1]: A note\n    goes on\n\nWords"
    )
    kinds = [block.apparatus for block in blocks(source)]
    assert kinds == [Kind.FRONT_MATTER, Kind.DEFINITION, Kind.CONTENTS, Kind.ATTRIBUTES, Kind.FOOTNOTE, None]


def test_a_bracketed_word_before_a_colon_is_no_link_definition() -> None:
    assert [block.apparatus for block in blocks("[Agreement]: text\n\n[Parties]: shall [may]")] == [None, None]


def test_front_matter_that_never_ends_is_a_drawn_line_and_words() -> None:
    assert [block.apparatus for block in blocks("---\ntitle: A\n")] == [Kind.RULE, None]


def test_an_option_on_the_line_of_a_number_is_a_block_of_its_own() -> None:
    found = [
        block.mark.number for block in blocks("4. **Option 1:** Words\n\n   **Option 2:** Other") if block.mark
    ]
    assert found == ["4", "1", "2"]
