"""What a State changed from one profile to the next, for whoever reads its history.

* Only what a reader would ask about is told: the root key, addresses, offices that came or went, keys of an office or a
  node, instruments, rules for requests.
* A profile that only lives longer has changed nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from comity.foundation.directory.authorities import Authorities, Authority
from comity.foundation.directory.profile import Profile


class Change(StrEnum):
    """What changed."""

    ROOT = "root"
    ADDRESS = "address"
    NODE_KEYS = "node-keys"
    OFFICE_CAME = "office-came"
    OFFICE_WENT = "office-went"
    OFFICE_KEYS = "office-keys"
    OFFICE_FACTS = "office-facts"
    INSTRUMENTS = "instruments"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Changed:
    """One change, and the office it concerns where it concerns one."""

    what: Change
    office: str = ""


def changes(old: Profile, new: Profile) -> Iterator[Changed]:
    """Tell what changed from ``old`` to ``new``."""
    if old.root != new.root:
        yield Changed(Change.ROOT)
    if [node.url for node in old.nodes] != [node.url for node in new.nodes]:
        yield Changed(Change.ADDRESS)
    if _keys_of_nodes(old) != _keys_of_nodes(new):
        yield Changed(Change.NODE_KEYS)
    before, after = set(old.offices), set(new.offices)
    yield from (Changed(Change.OFFICE_CAME, name) for name in new.offices if name not in before)
    yield from (Changed(Change.OFFICE_WENT, name) for name in old.offices if name not in after)
    for name in Authorities.of(old.authorities).changed(Authorities.of(new.authorities)):
        yield from _of_office(old.authority(name), new.authority(name))
    if old.instruments != new.instruments:
        yield Changed(Change.INSTRUMENTS)
    if old.rules != new.rules:
        yield Changed(Change.RULES)


def _of_office(old: Authority, new: Authority) -> Iterator[Changed]:
    if _keys_of(old) != _keys_of(new):
        yield Changed(Change.OFFICE_KEYS, new.id)
    if _facts_of(old) != _facts_of(new):
        yield Changed(Change.OFFICE_FACTS, new.id)


def _keys_of(office: Authority) -> tuple[object, ...]:
    """The keys alone: one that only counts for longer is the same key."""
    return frozenset(record.key.thumbprint for record in office.keys), office.recipient.thumbprint


def _facts_of(office: Authority) -> tuple[object, ...]:
    return dict(office.names), office.competences, office.languages, office.hours


def _keys_of_nodes(profile: Profile) -> frozenset[object]:
    return frozenset(record.key.thumbprint for node in profile.nodes for record in node.keys)
