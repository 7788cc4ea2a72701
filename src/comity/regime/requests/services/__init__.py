"""The acts on requests: the only place that writes their rows. One function, one act, one transaction, one entry.

The bundle of a finished request, ``services.bundling``, is loaded where it is asked for: it verifies time-stamps.
"""

from comity.regime.requests.services.arrivals import (
    receive_answer,
    receive_disclosure,
    receive_information,
    receive_preservation,
    receive_questions,
    receive_refusal,
    receive_withdrawal,
)
from comity.regime.requests.services.asking import announce_assistance, supply, withdraw
from comity.regime.requests.services.deciding import (
    accept,
    ask_more,
    consult,
    disclose,
    open_request,
    record_preservation,
    refuse,
    touching,
    warn,
)
from comity.regime.requests.services.drafting import discard, dry_run, open_draft, own_authority, revise, send
from comity.regime.requests.services.expiry import answer_overdue, preservation_over
from comity.regime.requests.services.finding import (
    Told,
    awaiting,
    counts,
    drafts,
    find,
    inbox,
    needs_evidence,
    sent,
    story,
)

__all__ = [
    "Told",
    "accept",
    "announce_assistance",
    "answer_overdue",
    "ask_more",
    "awaiting",
    "consult",
    "counts",
    "discard",
    "disclose",
    "drafts",
    "dry_run",
    "find",
    "inbox",
    "needs_evidence",
    "open_draft",
    "open_request",
    "own_authority",
    "preservation_over",
    "receive_answer",
    "receive_disclosure",
    "receive_information",
    "receive_preservation",
    "receive_questions",
    "receive_refusal",
    "receive_withdrawal",
    "record_preservation",
    "refuse",
    "revise",
    "send",
    "sent",
    "story",
    "supply",
    "touching",
    "warn",
    "withdraw",
]
