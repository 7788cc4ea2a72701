"""Delivering at once, in the process that sends, what was just committed.

Most peers answer within milliseconds. The process that has the act in memory hands it over in a thread of its own, so
that neither the officer nor the worker waits for the other; what does not succeed at the first attempt is left to the
worker, as is all that a peer is owed which

* has not answered this process for half a minute, or
* has more waiting for it here than a few hops carry.

Two threads serve one peer at most, so that one that hangs holds up no other: one carries what is short, the other what
is long and may take its time. What is sent while the first is on its way goes together with its next hop.
"""

import gc
import logging
import sys
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeAlias

from django.db import connection

from comity.errors.node import PeerUnreachable
from comity.foundation.limits import LIMITS
from comity.node import delivery, outbox, wake
from comity.node.capabilities import let_go
from comity.node.outbox import Claim
from comity.words import StateCode

LOG = logging.getLogger(__name__)
THREADS = 32
MOST = 4 * LIMITS.batch  # that wait for one peer
TURN = 0.0005  # seconds until a thread that computes lets one go on whose answer has come
REST = 30.0  # seconds without an attempt after a peer could not be reached
_Lane: TypeAlias = "tuple[StateCode, bool]"  # to whom, and whether what is long
HELD = outbox.LEASE.total_seconds()  # then what waits here is the worker's
_Letter: TypeAlias = "tuple[Claim, Future[None], float]"  # what, the promise that it is tried, held until when
NEW = 50_000  # objects made until the youngest are looked through for circles: an act makes thousands and no circle


@dataclass(slots=True)
class Prompt:
    """The postman of one process."""

    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS, "postman"))
    _waiting: dict[_Lane, deque[_Letter]] = field(default_factory=lambda: defaultdict(deque))
    _served: set[_Lane] = field(default_factory=set)
    _rests: dict[StateCode, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def takes(self, peer: StateCode) -> bool:
        """Say whether it will deliver to ``peer`` now."""
        waiting = len(self._waiting[peer, False]) + len(self._waiting[peer, True])
        return waiting < MOST and not self._is_resting(peer)

    def deliver(self, claim: Claim, peer: StateCode) -> "Future[None]":
        """Deliver what was committed; returns before it is done, and what it returns is done when it was tried."""
        tried: Future[None] = Future()
        lane = peer, not delivery.is_short(claim)
        with self._lock:
            self._waiting[lane].append((claim, tried, time.monotonic() + HELD))
            begins = lane not in self._served
            self._served.add(lane)
        if begins:
            self.pool.submit(self._serve, lane)
        return tried

    def _is_resting(self, peer: StateCode) -> bool:
        return self._rests.get(peer, 0.0) > time.monotonic()

    def _serve(self, lane: _Lane) -> None:
        """Deliver what waits in ``lane``, as much at a time as one hop carries, until nothing does."""
        while letters := self._next(lane):
            try:
                self._deliver([claim for claim, _, until in letters if time.monotonic() < until], lane[0])
            except Exception:  # whatever it is, the lane goes on
                LOG.exception("a delivery failed")
                connection.close()
            for _, tried, _ in letters:
                tried.set_result(None)
        let_go()

    def _next(self, lane: _Lane) -> list[_Letter]:
        with self._lock:
            waiting = self._waiting[lane]
            letters = [waiting.popleft() for _ in range(min(len(waiting), LIMITS.batch))]
            if not letters:
                self._served.remove(lane)
        return letters

    def _deliver(self, claims: Sequence[Claim], peer: StateCode) -> None:
        try:
            if self._is_resting(peer):  # those before could not reach it
                delivery.put_all_off(claims, PeerUnreachable(peer, reason="rest"))
            else:
                delivery.deliver(claims, peer)
        except PeerUnreachable:
            self._rests[peer] = time.monotonic() + REST
        if any(outbox.waits(peer, claim.thread) for claim in claims):
            wake.ring()  # what was sent meanwhile waited for these


def begin(postman: Prompt | None = None) -> None:
    """Deliver at once whatever this process sends from now on."""
    gc.freeze()  # what was loaded stays: no collection need look at it again
    gc.set_threshold(NEW)
    sys.setswitchinterval(TURN)
    outbox.employ(postman or Prompt())
