"""The rows of the text, and what may be asked of them."""

from comity.committee.text.models.display import Display
from comity.committee.text.models.earlier import earlier
from comity.committee.text.models.figures import Figures, figures, tallied
from comity.committee.text.models.negotiations import (
    Negotiating,
    log_of,
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
    numbered,
    readable_drafts,
    standings,
    text_of,
)
from comity.committee.text.models.rows import (
    Draft,
    LogEntry,
    Measured,
    Negotiated,
    Provision,
    Taken,
    Text,
    Wording,
)

__all__ = [
    "Display",
    "Draft",
    "Figures",
    "LogEntry",
    "Measured",
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
    "figures",
    "follow_text",
    "history",
    "identified",
    "latest",
    "log_of",
    "negotiating",
    "numbered",
    "readable_drafts",
    "standings",
    "tallied",
    "text_of",
    "under_negotiation",
]
