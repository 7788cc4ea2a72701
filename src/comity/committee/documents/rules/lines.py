"""The lines of a text: what a reader calls line 12, column 5, and how bytes become characters.

* A line ends with LF, CR LF or CR, and with nothing else: other separators are characters of the line.
* Lines and columns are counted from one, columns in characters.
* Cutting into lines loses nothing: the lines, joined, are the text.
* Bytes are UTF-8, with or without a byte order mark, which stays the first character. Other bytes are refused.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from comity.errors.documents import NotUtf8, TextTooLong

LONGEST = 8 * 1024 * 1024  # characters; the longest treaty text known to us has a tenth of a million words
BYTE_ORDER_MARK = "\ufeff"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a character stands, as a reader counts."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: where it begins, where its words end, and where the next line begins."""

    start: int
    words_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Places:
    """Finds the line and the column of an offset."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, source: str) -> Self:
        """Note where each line of ``source`` begins."""
        return cls((0, *(line.end for line in lines(source) if line.end > line.words_end)))

    def at(self, offset: int) -> Place:
        """Print ``offset`` as a reader counts."""
        line = bisect_right(self.starts, offset) - 1
        return Place(line + 1, offset - self.starts[line] + 1)


def lines(source: str) -> Iterator[Line]:
    """Cut ``source`` into its lines."""
    for found in _LINE.finditer(source):
        start, end = found.span()
        yield Line(start, start + len(found[0].rstrip("\r\n")), end)


def read(raw: bytes) -> str:
    """Take ``raw`` as UTF-8, or say at which line and column it is not."""
    if len(raw) > 4 * LONGEST:
        raise TextTooLong(len(raw), limit=LONGEST)
    try:
        return within_limit(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        raise NotUtf8(Places.of(before).at(len(before))) from error


def within_limit(source: str) -> str:
    """Return ``source``, unless it is longer than a text may be."""
    if len(source) > LONGEST:
        raise TextTooLong(len(source), limit=LONGEST)
    return source
