"""A document in the manner of the United Nations, read into its paragraphs.

* A resolution opens with the organ that speaks ("The General Assembly,").
* Preambular paragraphs precede the first numbered one and open with a participle; they bear no number.
* Operative and report paragraphs bear Arabic numerals, in one sequence through the whole document.
* Below them stand sub-items: (a), (i), or dashes.
* Headings bear Roman capitals, or stand in bold or after hashes; titles stand before the first paragraph.
* Footnotes stand at the foot, after a mark that the text repeats.
* The rest is furniture: date, place, session, distribution, rules, blank lines. It is kept, and told apart.

Every character belongs to exactly one block, in order: the blocks, joined, are the document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.committee.documents.rules.lines import lines, within_limit


class Kind(StrEnum):
    """What a block of a document is."""

    FURNITURE = "furniture"
    TITLE = "title"
    HEADING = "heading"
    ORGAN = "organ"
    PREAMBULAR = "preambular"
    PARAGRAPH = "paragraph"
    SUBITEM = "subitem"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its kind, its number or mark as printed, its line, and its characters."""

    kind: Kind
    number: str
    line: int
    source: str
    under: str = ""  # the numbered paragraph to which a sub-item belongs

    @property
    def words(self) -> str:
        """What a reader reads: no marks of emphasis, no number, single spaces."""
        plain = _MARKS.sub("", _LEAD[self.kind].sub("", self.source, count=1))
        return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its blocks."""

    blocks: tuple[Block, ...]

    def of(self, kind: Kind) -> tuple[Block, ...]:
        """The blocks of one ``kind``, in order."""
        return tuple(block for block in self.blocks if block.kind is kind)

    @property
    def title(self) -> str:
        """The words of the titles, joined by a point."""
        return ". ".join(block.words for block in self.of(Kind.TITLE))


_MARKS = re.compile(r"\*+|</?(?:sup|sub|span|br|p|div)\b[^<>]{0,200}>|^#+\s*", re.MULTILINE)
_NUMBERED = re.compile(r"\ufeff?[ \t]*(\d{1,3}(?:\s?(?:bis|ter|quater))?)[.)](?=\s)[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:([-*•–—])|(\((?:[a-z]{1,2}|[ivx]{1,5})\)|[a-z]\)))(?=\s)[ \t]*")
_NOTE = re.compile(r"[ \t]*(?:<sup>(\w{1,4})</sup>|\[\^(\w{1,16})\]:)\s*")
_ROMAN = re.compile(r"\ufeff?[ \t]*\**(?:([IVXL]{1,6})\.|\(([ivx]{1,5})\)(?= ?\*[A-Z]))\s")
_HASHES = re.compile(r"\ufeff?[ \t]*(#{1,6})\s*(?=\S)")
_BOLD = re.compile(r"\ufeff?[ \t]*\*\*[^*]+\*\*\s*", re.DOTALL)
_PARTICIPLE = re.compile(
    r"\ufeff?[ \t]*(?:\*[^*\n]{3,60}\*|_[^_\n]{3,60}_)[\s,]|\ufeff?[ \t]*\w+(?:ing|ed)\b[^.\n]*,\s*$"
)
_GLUED = re.compile(r"(?<=[^\s*])(?=\*\*[IVXL]{1,6}\. [^*\n]+\*\*\s*$)")
_ORGAN = re.compile(r"\ufeff?\s*[*_]*The [A-Z][^.;:\n]{2,80},[*_]*\s*")
_NOTHING = re.compile("")

_LEAD = {
    Kind.PARAGRAPH: _NUMBERED,
    Kind.SUBITEM: _ITEM,
    Kind.FOOTNOTE: _NOTE,
    Kind.HEADING: re.compile(r"\ufeff?[ \t]*\**(?:[IVXL]{1,6}\.|\([ivx]{1,5}\))\s"),
    Kind.TITLE: _HASHES,
    Kind.ORGAN: _NOTHING,
    Kind.PREAMBULAR: _NOTHING,
    Kind.FURNITURE: _NOTHING,
}


def parse(source: str) -> Document:
    """Read ``source`` into blocks; any string is a document, if only of furniture."""
    chunks = list(_chunks(within_limit(source)))
    first = next((at for at, chunk in enumerate(chunks) if _NUMBERED.match(chunk)), len(chunks))
    blocks: list[Block] = []
    line, under = 1, ""
    for at, chunk in enumerate(chunks):
        block = _told(chunk, line=line, before_numbers=at < first, titled=_is_titled(blocks))
        if block.kind is Kind.PARAGRAPH:
            under = block.number
        elif block.kind is Kind.SUBITEM:
            block = replace(block, under=under)
        blocks.append(block)
        line += sum(1 for each in lines(chunk) if each.end > each.words_end)
    return Document(tuple(blocks))


def printed(document: Document) -> str:
    """Give back the document, character for character."""
    return "".join(block.source for block in document.blocks)


def is_ruled_line(words: str) -> bool:
    """Whether ``words`` are a drawn line: three or more of one of ``-``, ``_``, ``*``."""
    signs = "".join(words.split())
    return len(signs) >= 3 and signs[0] in "-_*" and not signs.strip(signs[0])  # noqa: PLR2004  # three make a line


def _is_titled(blocks: list[Block]) -> bool:
    return any(block.kind in {Kind.HEADING, Kind.PARAGRAPH, Kind.PREAMBULAR} for block in blocks)


def _chunks(source: str) -> Iterator[str]:
    """Cut ``source`` where a block begins: after a blank line, before a number, a dash, a hash, a glued heading."""
    start, blank = 0, False
    for line in lines(source):
        words = source[line.start : line.words_end]
        if line.start > start and ((blank and words.strip()) or _opens(words)):
            yield source[start : line.start]
            start = line.start
        glued = _GLUED.search(words)
        if glued:
            yield source[start : line.start + glued.start()]
            start = line.start + glued.start()
        blank = not words.strip() or is_ruled_line(words)
    if start < len(source):
        yield source[start:]


def _opens(words: str) -> bool:
    return any(shape.match(words) for shape in (_NUMBERED, _ITEM, _NOTE, _HASHES)) or is_ruled_line(words)


def _told(chunk: str, *, line: int, before_numbers: bool, titled: bool) -> Block:
    """Say what one chunk is, by the first shape that fits it."""
    if not chunk.strip() or is_ruled_line(chunk):
        return Block(Kind.FURNITURE, "", line, chunk)
    for shape, kind in ((_NUMBERED, Kind.PARAGRAPH), (_NOTE, Kind.FOOTNOTE), (_ROMAN, Kind.HEADING)):
        if found := shape.match(chunk):
            return Block(kind, next((part for part in found.groups() if part), ""), line, chunk)
    if found := _ITEM.match(chunk):
        return Block(Kind.SUBITEM, found[2] or found[1], line, chunk)
    if _HASHES.match(chunk) or _BOLD.fullmatch(chunk):
        return Block(Kind.HEADING if titled else Kind.TITLE, "", line, chunk)
    if before_numbers and _ORGAN.fullmatch(chunk):
        return Block(Kind.ORGAN, "", line, chunk)
    if before_numbers and _PARTICIPLE.match(chunk):
        return Block(Kind.PREAMBULAR, "", line, chunk)
    return Block(Kind.FURNITURE, "", line, chunk)
