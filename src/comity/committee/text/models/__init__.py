"""The rows of the text, and what may be asked of them."""

from comity.committee.text.models.display import Display
from comity.committee.text.models.earlier import earlier
from comity.committee.text.models.negotiations import (
    Negotiating,
    log_of,
    measured,
    negotiating,
    under_negotiation,
)
from comity.committee.text.models.queries import (
    Standing,
    counted,
    draft_of,
    follow_text,
    history,
    identified,
    latest,
    readable_drafts,
    standings,
    text_of,
)
from comity.committee.text.models.rows import Draft, LogEntry, Negotiated, Provision, Taken, Text, Wording

__all__ = [
    "Display",
    "Draft",
    "LogEntry",
    "Negotiated",
    "Negotiating",
    "Provision",
    "Standing",
    "Taken",
    "Text",
    "Wording",
    "counted",
    "draft_of",
    "earlier",
    "follow_text",
    "history",
    "identified",
    "latest",
    "log_of",
    "measured",
    "negotiating",
    "readable_drafts",
    "standings",
    "text_of",
    "under_negotiation",
]
