"""The acts on the text: drafts are imported and published; a negotiation goes on by acts and by papers."""

from comity.committee.text.services.coming import Brought, bring, weigh
from comity.committee.text.services.display import show_in_room
from comity.committee.text.services.drafts import COMMAND_LINE, import_draft, publish_draft, storable
from comity.committee.text.services.making import Underway
from comity.committee.text.services.negotiation import (
    Said,
    enter,
    enter_all,
    issue_draft,
    open_negotiation,
    try_out,
)
from comity.committee.text.services.papers import AGAIN, Asked, ask_for, take_away
from comity.committee.text.services.translating import Rendered, express_draft, weigh_draft

__all__ = [
    "AGAIN",
    "COMMAND_LINE",
    "Asked",
    "Brought",
    "Rendered",
    "Said",
    "Underway",
    "ask_for",
    "bring",
    "enter",
    "enter_all",
    "express_draft",
    "import_draft",
    "issue_draft",
    "open_negotiation",
    "publish_draft",
    "show_in_room",
    "storable",
    "take_away",
    "try_out",
    "weigh",
    "weigh_draft",
]
