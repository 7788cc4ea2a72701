"""The negotiation of a text as it stands now; nothing here writes.

The log only grows, so what was computed from its entries is kept in memory, and what came since is added. Two readers
may compute the same addition at once; either result is right, and the longer one stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from comity.access import Actor, require
from comity.committee.text.models.rows import LogEntry, Negotiated, Text
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation import consolidation
from comity.committee.text.rules.negotiation.acts import Entry
from comity.committee.text.rules.negotiation.codec import entry_from_json
from comity.committee.text.rules.negotiation.consolidation import NOTHING
from comity.committee.text.rules.negotiation.progress import Measured
from comity.committee.text.rules.negotiation.seats import FOLLOW
from comity.foundation.envelopes import parse_canonical

_LARGEST = 64 * 1024 * 1024  # bytes of an entry: a draft of any length that can be imported
_KEPT = 8  # negotiations in memory, each of some tens of megabytes


@dataclass(frozen=True, slots=True)
class Negotiating:
    """A negotiation: its row, its text with all brackets, its log."""

    row: Negotiated
    text: consolidation.Text
    log: Sequence[Entry]


_known: dict[tuple[int, int], tuple[consolidation.Text, tuple[Entry, ...]]] = {}


def negotiating(row: Negotiated) -> Negotiating:
    """The negotiation of ``row`` with every entry that it counts."""
    key = (row.text_id, row.begun.milliseconds)
    text, log = _known.get(key, (NOTHING, ()))
    if len(log) > row.entries:
        text, log = NOTHING, ()
    if len(log) < row.entries:
        rows = LogEntry.objects.filter(text_id=row.text_id, number__gt=len(log), number__lte=row.entries)
        fresh = tuple(entry_of(each) for each in rows.order_by("number"))
        text, log = text.after(*fresh), (*log, *fresh)
        if key not in _known and len(_known) >= _KEPT:
            _known.pop(next(iter(_known)), None)
        _known[key] = (text, log)
    return Negotiating(row, text, log)


_measured: dict[tuple[int, int], Measured] = {}


def measured(here: Negotiating) -> Measured:
    """The negotiation measured at the end of every meeting; what was measured before is kept in memory."""
    key = (here.row.text_id, here.row.begun.milliseconds)
    now = _measured.get(key, Measured())
    count = now.text.negotiation.entries
    if count > len(here.log):
        now, count = Measured(), 0
    if count < len(here.log):
        now = now.after(here.log[count:])
        if key not in _measured and len(_measured) >= _KEPT:
            _measured.pop(next(iter(_measured)), None)
        _measured[key] = now
    return now


def entry_of(row: LogEntry) -> Entry:
    """Read an entry of the log."""
    return entry_from_json(parse_canonical(bytes(row.content), limit=_LARGEST))


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
