"""The negotiation of a text as it stands now; nothing here writes.

The log only grows, so what was computed from its entries is kept in memory, and what came since is added. Two readers
may compute the same short addition at once; either result is right, and the longer one stays. A long log is read by one
of them, while the others wait for it: many at once after a start would keep one another from ever being done.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from django.http import Http404

from comity.access import Actor, require
from comity.committee.text.models.rows import LogEntry, Negotiated, Text
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation import consolidation
from comity.committee.text.rules.negotiation.acts import Entry
from comity.committee.text.rules.negotiation.consolidation import NOTHING
from comity.committee.text.rules.negotiation.seats import FOLLOW
from comity.committee.text.rules.negotiation.stored import entries
from comity.foundation.canonical import read_written

_AT_ONCE = 2_000  # entries
_KEPT = 8  # negotiations in memory, each of some tens of megabytes


@dataclass(frozen=True, slots=True)
class Negotiating:
    """A negotiation: its row, its text with all brackets, its log."""

    row: Negotiated
    text: consolidation.Text
    log: Sequence[Entry]


_known: dict[tuple[int, int], tuple[consolidation.Text, tuple[Entry, ...]]] = {}


_reading = Lock()


def negotiating(row: Negotiated) -> Negotiating:
    """The negotiation of ``row`` with every entry that it counts; one thread reads what is long, the others wait."""
    key = (row.text_id, row.begun.milliseconds)
    _, log = _known.get(key, (NOTHING, ()))
    if row.entries - len(log) <= _AT_ONCE:
        return _brought_up(row, key)
    with _reading, _collector_resting():
        return _brought_up(row, key)


def _brought_up(row: Negotiated, key: tuple[int, int]) -> Negotiating:
    text, log = _known.get(key, (NOTHING, ()))
    if len(log) > row.entries:
        text, log = NOTHING, ()
    if len(log) < row.entries:
        fresh = tuple(_entries(row, since=len(log)))
        text, log = text.after(*fresh), (*log, *fresh)
        if key not in _known and len(_known) >= _KEPT:
            _known.pop(next(iter(_known)), None)
        _known[key] = (text, log)
    return Negotiating(row, text, log)


def _entries(row: Negotiated, *, since: int) -> Iterator[Entry]:
    """Read the entries after the number ``since`` that ``row`` counts, in their order."""
    rows = LogEntry.objects.filter(text_id=row.text_id, number__gt=since, number__lte=row.entries)
    contents = rows.order_by("number").values_list("content", flat=True)
    ahead = contents.iterator(_AT_ONCE)
    while batch := [bytes(each) for each in islice(ahead, _AT_ONCE)]:
        yield from entries(read_written(batch))


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Let the collector of cycles rest while a log is read, and never look at what was read: no value is in a cycle.

    It would go through a million frozen values again and again, each time for as long as a page takes.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def log_of(actor: Actor, text: Text) -> Negotiating:
    """The negotiation of ``text`` for whoever may follow it; ``Http404`` where there is none."""
    require(ACCESS, actor, FOLLOW)
    row = under_negotiation(text)
    if row is None:
        raise Http404(text.slug)
    return negotiating(row)


def under_negotiation(text: Text) -> Negotiated | None:
    """The row that says that ``text`` is under negotiation; None if it is not."""
    return Negotiated.objects.select_related("text").filter(text=text).first()
