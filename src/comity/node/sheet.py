"""What ``node.toml`` may say: every key, and the form of its value.

* It is judged as a whole when it is read, so that no process of a node starts on a sheet that a later one would stumble
  over, and whoever reads a value of it finds it in its form.
* A key that nobody reads is refused: a misspelt one would leave out, unnoticed, what the operator asked for.
* A refusal names the key and how its value is written. It never repeats the value, which may hold a password.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from comity.errors import ComityError
from comity.errors.node import SettingInvalid, SettingUnknown
from comity.words import Article, AuthorityId, Language, StateCode

FILE = "node.toml"
DESKS = ("committee", "cooperation", "oversight", "public")
_LONGEST, _LONGEST_PATH, _LONGEST_STEP, _MANY = 256, 1024, 255, 512
_AUTHORITIES = 4096  # as many as a profile may name
_A_YEAR = 366 * 24 * 60  # minutes
_LIFELONG = 1200  # months
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})"
_HOST = rf"(?:\[[0-9A-Fa-f:.]+\]|{_LABEL}(?:\.{_LABEL})*\.?)"
_A_PLACE = re.compile(rf"{_HOST}:[0-9]{{1,5}}")
_AN_ORIGIN = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?/?")
_AN_ADDRESS = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?(?:/[!-~]*)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_A_RECORD = re.compile(r"[^\s+]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One value: how it is written, and what tells it from any other."""

    written: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Each:
    """A list in which every item has one form."""

    of: "Form"
    written: str = "[…]"
    most: int = _MANY

    def holds(self, told: Any) -> bool:
        """Say whether ``told`` is a list."""
        return isinstance(told, list)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what must stand in it, and what may."""

    must: "Mapping[str, Form]" = field(default_factory=dict)
    may: "Mapping[str, Form]" = field(default_factory=dict)
    written: str = "{…}"

    def holds(self, told: Any) -> bool:
        """Say whether ``told`` is a table."""
        return isinstance(told, dict)


Form = Word | Each | Table


def require(told: Any, form: Form, place: str) -> None:
    """Return when ``told`` has the ``form``, or raise SettingInvalid or SettingUnknown with the ``place`` in it."""
    if not form.holds(told):
        raise SettingInvalid(place, expected=form.written)
    if isinstance(form, Each):
        if len(told) > form.most:
            raise SettingInvalid(place, expected=f"{form.written} (0–{form.most})")
        for number, one in enumerate(told, start=1):
            require(one, form.of, f"{place}[{number}]")
    elif isinstance(form, Table):
        _require_table(told, form, place)


def require_sheet(told: Mapping[str, Any]) -> None:
    """Return when ``told`` is a whole sheet in its form, or raise SettingInvalid or SettingUnknown with the place."""
    require(told, SHEET, FILE)


def _require_table(told: Mapping[str, Any], form: Table, place: str) -> None:
    known = {**form.must, **form.may}
    before = f"{place}: " if place == FILE else f"{place}."
    for name in told.keys() - known.keys():
        raise SettingUnknown(f"{before}{name[:40]}", known=", ".join(known))
    for name, inner in known.items():
        if name in told:
            require(told[name], inner, before + name)
        elif name in form.must:
            raise SettingInvalid(before + name, expected=inner.written)


def _is_text(told: Any, longest: int = _LONGEST) -> bool:
    return isinstance(told, str) and bool(told.strip()) and len(told) <= longest and not _CONTROL.search(told)


def _is_path(told: Any) -> bool:
    return _is_text(told, _LONGEST_PATH) and all(
        len(step.encode()) <= _LONGEST_STEP for step in told.split("/")
    )


def _is_database(told: Any) -> bool:
    """Say whether ``told`` names a PostgreSQL; the host may be a folder, written with ``%2F``.

    A question in it would be read by nobody: how the server is reached in other ways stands in the variables of libpq.
    """
    if not _is_text(told, _LONGEST_PATH) or not told.startswith(("postgresql://", "postgres://")):
        return False
    parts = urlsplit(told)
    plain = not (parts.query or parts.fragment or _CONTROL.search(unquote(told)))
    return plain and bool(unquote(parts.path).strip("/")) and parts.port != 0


def _is_number(told: Any, least: int, most: int, *, whole: bool = False) -> bool:
    kinds = (int,) if whole else (int, float)
    return type(told) in kinds and least <= told <= most  # a bool is no number; nothing compares with nan


def _reads(read: Callable[[str], object]) -> Callable[[Any], bool]:
    """Say of a text whether ``read`` takes it."""

    def holds(told: Any) -> bool:
        try:
            return isinstance(told, str) and bool(read(told))
        except (ComityError, LookupError, ValueError, OSError):
            return False

    return holds


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    """Say of the address of a place whether it is in the form ``pattern`` and its host and port are possible."""

    def is_place(told: str) -> bool:
        if len(told) > _LONGEST or not pattern.fullmatch(told):
            return False
        return urlsplit(told if "://" in told else f"//{told}").port != 0

    return _reads(is_place)


def _one_of(*words: str) -> Word:
    return Word(" | ".join(f'"{word}"' for word in words), lambda told: isinstance(told, str) and told in words)


def _or_empty(form: Word) -> Word:
    return Word(form.written, lambda told: told == "" or form.holds(told))


_TEXT = Word(f'"…" (1–{_LONGEST})', _is_text)
_PATH = Word('"/…"', _is_path)
_ORIGIN = Word('"https://HOST[:PORT]"', _matches(_AN_ORIGIN))
PLACE = Word('"HOST:PORT"', _matches(_A_PLACE))
DATABASE = Word('"postgresql://USER@HOST/NAME"', _reads(_is_database))
_ADDRESS = Word('"https://HOST[:PORT]/…"', _matches(_AN_ADDRESS))
_STATE = Word('"XA"', _reads(StateCode))
_OFFICE = Word('"central"', _reads(lambda told: AuthorityId(f"XA/{told}")))
_LANGUAGE = _one_of(*Language)
_ARTICLE = Word('"UNCC 42(5)"', _reads(Article.parse))
_DATE = Word("2026-03-02", lambda told: type(told) is date)
_SWITCH = Word("true | false", lambda told: isinstance(told, bool))
_ZONE = Word('"Europe/Vienna"', _reads(ZoneInfo))
_NAME_OF_RECORD = Word('"comity/XA"', lambda told: _is_text(told) and bool(_A_RECORD.fullmatch(told)))
_EVERY = Word(f"1–{_A_YEAR}", lambda told: _is_number(told, 1, _A_YEAR))
_MONTHS = Word(f"0–{_LIFELONG}", lambda told: _is_number(told, 0, _LIFELONG, whole=True))
_NAMES = Table(may={str(language): _TEXT for language in Language}, written='{ en = "…" }')
_AUTHORITY = Table(
    must={
        "office": _OFFICE,
        "name": _NAMES,
        "competences": Each(_TEXT),
        "languages": Each(_LANGUAGE),
        "hours": _TEXT,
    }
)
_INSTRUMENT = Table(
    must={"id": _TEXT, "since": _DATE},
    may={"reservations": Each(_ARTICLE), "declarations": Each(_ARTICLE)},
)
_REQUESTS = Table(
    may={
        "languages": Each(_LANGUAGE),
        "dual_criminality": Each(_ARTICLE),
        "attachments": Each(_TEXT),
        "urgent_channels": Each(_TEXT),
        "least_penalty_months": _MONTHS,
    }
)
SHEET = Table(
    may={
        "state": _STATE,
        "kind": _one_of("state", "secretariat"),
        "name": _or_empty(_TEXT),
        "url": _ORIGIN,
        "desks": Each(_one_of(*DESKS)),
        "database": _or_empty(DATABASE),
        "objects": _or_empty(_TEXT),
        "zone": _ZONE,
        "log": _NAME_OF_RECORD,
        "directory": _or_empty(_PATH),
        "names": _NAMES,
        "authorities": Each(_AUTHORITY, "[[authorities]]", most=_AUTHORITIES),
        "instruments": Each(_INSTRUMENT, "[[instruments]]"),
        "requests": _REQUESTS,
        "signatures": Table(may={"second": _one_of("not-asked", "accepted", "required")}),
        "custody": Table(may={"two_officers_destroy": _SWITCH}),
        "time_stamps": Table(must={"url": _ADDRESS, "roots": _PATH}, may={"every": _EVERY}),
        "keys": Table(may={"store": _TEXT, "module": _PATH, "token": _TEXT, "pin_file": _PATH}),
        "live": Table(may={"bind": PLACE, "address": _or_empty(_ORIGIN)}),
        "mutual-tls": Table(may={"bind": PLACE, "certificate": _PATH, "key": _PATH, "trust": _PATH}),
    }
)
