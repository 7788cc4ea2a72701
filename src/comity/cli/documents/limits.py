"""`docs/protocol/limits.md`: the one table of limits, with the reasons that stand beside the figures."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

from comity.foundation.limits import LIMITS

_HEAD = """# Limits

One table holds for every node: a limit is part of the protocol, and two nodes with different tables would tell
different stories. What is exactly at a limit is accepted; what is over it is refused by name before it is read further.
Sizes are in bytes. This page is made from the table itself by `./comity docs --write`.

| limit | figure | of what |
|---|---:|---|
"""


def page(folder: Path) -> str:
    """Write the page."""
    said = dict(_comments((folder / "src/comity/foundation/limits.py").read_text(encoding="utf-8")))
    rows = [
        f"| `{one.name}` | {_figure(getattr(LIMITS, one.name))} | {said.get(one.name, '')} |"
        for one in fields(LIMITS)
    ]
    return _HEAD + "\n".join(rows) + "\n"


def _figure(value: int | timedelta) -> str:
    if isinstance(value, timedelta):
        return f"{value.days} days" if value.days else f"{value.seconds // 60} minutes"
    return f"{value:,}".replace(",", "\u202f")


def _comments(text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines()
    for table in ast.parse(text).body:
        for node in table.body if isinstance(table, ast.ClassDef) else []:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                yield node.target.id, lines[node.lineno - 1].partition("  # ")[2]
