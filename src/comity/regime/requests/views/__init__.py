"""Pages of requests: lists by clock, a request with its story, the draft step by step, a page for each decision."""

from comity.regime.requests.views.cases import act, bundle, open_case, show, take_in
from comity.regime.requests.views.drafting import check, data, discard, forget_data, new, step, tasks
from comity.regime.requests.views.lists import drafts, inbox, sent

__all__ = [
    "act",
    "bundle",
    "check",
    "data",
    "discard",
    "drafts",
    "forget_data",
    "inbox",
    "new",
    "open_case",
    "sent",
    "show",
    "step",
    "take_in",
    "tasks",
]
