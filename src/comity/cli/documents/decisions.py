"""`docs/decisions/index.md`: the list of decision records, from their own headings."""

import re
from pathlib import Path

_HEAD = """# Decisions

A choice that is hard to reverse, or would surprise a reader, has a page: what stood to choose, what was decided
and why, what follows. This list is made from the pages by `./comity docs --write`.

| | decision | status |
|---:|---|---|
"""
_TITLE = re.compile(r"^# (?:\d+\. )?(.+)$", re.MULTILINE)
_STATUS = re.compile(r"^(?:\*\*Status:?\*\*:?|Status:|- Status:) *(.+)$", re.MULTILINE | re.IGNORECASE)


def page(folder: Path) -> str:
    """Write the page."""
    return (
        _HEAD
        + "\n".join(_row(record) for record in sorted((folder / "docs" / "decisions").glob("0*.md")))
        + "\n"
    )


def _row(record: Path) -> str:
    text = record.read_text(encoding="utf-8")
    title, status = _TITLE.search(text), _STATUS.search(text)
    said = status[1].rstrip(".") if status else ""
    return f"| {int(record.name[:4])} | [{title[1] if title else record.stem}]({record.name}) | {said} |"
