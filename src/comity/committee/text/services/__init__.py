"""The acts on the text: drafts are imported and published; a negotiation is opened, goes on act by act, is taken away."""

from comity.committee.text.services.display import show_in_room
from comity.committee.text.services.drafts import COMMAND_LINE, import_draft, publish_draft, storable
from comity.committee.text.services.negotiation import (
    Said,
    enter,
    enter_all,
    issue_draft,
    open_negotiation,
    try_out,
)
from comity.committee.text.services.papers import take_away

__all__ = [
    "COMMAND_LINE",
    "Said",
    "enter",
    "enter_all",
    "import_draft",
    "issue_draft",
    "open_negotiation",
    "publish_draft",
    "show_in_room",
    "storable",
    "take_away",
    "try_out",
]
