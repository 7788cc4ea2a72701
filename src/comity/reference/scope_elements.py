"""The elements by which the committee compared existing instruments, and which articles bear on each.

* The instruments are considered in full.                                                                 mandate R11
* One is named by its short name in capitals: ``UNCC``, ``BUDAPEST``, ``UNTOC``, ``UNCAC``, ``MALABO``, ``ARAB``.
* ``16(13)`` is paragraph 13 of article 16; ``15-25`` is every article from 15 to 25.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from comity.words import Language


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its number in the table, its name, and its articles by instrument."""

    number: int
    names: Mapping[Language, str]
    articles: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]]

    def name(self, language: Language) -> str:
        """The name in ``language``."""
        return self.names[language]

    def bears(self, instrument: str, article: str) -> bool:
        """Whether ``article`` of ``instrument`` deals with this element, in whole or in one of its paragraphs."""
        return any(_covers(each, article) for each in self.articles.get(instrument.upper(), ()))


@cache
def elements() -> tuple[Element, ...]:
    """Every element, in the order of the table."""
    told = tomllib.loads((files(__package__) / "scope_elements.toml").read_text(encoding="utf-8"))
    return tuple(
        Element(
            number,
            MappingProxyType({Language(code): name for code, name in row["name"].items()}),
            _listed(row.get("articles", {})),
            _listed(row.get("also", {})),
        )
        for number, row in enumerate(told["element"], 1)
    )


def elements_of(instrument: str, article: str) -> tuple[Element, ...]:
    """The elements that ``article`` of ``instrument`` bears on."""
    return tuple(each for each in elements() if each.bears(instrument, article))


def _listed(told: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(articles) for name, articles in told.items()})


def _covers(entry: str, article: str) -> bool:
    first, _, last = entry.partition("-")
    if last:
        return article.isdecimal() and int(first) <= int(article) <= int(last)
    return first.partition("(")[0] == article
