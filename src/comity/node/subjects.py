"""What the subjects bring to the node, gathered once from their app configurations.

A subject's ``AppConfig`` may declare, each as a dotted path, so that nothing is imported before it is used:

    access      = "comity.regime.requests.rules.ACCESS"       its rows of the access table
    understands = {"preserve": "...services.receive"}         a kind of act, and who takes it: (Arrival, Writer)
    deadlines   = {"requests:preservation": "...expire"}      a clock, and what follows: (Deadline, Writer)
    custody     = "comity.regime.evidence.services.arrived"   who is told that evidence is here: (Fetched, Writer)
    needs_evidence = "comity.regime.requests.services.needs"  whether a thread needs its evidence: (thread) -> reference
    live        = {"text": "comity.committee.text.views.live.FEED"}   what may be followed live (node.live.feeds)
    ahead       = "comity.committee.text.models.figures.read_ahead"   what the desks read before anybody asks: ()

``node`` knows no subject by name. A name that two subjects declare is a programmer's mistake.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from comity.access import AccessTable
from comity.errors.node import KindClaimedTwice, NoFollowUp, UnknownKind
from comity.node.rules import ACCESS


@cache
def access() -> AccessTable:
    """Lay the access tables of the node and of every subject together."""
    tables = [import_string(path) for path in _declared("access")]
    return _together(table.items() for table in [ACCESS, *tables])


def handler(kind: str) -> Callable[..., None]:
    """Return what receives acts of ``kind``, or raise UnknownKind."""
    if kind not in _table("understands"):
        raise UnknownKind(kind[:48])
    return _resolved(_table("understands")[kind])


def follow_up(what: str) -> Callable[..., None]:
    """Return what follows when a clock of this name expires, or raise NoFollowUp."""
    if what not in _table("deadlines"):
        raise NoFollowUp(what[:64])
    return _resolved(_table("deadlines")[what])


def custodians() -> tuple[Callable[..., None], ...]:
    """Return those who are told that a piece of evidence has arrived whole."""
    return tuple(_resolved(path) for path in _declared("custody"))


def needing(thread: str) -> Sequence[str]:
    """Name what is in course in ``thread`` and needs its evidence."""
    asked = (import_string(path)(thread) for path in _declared("needs_evidence"))
    return [reference for reference in asked if reference]


def ahead() -> tuple[Callable[..., None], ...]:
    """Return what reads ahead for the pages of each subject."""
    return tuple(_resolved(path) for path in _declared("ahead"))


def live(name: str) -> object | None:
    """Return what is followed live under this name, or None."""
    declared = _table("live")
    return _resolved(declared[name]) if name in declared else None


def forget() -> None:
    """Gather anew at the next question, because an app has changed what it declares."""
    access.cache_clear()
    _table.cache_clear()


@cache
def _resolved(path: str) -> Callable[..., None]:
    found: Callable[..., None] = import_string(path)
    return found


def _declared(name: str) -> list[Any]:
    return [getattr(config, name) for config in apps.get_app_configs() if getattr(config, name, None)]


@cache
def _table(name: str) -> Mapping[str, str]:
    return _together(declared.items() for declared in _declared(name))


def _together(tables: Iterable[Iterable[tuple[str, Any]]]) -> Mapping[str, Any]:
    whole: dict[str, Any] = {}
    for table in tables:
        for name, value in table:
            if name in whole:
                raise KindClaimedTwice(name)
            whole[name] = value
    return MappingProxyType(whole)
