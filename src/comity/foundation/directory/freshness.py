"""How fresh the directory is that a node follows, and what follows from it.

* A node looks every six hours. What it saw less than a day ago is fresh.
* After a day without a successful look it is late: a person should ask why. Nothing changes yet.
* Past the moment until which the centre vouched for it, it is stale: it may be held back, and nothing new is taken from
  it. What was pinned stays pinned, for each profile has an expiry of its own, under its State's own key.
* A stale directory stops no act between two States: only a stale profile does.
"""

from datetime import timedelta
from enum import StrEnum

from comity.words import Instant

EACH = timedelta(hours=6)
LATE_AFTER = timedelta(days=1)


class Freshness(StrEnum):
    """How fresh."""

    NEVER = "never"
    FRESH = "fresh"
    LATE = "late"
    STALE = "stale"


def freshness(*, refreshed: Instant | None, expires: Instant | None, at: Instant) -> Freshness:
    """Say how fresh a directory is at ``at`` that was seen at ``refreshed`` and is vouched for until ``expires``."""
    if refreshed is None or expires is None:
        return Freshness.NEVER
    if at >= expires:
        return Freshness.STALE
    return Freshness.FRESH if at - refreshed <= LATE_AFTER else Freshness.LATE
