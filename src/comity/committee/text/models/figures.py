"""How far a negotiation is, as it stands and at the end of every meeting; nothing here writes.

Counting every provision takes a tenth of a second, and once for every meeting takes seconds. So what was counted of a
text is kept in memory while the text stands, and only what changed is counted again; what a meeting left is kept as a
row by whoever enters the first act of the next one. Rows that do not name the ends of the meetings that the log names
are not believed: the figures are then computed from the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comity.committee.text.models.negotiations import Negotiating, negotiating
from comity.committee.text.models.rows import Measured, Negotiated
from comity.committee.text.rules.negotiation.acts import ProvisionId
from comity.committee.text.rules.negotiation.meetings import Reading, ends, kept, reading, readings
from comity.committee.text.rules.negotiation.progress import Shares, Tally

_KEPT = 8  # negotiations in memory


@dataclass(frozen=True, slots=True)
class Figures:
    """A text counted: each provision with all under it, and the whole at the end of every meeting and now."""

    tally: Tally
    shares: Mapping[ProvisionId, Shares]
    meetings: tuple[Reading, ...]


_tallies: dict[tuple[int, int], Tally] = {}
_known: dict[tuple[int, int], Figures] = {}


def tallied(here: Negotiating) -> Tally:
    """The counts of every provision as it stands."""
    key = (here.row.text_id, here.row.begun.milliseconds)
    now = _tallies.get(key, Tally())
    if now.text is not here.text:
        now = now.of(here.text)
        if key not in _tallies and len(_tallies) >= _KEPT:
            _tallies.pop(next(iter(_tallies)), None)
        _tallies[key] = now
    return now


def figures(here: Negotiating) -> Figures:
    """The figures of a negotiation as it stands."""
    key = (here.row.text_id, here.row.begun.milliseconds)
    found = _known.get(key)
    if found is None or found.tally.text is not here.text:
        tally = tallied(here)
        found = Figures(tally, tally.shares(), _meetings(here, tally))
        if key not in _known and len(_known) >= _KEPT:
            _known.pop(next(iter(_known)), None)
        _known[key] = found
    return found


def read_ahead() -> None:
    """Read the negotiations that were opened last, as many as are kept, so that no reader waits for a long log."""
    for row in Negotiated.objects.select_related("text").order_by("-begun")[:_KEPT]:
        figures(negotiating(row))


def _meetings(here: Negotiating, tally: Tally) -> tuple[Reading, ...]:
    if not here.log:
        return ()
    rows = Measured.objects.filter(text_id=here.row.text_id, entry__lt=len(here.log)).order_by("entry")
    past = list(rows.values_list("entry", "clusters"))
    if [entry for entry, _ in past] != ends(here.log):
        return readings(here.log)
    return (*(kept(clusters, here.log[entry - 1]) for entry, clusters in past), reading(tally, here.log[-1]))
