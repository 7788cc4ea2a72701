"""The States, the groups they negotiate in, and the names of both in six languages.

* ``states.csv`` holds 195 States: codes of ISO 3166-1 and M49, short names in the official languages.
* ``states_invented.csv`` holds the States of the demonstration, under codes that ISO leaves to users, and the
  secretariat. They are never mixed with the real ones.
* ``states_groups.csv`` holds groups that speak as one, and the Chair: holders of brackets that are no State.
* States are listed in the alphabetical order of each language: accents and case decide only between equals; in
  Spanish *ñ* follows *n*; in Russian *ё* is *е*; the forms of alif are one; Chinese goes by the sound of the first
  characters, which is the order of the first level of GB 2312.                                         GB 2312-80
"""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from comity.errors.words import UnknownState
from comity.words import Language, StateCode


@dataclass(frozen=True, slots=True)
class State:
    """A State, or the secretariat: its codes and its short names."""

    code: StateCode
    iso3: str
    m49: str
    names: tuple[tuple[Language, str], ...]
    invented: bool = False

    def name(self, language: Language) -> str:
        """The short name in ``language``."""
        return dict(self.names)[language]

    @classmethod
    def of(cls, row: dict[str, str], *, invented: bool) -> Self:
        """Take one row of a table."""
        names = tuple((language, row[language]) for language in Language)
        return cls(StateCode(row["iso2"]), row["iso3"], row["m49"], names, invented)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files(__package__).joinpath(name).read_text("utf-8").splitlines()))


@cache
def states() -> tuple[State, ...]:
    """The 195 States."""
    return tuple(State.of(row, invented=False) for row in _rows("states.csv"))


@cache
def invented_states() -> tuple[State, ...]:
    """The States of the demonstration, and the secretariat."""
    return tuple(State.of(row, invented=True) for row in _rows("states_invented.csv"))


@cache
def _by_code() -> dict[str, State]:
    return {state.code: state for state in (*states(), *invented_states())}


def state(code: str) -> State:
    """The State of ``code``, or a refusal."""
    found = _by_code().get(code)
    if found is None:
        raise UnknownState(code[:16])
    return found


@cache
def _holders() -> dict[str, str]:
    known = {one.code.casefold(): str(one.code) for one in _by_code().values()}
    for one in _by_code().values():
        known.update((name.casefold(), str(one.code)) for _, name in one.names)
    for row in _rows("states_groups.csv"):
        known.update((name.casefold(), row["code"]) for name in row.values())
    return known


def holder(name: str) -> str | None:
    """The code of the State, group or officer called ``name`` in any of the six languages; None if nobody is.

    A code of two letters counts only in capitals: ``(a)`` and ``(is)`` name no State.
    """
    bare = name.strip(" *_.")
    if len(bare) <= 2 and not bare.isupper():  # noqa: PLR2004  # ISO 3166-1 codes have two letters
        return None
    return _holders().get(bare.casefold())


def holder_name(code: str, language: Language) -> str:
    """The name of a State or group in ``language``; an unknown ``code`` is its own name."""
    found = _by_code().get(code)
    if found:
        return found.name(language)
    return _group_names().get(code, {}).get(language, code)


@cache
def _group_names() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in _rows("states_groups.csv")}


def alphabetical(name: str, language: Language) -> tuple[str | bytes, str]:
    """The key by which ``name`` is listed in ``language``."""
    if language is Language.CHINESE:
        return name.encode("gb18030", "replace"), name
    bare = name.casefold().replace("ё", "е").replace("й", "и\uffff")
    if language is Language.SPANISH:
        bare = bare.replace("ñ", "n\uffff")
    split = unicodedata.normalize("NFD", bare)  # hamza and madda on alif are combining marks too
    kept = "".join(sign for sign in split if sign.isalnum() or sign in " \uffff")
    return kept, name


def in_order(codes: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """List holders in the alphabetical order of ``language``."""
    return tuple(sorted(codes, key=lambda code: alphabetical(holder_name(code, language), language)))
