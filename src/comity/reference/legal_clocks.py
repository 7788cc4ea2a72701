"""Periods by name: what an instrument fixes, and what a desk promises where no instrument fixes a time.

The Convention gives no number of days for an answer; it asks for expedition.                           UNCC 42(4)
The length of a preservation it does fix: not less than sixty days.                       UNCC 42(8); BUDAPEST 29(7)
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from comity.words import Article


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time, the events that start and end it, and its clause where an instrument fixes it."""

    name: str
    length: timedelta
    starts_with: str
    ends_with: str
    source: Article | None = None


@cache
def periods() -> Mapping[str, Period]:
    """List every period by name."""
    told = tomllib.loads((files(__package__) / "legal_clocks.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: Period(
                name,
                timedelta(**{row["unit"]: row["amount"]}),
                row["from"],
                row["to"],
                Article.parse(row["source"]) if "source" in row else None,
            )
            for name, row in told.items()
        },
    )
