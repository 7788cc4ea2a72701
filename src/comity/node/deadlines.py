"""The clocks that run: what is due is marked as expired through the subject that started it."""

import logging

from comity.errors import ComityError
from comity.node import subjects
from comity.node.acts import acting
from comity.node.capabilities import claimable
from comity.node.models import Deadline
from comity.node.rules import NODE_ACTOR
from comity.words import Instant

LOG = logging.getLogger(__name__)


def expire(at: Instant) -> int:
    """Expire every clock that is due ``at``, each in a transaction of its own with what follows; returns how many."""
    due = Deadline.objects.filter(state=Deadline.State.RUNNING, due__lte=at).values_list("pk", flat=True)
    return sum(map(_expire, list(due)))


def _expire(name: int) -> int:
    try:
        with acting(NODE_ACTOR, "node.expire-clock") as act:
            row = claimable(Deadline.objects.filter(pk=name, state=Deadline.State.RUNNING)).first()
            if row is None:
                act.abandon()
                return 0
            row.state, row.ended = Deadline.State.EXPIRED, act.at
            row.save(update_fields=["state", "ended"])
            subjects.follow_up(row.what)(row, act)
            if not act.recorded:
                act.record("node:clock:expired", f"{row.what} {row.due}".encode(), about=row.about)
    except ComityError as error:
        LOG.warning("clock %s: %s", name, error)
        return 0
    return 1
