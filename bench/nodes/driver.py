"""The sending officer, in a process of the sending node.

Each line ``<bytes>`` on standard input sends a letter of that length; ``crowd <senders> <bytes> <seconds>`` lets many
send at once. The answer is the seconds of each. The clock runs from the call of the service until the receiver's
receipts stand verified and committed in the sender's database, put there by the node itself.
"""

import os
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import django

django.setup()

from bench.nodes.letters import services

from comity.access import Actor, Role
from comity.node import prompt
from comity.node.models import Dispatch
from comity.node.outbox import Claim
from comity.node.prompt import Prompt
from comity.node.rows import select
from comity.words import AuthorityId, Digest, StateCode

CROWD = "crowd"
SENDER, ADDRESSEE = AuthorityId("XA/central"), AuthorityId("XB/central")
OFFICER = Actor("central authority of Aldova", StateCode("XA"), frozenset({Role.CENTRAL_AUTHORITY}), SENDER)
LOOK, PATIENCE = 0.005, 120.0
_STATE = "SELECT state FROM node_dispatch WHERE envelope_id = %s"
_RECEIPTS = "SELECT kind FROM node_receipt WHERE envelope = %s AND state = 'XB' AND outcome = 'accepted'"


@dataclass(slots=True)
class Watched(Prompt):
    """The postman of every process that sends, who tells when each envelope was tried."""

    tried: dict[Digest, Future[None]] = field(default_factory=dict)

    def deliver(self, claim: Claim, peer: StateCode) -> Future[None]:
        """Deliver, and keep the promise."""
        promise = Prompt.deliver(self, claim, peer)
        self.tried[claim.envelope] = promise
        return promise


POSTMAN = Watched()


def exchange(size: int) -> float:
    """Send one letter of ``size`` characters; return the seconds until its receipts stand."""
    text = os.urandom(size // 2 + 1).hex()[:size]
    since = time.perf_counter()
    envelope = services.send(OFFICER, sender=SENDER, to=ADDRESSEE, text=text)
    if envelope is None:
        raise SystemExit("the letter went nowhere")
    _await_delivery(envelope)
    spent = time.perf_counter() - since
    _require_receipts(envelope)
    return spent


def _await_delivery(envelope: Digest) -> None:
    """Return when the delivery has ended: tried by this process, and ended in the database."""
    until = time.monotonic() + PATIENCE
    if (promise := POSTMAN.tried.pop(envelope, None)) is not None:
        promise.result(PATIENCE)
    while select(_STATE, envelope) != [(Dispatch.State.DELIVERED,)]:  # the worker has it
        if time.monotonic() > until:
            raise SystemExit("the letter was not delivered in time")
        time.sleep(LOOK)


def _require_receipts(envelope: Digest) -> None:
    kinds = {kind for (kind,) in select(_RECEIPTS, envelope)}
    if kinds != {"relay", "delivery"}:
        raise SystemExit(f"the receipts are {sorted(kinds)}")


def crowd(senders: int, size: int, seconds: float) -> list[float]:
    """Let ``senders`` send at once, each its next letter when the last stands delivered; give the seconds of each."""
    until = time.perf_counter() + seconds

    def one(_number: int) -> list[float]:
        spent = []
        while time.perf_counter() < until:
            spent.append(exchange(size))
        return spent

    with ThreadPoolExecutor(senders) as pool:
        return [each for spent in pool.map(one, range(senders)) for each in spent]


def main() -> None:
    """Answer one line for each line."""
    prompt.begin(POSTMAN)  # as every process of a node that sends
    for line in sys.stdin:
        if line.startswith(CROWD):
            senders, size, seconds = line.split()[1:]
            print(*crowd(int(senders), int(size), float(seconds)), flush=True)
        else:
            print(exchange(int(line)), flush=True)


if __name__ == "__main__":
    main()
