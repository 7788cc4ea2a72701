"""What Comity promises: the identifiers that tests cite, each with its title."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of the mandate: the identifier that a test cites, its title, the part it belongs to."""

    id: str
    title: str
    part: str


@cache
def promises() -> tuple[Promise, ...]:
    """Give every promise in the order of the documents."""
    table = resources.files("comity.reference").joinpath("mandate.toml").read_text(encoding="utf-8")
    parts = tomllib.loads(table)["part"]
    return tuple(Promise(name, title, part["title"]) for part in parts for name, title in part["promises"])
