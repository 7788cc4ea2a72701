"""The provisions of a text, as a tree: which block stands under which.

* Chapters hold sections, sections hold articles; the preamble and the annexes stand beside chapters.
* An article holds paragraphs, a paragraph subparagraphs, a subparagraph items: by mark, and by indentation.
* An option holds all that follows it, up to the next option of its kind, or to the number that follows the one
  before the options, or to the edge of its indentation. In the preamble an option is one paragraph.
* Paragraphs before the first division are notes, unless the text has no preamble of its own: then they are it.
* Apparatus stands under nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.committee.text.rules.blocks import Block
from comity.committee.text.rules.headings import APPARATUS, Kind
from comity.committee.text.rules.markers import Shape, is_roman, roman_value


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision, or one piece of apparatus: what it is and where it stands."""

    kind: Kind
    number: str
    rubric: str
    start: int
    end: int
    line: int
    parent: int | None  # its place among the provisions
    last: int  # the place of the last provision under it
    mark: tuple[int, int] | None = None  # where its number stands
    holders: str = ""  # who is named beside the name of an option


@dataclass(slots=True)
class _Open:
    """A provision that may still receive others."""

    place: int
    rank: int  # divisions: 1-6; below them 10 and more
    indent: int = 0
    shape: Shape = Shape.PLAIN
    number: str = ""
    before: str = ""  # of an option: the number before the first of its kind
    kind: Kind = Kind.PARAGRAPH
    seen: dict[Shape, str] = field(default_factory=dict)  # the last number of each shape under it


_LEVEL = {
    Kind.TITLE: 1,
    Kind.PREAMBLE: 2,
    Kind.CHAPTER: 2,
    Kind.ANNEX: 2,
    Kind.SECTION: 3,
    Kind.ARTICLE: 4,
    Kind.RUBRIC: 5,
}
_BELOW = 10
_SAME = 1  # columns: a list item written one column off is still its sibling's sibling


