"""A negotiation as it stood after an earlier entry; nothing here writes.

To fold a long log again takes a second, and what was will not change: the last few answers are kept in memory.
"""

from comity.committee.text.models.negotiations import Negotiating
from comity.committee.text.rules.negotiation.consolidation import Text, consolidate

_KEPT = 8  # texts in memory, each of some tens of megabytes at most

_known: dict[tuple[int, int, int], Text] = {}


def earlier(here: Negotiating, number: int) -> Text:
    """The text as it stood after the entry of that number."""
    key = (here.row.text_id, here.row.begun.milliseconds, number)
    found = _known.get(key)
    if found is None:
        found = consolidate(here.log, number)
        if len(_known) >= _KEPT:
            _known.pop(next(iter(_known)), None)
        _known[key] = found
    return found
