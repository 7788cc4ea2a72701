"""Conduct by name, with the article under which each instrument reaches it.

* An offence established under an instrument is in its scope.                         UNCC 35(1)(a); BUDAPEST 2-11
* Any other offence is in scope of the Convention when it is a serious crime.         UNCC 2(h), 35(1)(c)
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from comity.words import Article

OTHER = "other-offence"


@dataclass(frozen=True, slots=True)
class Offence:
    """One kind of conduct, and its article in each instrument that reaches it."""

    name: str
    articles: Mapping[str, Article]
    serious_from_years: int = 0  # the least maximum penalty, where the instrument asks for a serious crime

    @property
    def established(self) -> bool:
        """Whether an instrument itself describes this conduct."""
        return self.name != OTHER


@cache
def offences() -> Mapping[str, Offence]:
    """List every kind of conduct by name, in the order of the Convention."""
    told = tomllib.loads((files(__package__) / "offences.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: _offence(name, row) for name, row in told.items()})


def _offence(name: str, row: Mapping[str, str | int]) -> Offence:
    years = row.get("UNCC_from_years", 0)
    articles = {key: Article.parse(text) for key, text in row.items() if isinstance(text, str)}
    return Offence(name, MappingProxyType(articles), int(years))