class _Tree:
    def __init__(self, every: Sequence[Block]) -> None:
        self.blocks = every
        self.kinds: list[Kind] = []
        self.parents: list[int | None] = []
        self.numbers: list[str] = []
        self.stack: list[_Open] = []
        self.entered = False  # whether a division has begun
        self.divided = any(block.heading for block in every)
        self.opening = self._opening_kind()

    def _opening_kind(self) -> Kind:
        """What a paragraph is before the first division."""
        if not self.divided:
            return Kind.PARAGRAPH
        preamble = any(block.heading and block.heading.kind is Kind.PREAMBLE for block in self.blocks)
        return Kind.NOTE if preamble else Kind.PREAMBULAR

    def add(self, block: Block) -> None:
        """Place the next block."""
        if block.apparatus:
            self._append(block.apparatus, "", None)
        elif block.heading or block.hashes:
            self._divide(block)
        else:
            self._hold(block)

    def _append(self, kind: Kind, number: str, parent: int | None) -> int:
        self.kinds.append(kind)
        self.numbers.append(number)
        self.parents.append(parent)
        return len(self.kinds) - 1

    def _top(self, *, below: int) -> int | None:
        """Close what ranks with ``below`` or under it; return what stays open above."""
        while self.stack and self.stack[-1].rank >= below:
            self.stack.pop()
        return self.stack[-1].place if self.stack else None

    def _divide(self, block: Block) -> None:
        kind = block.heading.kind if block.heading else self._unnamed()
        parent = self._top(below=_LEVEL[kind])
        if parent is not None and self.kinds[parent] is Kind.PREAMBLE:
            self.stack.pop()
            parent = self.stack[-1].place if self.stack else None
        if kind is Kind.SECTION and self.stack and self.stack[-1].kind is Kind.SECTION:
            self.stack.pop()
        place = self._append(kind, block.heading.number if block.heading else "", parent)
        self.entered = self.entered or kind is not Kind.TITLE
        if kind not in {Kind.TITLE, Kind.RUBRIC}:
            self.stack.append(_Open(place, _LEVEL[kind], kind=kind))

    def _unnamed(self) -> Kind:
        """Tell what a heading is that names no division: title, rubric of the article it follows, or section."""
        if not self.entered:
            return Kind.TITLE
        before = len(self.kinds) - 1
        while before >= 0 and self.kinds[before] in APPARATUS:
            before -= 1
        follows = self.kinds[before] in {Kind.ARTICLE, Kind.CHAPTER, Kind.SECTION}
        return Kind.RUBRIC if follows and not self._rubric(before) else Kind.SECTION

    def _rubric(self, place: int) -> str:
        heading = self.blocks[place].heading
        return heading.rubric if heading else self.blocks[place].name

    def _hold(self, block: Block) -> None:
        """Place a block below the divisions."""
        shape, number = self._told(block)
        division = next((each.kind for each in reversed(self.stack) if each.rank < _BELOW), None)
        self._close(block, shape, number, in_preamble=division is Kind.PREAMBLE or not self.stack)
        parent = self.stack[-1].place if self.stack else None
        place = self._append(self._kind(shape, division), number, parent)
        before = self._number_before(block)
        if self.stack:
            self.stack[-1].seen[shape] = number
        if shape is not Shape.PLAIN:
            opened = _Open(place, _BELOW + shape, block.indent, shape, number, kind=self.kinds[place])
            opened.before = before if shape is Shape.OPTION else ""
            self.stack.append(opened)

    def _number_before(self, block: Block) -> str:
        """The last number at the indentation of the block, or in the provision that holds it."""
        if not self.stack:
            return ""
        top = self.stack[-1]
        if top.shape is Shape.NUMERAL and abs(top.indent - block.indent) <= _SAME:
            return top.number
        return top.seen.get(Shape.NUMERAL, "")

    def _told(self, block: Block) -> tuple[Shape, str]:
        """Decide whether a letter that could be a Roman numeral is one: by what it follows."""
        number = block.mark.number if block.mark else ""
        if block.shape is not Shape.LETTER or not is_roman(number):
            return block.shape, number
        for each in reversed(self.stack):
            last = each.seen.get(Shape.ROMAN, "")
            if is_roman(last) and roman_value(last) + 1 == roman_value(number):
                return Shape.ROMAN, number
            letter = each.seen.get(Shape.LETTER, "")
            if len(letter) == 1 and len(number) == 1 and ord(letter) + 1 == ord(number):
                return Shape.LETTER, number
        return (Shape.ROMAN if number == "i" else Shape.LETTER), number

    def _close(self, block: Block, shape: Shape, number: str, *, in_preamble: bool) -> None:
        """Close the provisions that cannot hold the block."""
        if shape is Shape.OPTION and self._close_sibling_option(block, number):
            return
        while self.stack and self.stack[-1].rank >= _BELOW:
            top = self.stack[-1]
            if top.indent > block.indent + _SAME:
                self.stack.pop()
            elif top.shape is Shape.OPTION:
                if not self._leaves(top, block, shape, number, in_preamble=in_preamble):
                    return
                self.stack.pop()
            elif shape is Shape.OPTION or top.indent < block.indent - _SAME or top.shape < shape < Shape.OPTION:
                return
            else:
                self.stack.pop()

    def _close_sibling_option(self, block: Block, number: str) -> bool:
        """Close an open option of the same kind at the same indentation, with all under it."""
        for at in range(len(self.stack) - 1, -1, -1):
            top = self.stack[at]
            if top.rank < _BELOW:
                return False
            alike = top.number[:1].isdigit() == number[:1].isdigit()
            if top.shape is Shape.OPTION and abs(top.indent - block.indent) <= 2 * _SAME and alike:
                del self.stack[at:]
                return True
        return False

    @staticmethod
    def _leaves(option: _Open, block: Block, shape: Shape, number: str, *, in_preamble: bool) -> bool:
        """Whether the block stands outside an option that is still open at its indentation."""
        if in_preamble or option.indent > block.indent + _SAME:
            return True
        if shape is not Shape.NUMERAL or option.indent < block.indent - _SAME:
            return False
        inside = option.seen.get(Shape.NUMERAL, "")
        return not _follows(inside, number) and _follows(option.before, number)

    def _kind(self, shape: Shape, division: Kind | None) -> Kind:
        if shape is Shape.OPTION:
            return Kind.OPTION
        if division is None:
            return self.opening if self.opening is not Kind.PARAGRAPH else self._below(shape)
        if division is Kind.PREAMBLE and not self._depth():
            return Kind.PREAMBULAR
        return self._below(shape)

    def _below(self, shape: Shape) -> Kind:
        depth = self._depth()
        if shape is Shape.PLAIN:
            return Kind.UNNUMBERED if depth else Kind.PARAGRAPH
        if shape is Shape.ROMAN or depth > 1:
            return Kind.ITEM
        return Kind.SUBPARAGRAPH if depth or shape in {Shape.LETTER, Shape.DASH} else Kind.PARAGRAPH

    def _depth(self) -> int:
        return sum(each.rank >= _BELOW and each.shape is not Shape.OPTION for each in self.stack)

    def provisions(self) -> tuple[Provision, ...]:
        """The finished tree."""
        last = list(range(len(self.kinds)))
        for place in range(len(last) - 1, -1, -1):
            parent = self.parents[place]
            if parent is not None:
                last[parent] = max(last[parent], last[place])
        return tuple(map(self._provision, range(len(self.kinds)), last))

    def _provision(self, place: int, last: int) -> Provision:
        block = self.blocks[place]
        rubric = block.heading.rubric if block.heading else block.name
        holders = block.mark.holders if block.mark else ""
        return Provision(
            kind=self.kinds[place],
            number=self.numbers[place],
            rubric=rubric,
            start=block.start,
            end=block.end,
            line=block.line,
            parent=self.parents[place],
            last=last,
            mark=block.mark_at,
            holders=holders,
        )


def _follows(before: str, number: str) -> bool:
    return before.isdecimal() and number.isdecimal() and int(number) == int(before) + 1


def provisions(every: Sequence[Block]) -> tuple[Provision, ...]:
    """Arrange the blocks into provisions, one for each, in the same order."""
    tree = _Tree(every)
    for block in every:
        tree.add(block)
    return tree.provisions()
