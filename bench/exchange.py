"""One request from one State to another: signed, sealed, delivered, durable, its signed receipts verified.

Ours is two nodes on loopback as ``comity node run`` runs them, the clock running from the officer's call to the
receipts that stand verified in the sender's database. The peer is django-pyas2 with pyas2lib doing the same, in the
same rounds, with a payload of the same length. The bare parts (``bench.limits``) are what no program can go below.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from bench.figures import AtLeast, Figure, interleave, median, percentile, timed
from bench.limits import BareExchange
from bench.nodes import nodes
from bench.peers.pyas2 import peer as pyas2

from comity.foundation.limits import LIMITS

HEADERS = 1024  # what an act holds beside its body
SIZES = {"10 KiB": 10 * 1024, "1 MiB": LIMITS.act - HEADERS}
TARGETS = {"10 KiB": AtLeast(12), "1 MiB": AtLeast(20)}
ROUNDS = {"10 KiB": 60, "1 MiB": 25}
PEER = "django-pyas2"


def measure(*, quick: bool) -> list[Figure]:
    """Run both, in turns, at both sizes."""
    with ExitStack() as stack:
        officer = stack.enter_context(nodes.running())
        peer = _peer(stack)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-")))
        bare = stack.enter_context(closing(BareExchange(folder)))
        figures: list[Figure] = []
        for name, size in SIZES.items():
            contenders: dict[str, Callable[[], float]] = {
                "ours": partial(officer.exchange, size),
                "bare": timed(partial(bare, os.urandom(size))),
            }
            if peer is not None:
                contenders["peer"] = partial(peer.exchange, size)
            rounds = 3 if quick else ROUNDS[name]
            figures += _figures(name, interleave(contenders, rounds=rounds, warm=1 if quick else 5), rounds)
    return figures


def _peer(stack: ExitStack) -> pyas2.Peer | None:
    """Start the peer, or say why the figures stand without it."""
    try:
        return stack.enter_context(pyas2.running())
    except pyas2.PeerUnavailable as why:
        print(f"measured without the peer: {why}", file=sys.stderr)
        return None


def _figures(name: str, kept: dict[str, list[float]], rounds: int) -> list[Figure]:
    """Lay out the median against the peer, the slowest in a hundred, and the share of the bare parts."""
    ours, theirs = kept["ours"], kept.get("peer")

    def milliseconds(what: str, value: float, against: str = "", other: float | None = None) -> Figure:
        return Figure(
            name=f"{what}, {name}",
            value=value * 1e3,
            unit="ms",
            rounds=rounds,
            peer=against,
            peer_value=None if other is None else other * 1e3,
            target=TARGETS[name] if what == "one exchange" and other is not None else None,
            less_is_better=True,
        )

    slow = percentile(ours, 99), percentile(theirs, 99) if theirs else None
    return [
        milliseconds("one exchange", median(ours), PEER if theirs else "", median(theirs) if theirs else None),
        milliseconds("the slowest of a hundred", slow[0], PEER if theirs else "", slow[1]),
        milliseconds("one exchange beside its bare parts", median(ours), "bare parts", median(kept["bare"])),
    ]
