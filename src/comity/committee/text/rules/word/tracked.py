"""A text with its changes and remarks, each under the name of who made it.

* A stretch of words may be inserted by one and deleted by another: then it stands in neither of the texts before and
  after, yet both are told.
* A paragraph's mark may be inserted or deleted like a word: so a whole paragraph is proposed or struck.
* A remark stands on the words that it speaks of, or at a point between words.
* Rejecting every change gives the text before; accepting every change the text after; accepting those of one author the
  text that this author asks for.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.words import Instant


class Style(StrEnum):
    """How a paragraph is set; the names are those of Word's own styles."""

    TITLE = "Title"
    CHAPTER = "Heading1"
    SECTION = "Heading2"
    ARTICLE = "Heading3"
    NORMAL = "Normal"
    SUBPARAGRAPH = "ListContinue"
    ITEM = "ListContinue2"


@dataclass(frozen=True, slots=True)
class Mark:
    """Who made a change, and when if it is known."""

    author: str
    at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody says of words."""

    author: str
    words: str
    at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one fate and one look."""

    words: str
    inserted: Mark | None = None
    deleted: Mark | None = None
    remarks: tuple[Remark, ...] = ()
    italic: bool = False
    bold: bool = False

    def is_like(self, other: "Stretch") -> bool:
        """Whether both differ in nothing but their words."""
        return replace(self, words="") == replace(other, words="")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its style, its stretches, and who inserted or deleted it as a whole."""

    stretches: tuple[Stretch, ...]
    style: Style = Style.NORMAL
    inserted: Mark | None = None
    deleted: Mark | None = None

    @property
    def words(self) -> str:
        """All words, whatever became of them."""
        return "".join(stretch.words for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Tracked:
    """A text with its changes."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who changed or remarked on anything, in the order of the alphabet of codes."""
        return tuple(sorted({name for paragraph in self.paragraphs for name in _names(paragraph)}))

    @property
    def before(self) -> str:
        """The text if every change is rejected, a line for each paragraph."""
        return self._text(lambda inserted, _deleted: inserted is None)

    @property
    def after(self) -> str:
        """The text if every change is accepted."""
        return self._text(lambda _inserted, deleted: deleted is None)

    def asked_by(self, author: str) -> str:
        """The text if the changes of ``author`` are accepted and all others rejected."""

        def stands(inserted: Mark | None, deleted: Mark | None) -> bool:
            there = inserted is None or inserted.author == author
            return there and (deleted is None or deleted.author != author)

        return self._text(stands)

    def _text(self, stands: Callable[[Mark | None, Mark | None], bool]) -> str:
        lines: list[str] = []
        joined = False
        for paragraph in self.paragraphs:
            words = "".join(one.words for one in paragraph.stretches if stands(one.inserted, one.deleted))
            if joined:
                lines[-1] += words
            else:
                lines.append(words)
            joined = not stands(
                paragraph.inserted, paragraph.deleted
            )  # without its mark it runs on into the next
        if joined and lines and not lines[-1]:
            lines.pop()
        return "\n".join(lines)


def tidy(text: Tracked) -> Tracked:
    """The same text with stretches that are alike joined and remarks once each; what Word gives back."""
    return Tracked(tuple(replace(each, stretches=tuple(joined(each.stretches))) for each in text.paragraphs))


def joined(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Join neighbours that are alike; leave out what says nothing."""
    held: Stretch | None = None
    for told in _saying(stretches):
        if held and held.words and told.words and held.is_like(told):
            held = replace(held, words=held.words + told.words)
        elif held != told or told.words:
            if held:
                yield held
            held = told
    if held:
        yield held


def _saying(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """The stretches that say something; a remark at a point stands by itself and has no look and no fate."""
    for stretch in stretches:
        remarks = tuple(sorted(set(stretch.remarks), key=_order))
        if stretch.words:
            yield replace(stretch, remarks=remarks)
        else:
            yield from (Stretch("", remarks=(remark,)) for remark in remarks)


def _order(remark: Remark) -> tuple[str, str, int]:
    return remark.author, remark.words, remark.at.milliseconds if remark.at else -1


def _names(paragraph: Paragraph) -> Iterator[str]:
    yield from (mark.author for mark in (paragraph.inserted, paragraph.deleted) if mark)
    for stretch in paragraph.stretches:
        yield from (mark.author for mark in (stretch.inserted, stretch.deleted) if mark)
        yield from (remark.author for remark in stretch.remarks)
