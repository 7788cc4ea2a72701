"""`docs/protocol/limits.md`: the one table of limits, with the reasons that stand beside the figures."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

from comity.foundation.limits import LIMITS

_HEAD = """# Limits

| version | date | status |
|---|---|---|
| 1-draft.3 | 2026-11-22 | normative draft |

## 1. Purpose

One table holds for every node. A node **MUST NOT** have another, because a limit is part of the protocol: two nodes
with different tables would take different acts, and tell different stories. This page is made from the table itself
by `./comity docs --write`.

## 2. Terms

Sizes are in bytes, counts are whole. What is exactly at a limit is accepted; what is over it is refused by name before
it is read further: bytes as `too-large`, depth as `too-deep`, keys of a sealed file as `too-many-recipients`, members
of a list as the document is malformed, or as `too-many`.

## 3. The table

| limit | figure | of what |
|---|---:|---|
"""
_FOOT = """
What is over its limit is never taken whole, and what is deep never by recursion:

```python title="executed"
import io


def body(stream, limit):  # reads never more than one byte beyond it
    taken = stream.read(limit + 1)
    return taken if len(taken) <= limit else "too-large"


def depth(text):  # counts brackets within brackets, outside of texts
    deepest = here = 0
    inside = escaped = False
    for letter in text:
        if inside:
            inside, escaped = escaped or letter != '"', not escaped and letter == "\\\\"
        elif letter == '"':
            inside = True
        elif letter in "[{":
            here += 1
            deepest = max(deepest, here)
        elif letter in "]}":
            here -= 1
    return deepest


assert (len(body(io.BytesIO(bytes(64)), 64)), body(io.BytesIO(bytes(65)), 64)) == (64, "too-large")
assert (depth("[" * 33), depth('["[[[", {}]'), depth(r'"\\"[["')) == (33, 2, 0)
```

## 4. Security considerations

- A limit is looked at before what it limits is held in memory: a body is read to one byte beyond its limit and no
  further, nothing goes down by recursion without a limit, an archive is not unpacked.
- `clock_skew` is what an attacker may gain by a wrong clock, `act_age` what he may gain by holding an act back.

## 5. Vectors

`vectors/limits.json` tries each at both of its edges. What is a span of time is tried in `vectors/envelopes.json` and
`vectors/profiles.json`.

## 6. References

RFC 2119, 8174.
"""


def page(folder: Path) -> str:
    """Write the page."""
    said = dict(_comments((folder / "src/comity/foundation/limits.py").read_text(encoding="utf-8")))
    rows = [
        f"| `{one.name}` | {_figure(getattr(LIMITS, one.name))} | {said.get(one.name, '')} |"
        for one in fields(LIMITS)
    ]
    return _HEAD + "\n".join(rows) + "\n" + _FOOT


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
