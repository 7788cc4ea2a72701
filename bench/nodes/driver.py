"""The sending officer, in a process of the sending node.

Each line ``<bytes>`` on standard input sends a letter of that length; ``crowd <senders> <bytes> <seconds>`` lets many
send at once. The answer is the seconds of each. The clock runs from the call of the service until the receiver's
receipts stand verified and committed in the sender's database, put there by the node itself.
"""

import os
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import django

django.setup()

from bench.nodes.letters import services
from django.conf import settings

from comity.access import Actor, Role
from comity.node import prompt
from comity.node.models import Dispatch, Receipt
from comity.words import AuthorityId, StateCode

CROWD = "crowd"
SENDER, ADDRESSEE = AuthorityId("XA/central"), AuthorityId("XB/central")
OFFICER = Actor("central authority of Aldova", StateCode("XA"), frozenset({Role.CENTRAL_AUTHORITY}), SENDER)
LOOK, LOOK_OF_MANY, PATIENCE = 0.0003, 0.005, 120.0
_STATE = """
    SELECT d.state FROM node_dispatch d JOIN node_envelope e ON e.digest = d.envelope_id WHERE e.act = ?
"""


def exchange(size: int, look: float = LOOK) -> float:
    """Send one letter of ``size`` characters; return the seconds until its receipts stand."""
    text = os.urandom(size // 2 + 1).hex()[:size]
    since = time.perf_counter()
    act = services.send(OFFICER, sender=SENDER, to=ADDRESSEE, text=text)
    _await_delivery(act, until=since + PATIENCE, look=look)
    spent = time.perf_counter() - since
    _require_receipts(act)
    return spent


def _await_delivery(act: str, *, until: float, look: float) -> None:
    """Return when the delivery of ``act`` has ended; asks only after another connection has committed."""
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as watch:
        seen = -1
        while time.perf_counter() < until:
            (changed,) = watch.execute("PRAGMA data_version").fetchone()
            if changed == seen:
                time.sleep(look)
                continue
            seen = changed
            if watch.execute(_STATE, (act,)).fetchone() != (Dispatch.State.WAITING,):
                return
    raise SystemExit("the letter was not delivered in time")


def _require_receipts(act: str) -> None:
    kinds = Receipt.objects.filter(state="XB", outcome="accepted", envelope__in=_envelope(act)).values_list(
        "kind", flat=True
    )
    if set(kinds) != {"relay", "delivery"}:
        raise SystemExit(f"the receipts are {sorted(kinds)}")


def _envelope(act: str) -> list[str]:
    return list(Dispatch.objects.filter(envelope__act=act).values_list("envelope_id", flat=True))


def crowd(senders: int, size: int, seconds: float) -> list[float]:
    """Let ``senders`` send at once, each its next letter when the last stands delivered; give the seconds of each."""
    until = time.perf_counter() + seconds

    def one(_number: int) -> list[float]:
        spent = []
        while time.perf_counter() < until:
            spent.append(exchange(size, LOOK_OF_MANY))
        return spent

    with ThreadPoolExecutor(senders) as pool:
        return [each for spent in pool.map(one, range(senders)) for each in spent]


def main() -> None:
    """Answer one line for each line."""
    prompt.begin()  # as every process of a node that sends
    for line in sys.stdin:
        if line.startswith(CROWD):
            senders, size, seconds = line.split()[1:]
            print(*crowd(int(senders), int(size), float(seconds)), flush=True)
        else:
            print(exchange(int(line)), flush=True)


if __name__ == "__main__":
    main()
