"""Delivering at once, in the process that sends, what was just committed.

Most peers answer within milliseconds. The process that has the act in memory hands it over in a thread of its own, so
that neither the officer nor the worker waits for the other; what does not succeed at the first attempt is left to the
worker, as is all that a peer is owed which

* has not answered this process for half a minute, or
* is being served by half of the threads already, so that one that hangs holds up no other.
"""

import gc
import logging
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from django.db import connection

from comity.errors.node import PeerUnreachable
from comity.node import delivery, outbox, wake
from comity.node.capabilities import let_go
from comity.node.clock import now
from comity.node.outbox import Claim
from comity.words import StateCode

LOG = logging.getLogger(__name__)
THREADS = 32
AT_ONCE = 16  # to one peer
TURN = 0.0005  # seconds until a thread that computes lets one go on whose answer has come
REST = 30.0  # seconds without an attempt after a peer could not be reached
NEW = 50_000  # objects made until the youngest are looked through for circles: an act makes thousands and no circle


@dataclass(slots=True)
class Prompt:
    """The postman of one process."""

    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS, "postman"))
    _serving: dict[StateCode, int] = field(default_factory=dict)
    _rests: dict[StateCode, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def takes(self, peer: StateCode) -> bool:
        """Say whether it will deliver to ``peer`` now."""
        rests = self._rests.get(peer, 0.0) > time.monotonic()
        return not rests and self._serving.get(peer, 0) < AT_ONCE

    def deliver(self, claim: Claim, peer: StateCode) -> "Future[None]":
        """Deliver what was committed; returns before it is done, and what it returns is done when it was tried."""
        self._serve(peer, +1)
        return self.pool.submit(self._deliver, claim, peer)

    def _deliver(self, claim: Claim, peer: StateCode) -> None:
        try:
            delivery.deliver(claim, peer)
        except PeerUnreachable as error:
            self._rests[peer] = time.monotonic() + REST
            outbox.postpone(claim, error, at=now())
        except Exception:
            LOG.exception("a delivery failed")
            connection.close()
        finally:
            self._serve(peer, -1)
            if outbox.waits(peer, claim.thread):  # what was sent meanwhile waited for this one
                wake.ring()
            let_go()

    def _serve(self, peer: StateCode, more: int) -> None:
        with self._lock:
            self._serving[peer] = self._serving.get(peer, 0) + more


def begin(postman: Prompt | None = None) -> None:
    """Deliver at once whatever this process sends from now on."""
    gc.freeze()  # what was loaded stays: no collection need look at it again
    gc.set_threshold(NEW)
    sys.setswitchinterval(TURN)
    outbox.employ(postman or Prompt())
