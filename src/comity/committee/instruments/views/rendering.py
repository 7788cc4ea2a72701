"""A comparison as HTML: what the existing instrument says and the other does not is struck, what is added underlined.

Colour repeats what the elements ``del`` and ``ins`` and their lines say.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comity.committee.instruments.rules.comparing import Comparison, Row
from comity.committee.text.rules.differences import Fate
from comity.committee.text.rules.words import joined


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the page shows it: label and words on either side, empty where nothing stands."""

    old_label: str
    old: SafeString
    new_label: str
    new: SafeString


_SHAPES = {Fate.KEPT: "{}", Fate.DELETED: "<del>{}</del>", Fate.INSERTED: "<ins>{}</ins>"}


def lines(comparison: Comparison) -> Iterator[Line]:
    """Show a comparison row by row."""
    for row in comparison.rows:
        yield Line(
            row.old.label if row.old else "",
            _side(row, Fate.DELETED),
            row.new.label if row.new else "",
            _side(row, Fate.INSERTED),
        )


def _side(row: Row, own: Fate) -> SafeString:
    """The words of one side, in its own spelling: those kept, and those that only this side has."""
    pieces = [piece for piece in row.difference.pieces if piece.fate in {Fate.KEPT, own}]
    return format_html_join(
        "",
        "{}",
        (
            (format_html(_SHAPES[piece.fate], joined(piece.old if own is Fate.DELETED else piece.new)),)
            for piece in pieces
        ),
    )
