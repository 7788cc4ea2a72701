"""The grounds of refusal that instruments know, each with the clause that allows it or takes it away.

* A ground stands only where the instrument relied on has a clause that allows it.        UNCC 42(6); BUDAPEST 29(5)
* A reserved ground stands only for a State that made the reservation.                    UNCC 42(5); BUDAPEST 29(4)
* Some grounds never stand: bank secrecy, and fiscal matters alone.                       UNCC 40(23), (24)
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from comity.words import Article


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground by its name in kebab case, and its clauses by instrument."""

    name: str
    allowed: Mapping[str, Article] = field(default_factory=dict)
    reserved: Mapping[str, Article] = field(default_factory=dict)
    never: Article | None = None

    def clause(self, instrument: str) -> Article | None:
        """Find the clause of ``instrument`` that knows this ground, reserved or not."""
        return self.allowed.get(instrument) or self.reserved.get(instrument)


@cache
def grounds() -> Mapping[str, Ground]:
    """List every ground by name, in the order of the table."""
    told = tomllib.loads((files(__package__) / "refusal_grounds.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: _ground(name, row) for name, row in told.items()})


def _ground(name: str, row: Mapping[str, object]) -> Ground:
    never = row.get("never")
    return Ground(
        name,
        allowed=_clauses(row.get("allowed")),
        reserved=_clauses(row.get("reserved")),
        never=Article.parse(str(never)) if never else None,
    )


def _clauses(told: object) -> Mapping[str, Article]:
    clauses = told if isinstance(told, dict) else {}
    return MappingProxyType({instrument: Article.parse(clause) for instrument, clause in clauses.items()})
