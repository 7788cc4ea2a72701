"""Tables and lines on the terminal, drawn with rich; control characters of what is shown are taken out."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from comity.cli.telling import clean

_OUT = Console(highlight=False, soft_wrap=False)


def heading(words: str) -> None:
    """Print a title."""
    _OUT.print(Text(clean(words), style="bold"))


def paragraph(words: str) -> None:
    """Print a sentence."""
    _OUT.print(Text(clean(words)))


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table: numbers to the end of their column, shares as per cent."""
    shown = Table(box=None, header_style="bold", pad_edge=False)
    for place, name in enumerate(columns):
        numeric = any(isinstance(row[place], int | float) for row in rows)
        shown.add_column(name, justify="right" if numeric else "left")
    for row in rows:
        shown.add_row(*(Text(clean(_written(value))) for value in row))
    _OUT.print(shown)
    _OUT.print()


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1%}"
    return "–" if value is None else str(value)
