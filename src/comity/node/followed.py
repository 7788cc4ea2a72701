"""The directory that this node follows, as its rows tell it: where, how fresh, what it said of each State.

* Nothing here asks the network; ``refresh`` loads what does, and only on a node that follows a directory.
* One process looks at a time: it holds a lease, which ends by itself if the process dies.
* A look that fails is repeated after a second, two, four, up to an hour; a good one after six hours.
"""

import logging
import os
from datetime import timedelta
from importlib import import_module

from django.db.models import Q

from comity.errors import ComityError
from comity.errors.directory import DirectoryNotFollowed
from comity.foundation.directory.freshness import EACH, Freshness, freshness
from comity.node import published
from comity.node.clock import now
from comity.node.models import DirectoryEntry, FollowedDirectory
from comity.node.rows import select
from comity.node.rules import patience
from comity.words import Instant, StateCode

LOG = logging.getLogger(__name__)
ONE = 1
LEASE = timedelta(minutes=10)
_DUE = """
    SELECT 1 FROM node_followeddirectory
    WHERE next_refresh <= %s AND (lease_until IS NULL OR lease_until <= %s) LIMIT 1
"""


def followed() -> FollowedDirectory | None:
    """Return the directory that this node follows, or none."""
    return FollowedDirectory.objects.filter(pk=ONE).first()


def entries() -> dict[StateCode, DirectoryEntry]:
    """Return what the directory said of each State when it was last looked at."""
    return {StateCode(row.state): row for row in DirectoryEntry.objects.order_by("state")}


def how_fresh(row: FollowedDirectory, at: Instant) -> Freshness:
    """Say how fresh what was seen of the directory is at ``at``."""
    return freshness(refreshed=row.refreshed_at, expires=row.expires, at=at)


def refresh_due(at: Instant) -> bool:
    """Say whether the directory waits to be looked at; a look that takes no lock and asks no network."""
    return bool(select(_DUE, at.milliseconds, at.milliseconds))


def refresh() -> int:
    """Look at the followed directory now, and return how many profiles were pinned from it.

    Raises DirectoryNotFollowed, or what was wrong with the directory, which is written down as well.
    """
    row = followed()
    if row is None:
        raise DirectoryNotFollowed("directory")
    at = now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    if not FollowedDirectory.objects.filter(free, pk=ONE).update(lease_until=at + LEASE, tried_at=at):
        return 0  # another process is looking
    try:
        seen = import_module("comity.node.following").look(row)
    except ComityError as error:
        again = at + patience(row.attempts + 1, os.urandom)
        _settle(attempts=row.attempts + 1, last_error=error.code, next_refresh=again)
        raise
    except BaseException:
        _settle(next_refresh=at + EACH)
        raise
    taken: int = seen.taken
    _settle(
        attempts=0,
        last_error="",
        refreshed_at=at,
        next_refresh=at + EACH,
        root_version=seen.root_version,
        expires=seen.expires,
    )
    return taken


def attend() -> int:
    """Do what is due of directories, once a second or less often: look at the followed one, renew the own one.

    Returns how many profiles were taken. What goes wrong is written down beside the directory and stops nothing.
    """
    at, taken = now(), 0
    try:
        if refresh_due(at):
            taken = refresh()
        if published.renewal_due(at):
            published.renew()
    except ComityError as error:
        LOG.warning("directory: %s", error)
    return taken


def _settle(**facts: object) -> None:
    FollowedDirectory.objects.filter(pk=ONE).update(lease_until=None, **facts)
