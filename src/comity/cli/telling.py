"""What a command tells: lines for people, or JSON where ``--json`` was asked for.

Lines are shown without control characters: a name that came from another State must not move the cursor.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Facts = Mapping[str, Any]  # what JSON can hold, of no fixed shape
NOTHING = "-"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def tell(facts: Facts, *lines: str, as_json: bool) -> None:
    """Print how something stands: in ``lines``, or all its ``facts``."""
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    for line in lines:
        print(clean(line))


def tell_each(rows: Sequence[Facts], *names: str, as_json: bool) -> None:
    """Print a list: a line with the named facts for each row, or all facts of all rows."""
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        print(clean("  ".join(_written(row[name]) for name in names)))


def clean(words: str) -> str:
    """Replace what a terminal would obey."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", words)


def _written(fact: Any) -> str:
    if isinstance(fact, list | tuple):
        return ", ".join(map(str, fact))
    return NOTHING if fact is None or fact == "" else str(fact)
