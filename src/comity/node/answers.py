"""When each State last answered: its node by any receipt it signed, its 24/7 point by an act or by opening one of ours.

* A node answers by itself; that an office answered is known only from an act that it sent, or from the receipt that one
  of its officers opened ours.
* What was counted is kept for a minute: the pages that show it must not cost a busy node its time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from comity.errors.directory import NoCompetentAuthority
from comity.foundation.directory import Authority, Profile
from comity.node.rows import select
from comity.words import AuthorityId, Instant, StateCode

POINT = "24-7-network"
KEPT = timedelta(minutes=1)
_NODES = "SELECT state, MAX(at) FROM node_receipt GROUP BY state"
_ACTS = """
    SELECT envelope.sender, MAX(entry.at) FROM node_envelope envelope
    JOIN node_recordentry entry ON entry."index" = envelope.entry_id WHERE envelope.way = 'in' GROUP BY envelope.sender
"""
_OPENED = """
    SELECT envelope."to", receipt.state, MAX(receipt.at) FROM node_receipt receipt
    JOIN node_envelope envelope ON envelope.digest = receipt.envelope
    WHERE receipt.kind = 'retrieval' AND receipt.outcome = 'accepted' AND envelope.way = 'out'
    GROUP BY envelope."to", receipt.state
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """When a State last answered; none where it never did."""

    node: Instant | None = None
    point: Instant | None = None


def point_of(profile: Profile) -> Authority | None:
    """Return the State's 24/7 point, the first of its own order, or none."""
    try:
        return profile.competent(POINT)[0]
    except NoCompetentAuthority:
        return None


def answered(profile: Profile, at: Instant) -> Answered:
    """Say when the State of ``profile`` last answered, as counted at most a minute before ``at``."""
    nodes, offices = _counted(at.milliseconds // int(KEPT.total_seconds() * 1000))
    point = point_of(profile)
    return Answered(nodes.get(profile.state), offices.get(point.id) if point else None)


@lru_cache(maxsize=1)
def _counted(_minute: int) -> tuple[Mapping[StateCode, Instant], Mapping[AuthorityId, Instant]]:
    nodes = {StateCode(state): Instant(at) for state, at in select(_NODES)}
    offices: dict[AuthorityId, Instant] = {}
    for name, at in select(_ACTS):
        _newest(offices, AuthorityId(name), Instant(at))
    for names, state, at in select(_OPENED):
        for name in names.split():
            if name.startswith(f"{state}/"):
                _newest(offices, AuthorityId(name), Instant(at))
    return nodes, offices


def _newest(offices: dict[AuthorityId, Instant], name: AuthorityId, at: Instant) -> None:
    offices[name] = max(at, offices.get(name, at))


def forget() -> None:
    """Count anew at the next question."""
    _counted.cache_clear()
