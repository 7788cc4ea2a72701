"""The text cut into blocks: runs of lines that belong together, each with the mark that opens it.

* A block begins after a blank line, at a mark (number, letter, dash, option), and at a heading.
* A line without a mark that follows without a blank line belongs to the block before it.
* Headings, attributes, link definitions and drawn lines are blocks of one line.
* Front matter stands between two lines of three dashes at the very beginning.
* Blank lines belong to the block that they follow. Blocks, joined, are the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from comity.committee.documents.rules.lines import BYTE_ORDER_MARK, Line, lines
from comity.committee.documents.rules.paragraphs import is_ruled_line
from comity.committee.text.rules.headings import Heading, Kind, plain, read_heading
from comity.committee.text.rules.markers import Marker, Shape, read_marker


@dataclass(frozen=True, slots=True)
class Block:
    """One block: where it stands, how far it is indented, its mark or heading, its kind if it is apparatus."""

    start: int
    end: int
    line: int
    indent: int = 0
    mark: Marker | None = None
    heading: Heading | None = None
    hashes: int = 0
    apparatus: Kind | None = None
    name: str = ""  # of a link definition or a footnote
    mark_at: tuple[int, int] | None = None  # the mark, in the whole text

    @property
    def shape(self) -> Shape:
        """How the block is marked."""
        return self.mark.shape if self.mark else Shape.PLAIN


_WHITE = "\ufeff \t\u00a0\u3000"
_HASHES = re.compile(r"(#{1,6})\s*(?=[^\s#])")
_ATTRIBUTES = re.compile(r"\{:[^{}]*\}\s*")
_CONTENTS = re.compile(r"[*+-]\s{1,4}TOC\s*")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,64})\]:")
_DEFINITION = re.compile(
    r"\[([^\[\]^][^\[\]]{0,200})\]:[ \t]{0,8}(?:<[^<>\s]*>|(?=\S{0,300}[/.#:])[^\s<\[]\S*+)(?:\s{1,8}[\"'(].*)?\s*"
)
_MARGIN = 4  # an indented line after a footnote belongs to it
_ONE_LINE = frozenset(
    {Kind.ATTRIBUTES, Kind.CONTENTS, Kind.DEFINITION, Kind.RULE, Kind.BLANK, Kind.FRONT_MATTER}
)


def blocks(source: str) -> Iterator[Block]:
    """Cut ``source`` into its blocks."""
    every = list(lines(source))
    head = _front_matter(source, every)
    current = Block(0, 0, 1, apparatus=Kind.FRONT_MATTER) if head else None
    blank = False
    for number, line in enumerate(every[head:], head + 1):
        words = source[line.start : line.words_end]
        if not words.strip(_WHITE):
            blank = True
            current = current or Block(line.start, 0, number, apparatus=Kind.BLANK)
            continue
        opened = None if _continues_footnote(current, words) else _open(line.start, number, words)
        if current is None or _begins(current, opened, blank=blank):
            if current is not None:
                yield replace(current, end=line.start)
            current = opened or Block(line.start, 0, number, indent=_columns(words))
            if option := _option_within(current, line.start, words):
                yield replace(current, end=option.start)
                current = option
        blank = False
    if current is not None:
        yield replace(current, end=len(source))


def _front_matter(source: str, every: list[Line]) -> int:
    """Count the lines of the front matter."""
    if not every or source[: every[0].words_end].removeprefix(BYTE_ORDER_MARK) != "---":
        return 0
    for number, line in enumerate(every[1:], 2):
        if source[line.start : line.words_end] in {"---", "..."}:
            return number
    return 0


def _begins(current: Block, opened: Block | None, *, blank: bool) -> bool:
    """Whether the line begins a block of its own."""
    if current.apparatus is Kind.FOOTNOTE and opened is None and not blank:
        return False
    one_line = current.heading or current.hashes or current.apparatus in _ONE_LINE
    return bool(opened or blank or one_line)


def _continues_footnote(current: Block | None, words: str) -> bool:
    return current is not None and current.apparatus is Kind.FOOTNOTE and _columns(words) >= _MARGIN


def _columns(words: str) -> int:
    wide = words.expandtabs(4)
    return len(wide) - len(wide.lstrip(_WHITE))


def _open(start: int, number: int, words: str) -> Block | None:
    """Read the mark, the heading or the apparatus that a line opens with."""
    inner = len(words) - len(words.lstrip(_WHITE))
    if hashes := _HASHES.match(words, inner):
        rest = words[hashes.end() :]
        heading = read_heading(rest, marked=True)
        mark_at = _heading_mark(start + hashes.end(), heading)
        return Block(start, 0, number, 0, None, heading, len(hashes[1]), None, plain(rest), mark_at)
    if told := _apparatus(words, inner):
        return Block(start, 0, number, apparatus=told[0], name=told[1])
    if mark := read_marker(words, inner):
        return Block(start, 0, number, _columns(words), mark, mark_at=(start + mark.start, start + mark.end))
    if heading := read_heading(words[inner:], marked=False):
        return Block(
            start, 0, number, _columns(words), None, heading, mark_at=_heading_mark(start + inner, heading)
        )
    return None


def _heading_mark(start: int, heading: Heading | None) -> tuple[int, int] | None:
    return (start + heading.start, start + heading.end) if heading else None


def _option_within(block: Block, start: int, words: str) -> Block | None:
    """Read an option that opens on the same line as the number of its paragraph: ``4. Option 1: ...``."""
    if block.mark is None or block.shape is Shape.OPTION:
        return None
    option = read_marker(
        words, block.mark.end + len(words[block.mark.end :]) - len(words[block.mark.end :].lstrip())
    )
    if option is None or option.shape is not Shape.OPTION:
        return None
    mark_at = (start + option.start, start + option.end)
    begins = start + block.mark.end
    return Block(
        begins, 0, block.line, _columns(words) + block.mark.end - block.mark.start + 1, option, mark_at=mark_at
    )


def _apparatus(words: str, start: int) -> tuple[Kind, str] | None:
    """Tell what is no part of the text negotiated, with the name it defines."""
    if _ATTRIBUTES.fullmatch(words, start):
        return Kind.ATTRIBUTES, ""
    if _CONTENTS.fullmatch(words, start):
        return Kind.CONTENTS, ""
    if found := _FOOTNOTE.match(words, start):
        return Kind.FOOTNOTE, found[1]
    if found := _DEFINITION.fullmatch(words, start):
        return Kind.DEFINITION, found[1]
    return (Kind.RULE, "") if is_ruled_line(words) else None
