"""The acts on the text: drafts are imported and published; a negotiation is opened and goes on, act by act."""

from comity.committee.text.services.drafts import COMMAND_LINE, import_draft, publish_draft, storable
from comity.committee.text.services.negotiation import (
    Said,
    enter,
    enter_all,
    issue_draft,
    open_negotiation,
    try_out,
)

__all__ = [
    "COMMAND_LINE",
    "Said",
    "enter",
    "enter_all",
    "import_draft",
    "issue_draft",
    "open_negotiation",
    "publish_draft",
    "storable",
    "try_out",
]
