"""What a node does by itself: deliver the outbox, fetch evidence, mark clocks that have run out.

* Each peer is served by a thread of its own at most, so that one that hangs holds up no other.
* A round is harmless to repeat and may die anywhere; any number of workers may run at once.
* A fault of one delivery is written down beside it and stops nothing else.
"""

import gc
import logging
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from django.db import connection

from comity.errors import ComityError
from comity.errors.node import PeerUnreachable
from comity.node import (
    deadlines,
    delivery,
    fetching,
    followed,
    outbox,
    overdue,
    salts,
    timestamps,
    transfers,
    witnessing,
)
from comity.node.capabilities import carry_over, let_go
from comity.node.clock import now
from comity.node.wake import Bell
from comity.words import StateCode

LOG = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two looks at the outbox when no bell rings
AGAIN = 0.005  # seconds, when something became due for a peer that was just being served
VOUCHERS = 15.0  # seconds between two looks whether the record is to be witnessed or stamped
PEERS = 8
TURN = 0.0005  # seconds until a thread that computes lets one go on whose answer has come
FETCHES = "evidence"
CLOCKS = "clocks"
RECORD = "record"
UPKEEP = "upkeep"
DIRECTORY = "directory"


@dataclass(slots=True)
class Worker:
    """The rounds of one process."""

    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(PEERS, "worker"))
    busy: dict[str, Future[None]] = field(default_factory=dict)
    forgetting: salts.Forgetting = field(default_factory=salts.Forgetting)

    def run(self, stopped: Callable[[], bool]) -> None:
        """Go round until ``stopped`` says so, or until the parent process is gone."""
        sys.setswitchinterval(TURN)
        gc.freeze()  # what was loaded stays: no collection need look at it again
        parent, bell, clocks, vouchers = os.getppid(), Bell(), 0.0, 0.0
        while not stopped() and os.getppid() == parent:
            if time.monotonic() >= clocks:  # the bell calls for deliveries; no clock runs out because of it
                self._begin(CLOCKS, expire_all)
                self._begin(UPKEEP, self.keep_up)
                self._begin(DIRECTORY, followed.attend)
                clocks = time.monotonic() + PAUSE
            if time.monotonic() >= vouchers:
                self._begin(RECORD, vouch)
                vouchers = time.monotonic() + VOUCHERS
            bell.wait(PAUSE if self.round() else AGAIN)
        self.pool.shutdown(wait=True, cancel_futures=True)

    def round(self) -> bool:
        """Begin what is due and not under way; says whether nothing due was left because its peer is being served."""
        begun = [self._begin(peer, partial(deliver_all, peer)) for peer in outbox.due_peers(now())]
        if transfers.is_due(now()):
            self._begin(FETCHES, fetch_all)
        return all(begun)

    def keep_up(self) -> None:
        """Let the database carry over what was committed, and forget what was destroyed."""
        carry_over()
        self.forgetting.attend()

    def _begin(self, name: str, task: Callable[[], object]) -> bool:
        if name in self.busy and not self.busy[name].done():
            return False
        self.busy[name] = self.pool.submit(_safely, task)
        return True


def alone() -> None:
    """Free at once what a killed worker had claimed, because this one is told that no other runs."""
    outbox.free_all()
    transfers.free_all()


def once() -> dict[str, int]:
    """Do all that is due now, in this thread, and say how much it was."""
    delivered = sum(deliver_all(peer) for peer in outbox.due_peers(now()))
    return {"delivered": delivered, "fetched": fetch_all(), "expired": expire_all()}


def deliver_all(peer: StateCode) -> int:
    """Deliver what is due to ``peer`` until nothing is left or it cannot be reached; returns how many were settled."""
    settled = 0
    with suppress(PeerUnreachable):
        while claims := outbox.claim(peer, now()):
            settled += delivery.deliver(claims, peer)
    return settled


def fetch_all() -> int:
    """Fetch the evidence that is wanted and due; returns how many pieces are complete now."""
    complete = 0
    while (row := transfers.claim(now())) is not None:
        try:
            fetching.fetch(row)
            complete += 1
        except ComityError as error:
            LOG.warning("evidence %s: %s", row.manifest[:16], error.code)
            transfers.put_off(row, error)
    return complete


def expire_all() -> int:
    """Mark the clocks that have run out; returns how many."""
    at = now()
    overdue.state_due(at)
    return deadlines.expire(at)


def vouch() -> int:
    """Have the record's checkpoint witnessed and time-stamped where it is time; returns by how many."""
    try:
        return witnessing.witness_due(now()) + timestamps.stamp_due(now())
    except (
        ComityError
    ) as error:  # such as a setting that names no roots: told again and again until it is mended
        LOG.warning("the record is not vouched for: %s", error)
        return 0


def _safely(task: Callable[[], object]) -> None:
    """Run a task of the pool: a fault is logged whole, and the next round begins anew on a new connection."""
    try:
        task()
    except Exception:
        LOG.exception("a round failed")
        connection.close()
    finally:
        let_go()
