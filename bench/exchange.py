"""One request from one State to another: signed, sealed, delivered, durable, its signed receipts verified.

Ours is two nodes on loopback as ``comity node run`` runs them, the clock running from the officer's call to the
receipts that stand verified in the sender's database. The peer is django-pyas2 doing the same between two
installations of its own, in the same rounds, with a payload of the same length; beside it stands its library pyas2lib
as a sender that keeps nothing. The bare parts (``bench.limits``) are what no program can go below.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import fmean

from bench.figures import AtLeast, Figure, interleave, median, percentile, timed
from bench.limits import BareExchange
from bench.nodes import nodes
from bench.peers.pyas2 import peer as pyas2

from comity.foundation.limits import LIMITS

HEADERS = 1024  # what an act holds beside its body
SIZES = {"10 KiB": 10 * 1024, "1 MiB": LIMITS.act - HEADERS}
TARGETS = {"10 KiB": AtLeast(20), "1 MiB": AtLeast(30)}
ROUNDS = {"10 KiB": 30, "1 MiB": 10}
TURN = 5  # exchanges in one turn of a contender: nodes that work are not cold all the time
SENDERS, FOR_SECONDS = 16, 15.0
PEER, LIBRARY = "django-pyas2", "pyas2lib to django-pyas2"


def measure(*, quick: bool) -> list[Figure]:
    """Run both, in turns, at both sizes."""
    with ExitStack() as stack:
        officer = stack.enter_context(nodes.running())
        peers = _peers(stack)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-")))
        bare = stack.enter_context(closing(BareExchange(folder)))
        figures: list[Figure] = []
        for name, size in SIZES.items():
            ours = Both(partial(officer.exchange, size), officer.processor_seconds)
            contenders: dict[str, Callable[[], list[tuple[float, float]]]] = {"ours": ours}
            if peers is not None:
                for who, peer in (("peer", peers.whole), ("library", peers.library)):
                    contenders[who] = Both(partial(peer.exchange, size), peer.processor_seconds)
            contenders["bare"] = Both(timed(partial(bare, os.urandom(size))), time.process_time)
            rounds = 1 if quick else ROUNDS[name]
            kept = interleave(contenders, rounds=rounds, warm=1)
            figures += _figures(name, {who: list(chain(*turns)) for who, turns in kept.items()}, rounds * TURN)
        return figures + _crowd(officer, 1.0 if quick else FOR_SECONDS)


def _crowd(officer: nodes.Officer, seconds: float) -> list[Figure]:
    """Measure many officers who send at once from one node to the other."""
    spent = officer.crowd(SENDERS, SIZES["10 KiB"], seconds)
    rate, slowest = len(spent) / seconds, percentile(spent, percent=99) * 1e3
    name = f"{SENDERS} senders at once, 10 KiB"
    return [
        Figure(name=name, value=rate, unit="/s", rounds=len(spent), target=AtLeast(150)),
        Figure(
            name=f"the slowest of a hundred, {name}",
            value=slowest,
            unit="ms",
            rounds=len(spent),
            less_is_better=True,
        ),
    ]


@dataclass(frozen=True, slots=True)
class Both:
    """A contender that tells the wall and the processor seconds of each exchange of its turn.

    The processor's are zero where nobody tells.
    """

    exchange: Callable[[], float]
    processor: Callable[[], float | None]

    def __call__(self) -> list[tuple[float, float]]:
        """Take one turn."""
        before = self.processor()
        walls = [self.exchange() for _ in range(TURN)]
        after = self.processor()
        used = 0.0 if before is None or after is None else (after - before) / TURN
        return [(wall, used) for wall in walls]


def _peers(stack: ExitStack) -> pyas2.Peers | None:
    """Start the peer, or say why the figures stand without it."""
    try:
        return stack.enter_context(pyas2.running())
    except pyas2.PeerUnavailable as why:
        print(f"measured without the peer: {why}", file=sys.stderr)
        return None


def _figures(name: str, kept: dict[str, list[tuple[float, float]]], rounds: int) -> list[Figure]:
    """Lay out the median, the slowest in a hundred, the processor time, and the share of the bare parts."""
    wall = {who: [each for each, _ in samples] for who, samples in kept.items()}
    processor = {who: [each for _, each in samples] for who, samples in kept.items()}

    def beside(
        what: str, of: dict[str, list[float]], measure: Callable[[list[float]], float], peer: str
    ) -> Figure:
        """Give one figure in milliseconds, beside that of ``peer`` where it was there."""
        other = measure(of[peer]) * 1e3 if of.get(peer) else None
        ours = measure(of["ours"]) * 1e3
        against = {"peer": PEER, "library": LIBRARY, "bare": "bare parts"}[peer] if other else ""
        figure = Figure(name=f"{what}, {name}", value=ours, unit="ms", rounds=rounds, less_is_better=True)
        return replace(figure, peer=against, peer_value=other or None)

    exchange = beside("one exchange", wall, median, "peer")
    figures = [
        replace(exchange, target=TARGETS[name]) if exchange.peer else exchange,
        beside("the slowest of a hundred", wall, partial(percentile, percent=99), "peer"),
        beside("one exchange beside a sender that keeps nothing", wall, median, "library"),
        beside("one exchange beside its bare parts", wall, median, "bare"),
    ]
    if any(processor["ours"]):
        figures.append(beside("processor time of one exchange", processor, fmean, "peer"))
    return figures
