"""How fast the negotiating text is computed from its log: from nothing, and after one more act.

The negotiation is made from a fixed seed (``bench.negotiated``): 68 articles, 30,000 words, 193 States, 5,000
proposals, 40,000 positions, three revised drafts. Times are of the processor: one thread does all of it. The
collector rests while it is measured, as a node's does with what it loaded.
The same text is negotiated with more and more proposals; the exponent says how the cost grows: 1 is linear, and
n log n over this range is below 1.2. The points stand beside the figures, to be plotted.
"""

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log
from time import process_time

from bench.figures import AtMost, Figure, cpu_timed, interleave, median
from bench.negotiated import SMALL, WHOLE, Size, made

from comity.committee.text.rules.negotiation.acts import Entry
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.printing import printed
from comity.committee.text.rules.negotiation.progress import progress

SHARES = (0.25, 0.5, 1.0, 2.0)  # of the proposals and positions, for the curve
LAST = 40  # acts taken one after another, of whose costs the median counts


def resting(work: Callable[[], float]) -> Callable[[], float]:
    """Let the collector rest while ``work`` is measured."""

    def contender() -> float:
        gc.collect()
        gc.freeze()
        gc.disable()
        try:
            return work()
        finally:
            gc.enable()
            gc.unfreeze()

    return contender


def one_more(entries: Sequence[Entry]) -> Callable[[], float]:
    """Take the last acts one by one, after all others; answer the median seconds of one."""
    before = consolidate(entries[:-LAST])

    def contender() -> float:
        text, spent = before, []
        for entry in entries[-LAST:]:
            since = process_time()
            text = text.after(entry)
            spent.append(process_time() - since)
        return median(spent)

    return contender


def exponent(counts: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the cost on doubly logarithmic paper, by least squares."""
    across, up = [log(count) for count in counts], [log(each) for each in seconds]
    middle, level = sum(across) / len(across), sum(up) / len(up)
    risen = sum((x - middle) * (y - level) for x, y in zip(across, up, strict=True))
    return risen / sum((x - middle) ** 2 for x in across)


def _scaled(share: float, size: Size) -> Size:
    return replace(size, proposals=int(size.proposals * share), positions=int(size.positions * share))


def measure(*, quick: bool) -> list[Figure]:
    """Measure the whole, one more act, its figures of convergence, and how cost grows with proposals."""
    rounds, size = (2, SMALL) if quick else (5, WHOLE)
    logs = {share: made(1, _scaled(share, size)) for share in SHARES}
    whole = logs[1.0]
    text = consolidate(whole)
    work = {
        f"from nothing {share}": cpu_timed(lambda entries=each: consolidate(entries))
        for share, each in logs.items()
    }
    work |= {
        "one more": one_more(whole),
        "progress": cpu_timed(lambda: progress(text)),
        "print": cpu_timed(lambda: printed(text)),
    }
    kept = interleave({name: resting(each) for name, each in work.items()}, rounds=rounds)
    spent = {name: median(samples) for name, samples in kept.items()}

    def seconds(name: str, of: str, target: AtMost | None = None) -> Figure:
        return Figure(name=name, value=spent[of], unit="s", rounds=rounds, target=target, less_is_better=True)

    counts = [len(each) for each in logs.values()]
    curve = [spent[f"from nothing {share}"] for share in SHARES]
    points = [
        seconds(f"curve: {count:,} acts", f"from nothing {share}")
        for share, count in zip(SHARES, counts, strict=True)
        if share != 1.0
    ]
    growth = exponent(counts, curve)
    return [
        seconds(f"the text from nothing: {len(whole):,} acts", "from nothing 1.0", AtMost(1.0)),
        seconds("the text after one more act", "one more", AtMost(0.02)),
        seconds("its convergence, provision by provision", "progress"),
        seconds("the whole printed in brackets", "print"),
        *points,
        Figure(name="growth with acts (exponent)", value=growth, unit="", rounds=rounds, target=AtMost(1.2)),
    ]
