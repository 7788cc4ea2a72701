"""What a refusal says to a reader: the sentence of each error, in six languages.

* Every code of the tree in ``comity.errors`` has a sentence that says what is wrong and one that says what to
  do. They stand in ``errors/<area>.toml``, one table per code: ``[wrong-key]``, ``en.says``, ``en.do``.
* ``{place}`` and the names of facts are places to fill. A sentence is a text, never a program: nothing but a
  name is read between the braces, and a fact is printed as it is, cut, without what commands a terminal.
* A code without a table speaks with the nearest branch above it, so that a refusal is never silent.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from comity.errors import ComityError
from comity.words import Language

PLACE = re.compile(r"\{([a-z_]+)\}")
LONGEST_FACT = 200
_ABSENT = "…"
_COMMANDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_ISOLATED = "\u2068{}\u2069"  # a fact keeps its own direction inside a sentence that runs the other way: UAX 9


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a refusal says: its stable code, what is wrong, what to do."""

    code: str
    says: str
    do: str


@dataclass(frozen=True, slots=True)
class Told:
    """The two texts of one code in one language, with their places still open."""

    says: str
    do: str

    @property
    def places(self) -> frozenset[str]:
        """The names that stand between braces in either text."""
        return frozenset(PLACE.findall(self.says) + PLACE.findall(self.do))


@cache
def tables() -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]:
    """Read every table as written: area, code, language, then ``says`` and ``do``."""
    folder = resources.files("comity.reference") / "errors"
    files = {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}
    return MappingProxyType(
        {area: tomllib.loads(files[area].read_text(encoding="utf-8")) for area in sorted(files)}
    )


@cache
def told() -> Mapping[tuple[str, Language], Told]:
    """Give the two texts of every code in every language."""
    return MappingProxyType(
        {
            (code, Language(language)): Told(texts["says"], texts["do"])
            for area in tables().values()
            for code, languages in area.items()
            for language, texts in languages.items()
        }
    )


def sentence(error: ComityError, language: Language) -> Sentence:
    """Say ``error`` in ``language``; the code is its own even where a branch above lends the sentence."""
    texts = next(
        told()[branch.code, language]
        for branch in type(error).__mro__
        if issubclass(branch, ComityError) and (branch.code, language) in told()
    )
    facts = {**error.facts, "place": error.place}
    return Sentence(error.code, _filled(texts.says, facts, language), _filled(texts.do, facts, language))


def _filled(text: str, facts: Mapping[str, object], language: Language) -> str:
    shown = _ISOLATED if language.right_to_left else "{}"
    return PLACE.sub(lambda found: shown.format(_printed(facts.get(found[1], ""))), text)


def _printed(fact: object) -> str:
    words = _COMMANDS.sub(" ", str(fact)).strip() or _ABSENT
    return words if len(words) <= LONGEST_FACT else words[: LONGEST_FACT - 1] + _ABSENT
