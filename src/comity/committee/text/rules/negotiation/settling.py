"""The log is taken, entry by entry: what the text under negotiation is after them.

* Entries are numbered from 1 without a gap, and their moments never go back.
* An entry that the rules refuse is not taken; the negotiation before it stands unchanged.
* Taking entries one by one gives what taking them at once gives.
"""

from collections.abc import Callable, Iterable
from typing import Any

from comity.committee.text.rules.negotiation import decisions, drafts, expressions, proposals, restructuring
from comity.committee.text.rules.negotiation.acts import (
    Accept,
    Adopt,
    Agree,
    Comment,
    Confirm,
    Entry,
    Express,
    Issue,
    Leave,
    LiftBrackets,
    Merge,
    Move,
    NewProvision,
    PlaceBrackets,
    Propose,
    Reject,
    Renumber,
    Reopen,
    Split,
    Strike,
    TakeStance,
    Withdraw,
)
from comity.committee.text.rules.negotiation.state import Negotiation
from comity.committee.text.rules.negotiation.worktable import Worktable

EMPTY = Negotiation()


def comment(table: Worktable, entry: Entry, act: Comment) -> None:
    """Keep a comment with the provision it speaks of."""
    table.desk(act.provision, entry)


_TAKE: dict[type, Callable[[Worktable, Entry, Any], None]] = {
    Issue: drafts.issue,
    Propose: proposals.propose,
    NewProvision: restructuring.propose_change,
    Strike: restructuring.propose_change,
    Move: restructuring.propose_change,
    Merge: restructuring.propose_change,
    Split: restructuring.propose_change,
    Renumber: restructuring.propose_change,
    TakeStance: proposals.take_stance,
    Leave: proposals.leave,
    PlaceBrackets: proposals.place_brackets,
    LiftBrackets: proposals.lift_brackets,
    Withdraw: proposals.withdraw,
    Accept: decisions.accept,
    Reject: decisions.reject,
    Agree: decisions.agree,
    Reopen: decisions.reopen,
    Adopt: decisions.adopt,
    Express: expressions.express,
    Confirm: expressions.confirm,
    Comment: comment,
}


def settle(entries: Iterable[Entry], before: Negotiation = EMPTY) -> Negotiation:
    """Take ``entries``, in their order, after what stood ``before``.

    Raises ``EntryOutOfTurn`` where a number is missing or a moment goes back, and what the rule of each act raises.
    """
    table = Worktable(before)
    begin = table.begin
    for entry in entries:
        begin(entry)
        _TAKE[type(entry.act)](table, entry, entry.act)
    return table.closed()


def take(table: Worktable, entry: Entry) -> None:
    """Take the next entry on a table that stays open; after a refusal the table is of no use any more."""
    table.begin(entry)
    _TAKE[type(entry.act)](table, entry, entry.act)
