"""Acts of the Chair: accept, reject, agree *ad referendum*, reopen, adopt.

* An amendment is decided before what it amends.                                                        rule 130
* An accepted proposal changes the words; what is open on them is carried, or returned to its sponsors with the reason.
* A compromise that is accepted closes the proposals that it would settle.
* Only words free of brackets and proposals are agreed. A provision is agreed with all that stands under it.
* What is agreed is what was read: words that changed after what the Chair had seen are refused by name.
* What is agreed is reopened as it was agreed; what stands under it is reopened with it, what stands above is not.
* The text is adopted when every provision of it is agreed.                                             mandate R6
"""

from collections.abc import Iterator
from dataclasses import replace

from comity.committee.text.rules.negotiation.acts import (
    ROOT,
    Accept,
    Adopt,
    Agree,
    Entry,
    ProvisionId,
    Reject,
    Reopen,
)
from comity.committee.text.rules.negotiation.carrying import spliced
from comity.committee.text.rules.negotiation.proposals import carried, require_open, require_open_text
from comity.committee.text.rules.negotiation.restructuring import restructure
from comity.committee.text.rules.negotiation.state import (
    Proposal,
    Provision,
    Reason,
    Standing,
    Status,
    WordId,
)
from comity.committee.text.rules.negotiation.worktable import Desk, Worktable
from comity.errors.text import (
    AmendmentsFirst,
    NotFree,
    NothingAgreed,
    NotYetAgreed,
    RangeOutside,
    TextMovedOn,
    WordsNotStanding,
)


def accept(table: Worktable, entry: Entry, act: Accept) -> None:
    """Let a proposal's words stand."""
    require_open_text(table)
    desk = table.desk_of(act.proposal, entry)
    proposal = require_open(desk, act.proposal)
    waiting = [each.number for each in desk.open_on(act.proposal)]
    if waiting:  # rule 130: the amendment is voted on first
        raise AmendmentsFirst(act.proposal, first=waiting[0], count=len(waiting))
    for settled in proposal.instead_of:
        if settled in desk.proposals and desk.proposals[settled].is_open:
            table.close(desk, settled, Status.REJECTED, entry, Reason.SETTLED_BY_COMPROMISE)
    desk.proposals[proposal.number] = replace(proposal, status=Status.ACCEPTED, closed=entry.number)
    if proposal.change is not None:
        restructure(table, entry, desk, proposal)
    elif proposal.on:
        _amend(desk, proposal, entry)
    else:
        words = spliced(desk.provision.words, proposal.start, proposal.end, proposal.words)
        ids = _replaced(desk.provision.ids, proposal)
        desk.reword(words, ids, entry.number)


def _replaced(ids: tuple[WordId, ...], proposal: Proposal) -> tuple[WordId, ...]:
    return (*ids[: proposal.start], *proposal.ids, *ids[proposal.end :])


def _amend(desk: Desk, amendment: Proposal, entry: Entry) -> None:
    """Give the proposal that is amended its new words, and carry the other amendments onto them."""
    amended = desk.proposals[amendment.on]
    words = spliced(amended.words, amendment.start, amendment.end, amendment.words)
    ids = _replaced(amended.ids, amendment)
    desk.proposals[amended.number] = replace(amended, words=words, ids=ids, amended=True)
    desk.carry(amended.number, amended.words, amended.ids, entry.number)


def reject(table: Worktable, entry: Entry, act: Reject) -> None:
    """Close a proposal that the committee does not accept."""
    require_open_text(table)
    desk = table.desk_of(act.proposal, entry)
    require_open(desk, act.proposal)
    table.close(desk, act.proposal, Status.REJECTED, entry)


def agree(table: Worktable, entry: Entry, act: Agree) -> None:
    """Agree words *ad referendum*."""
    require_open_text(table)
    if act.provision != ROOT and act.end >= 0:
        _agree_words(table.desk(act.provision, entry), entry, act)
        return
    desks = [table.desk(name, entry) for name in _whole(table, act.provision)]
    desks = [desk for desk in desks if desk.provision.stands]
    if not desks:
        raise WordsNotStanding(act.provision or "*", standing=Standing.STRUCK.value)
    for desk in desks:
        if desk.provision.standing is Standing.PROPOSED or not desk.is_free():
            raise NotFree(desk.provision.id, count=max(1, len(desk.all_open())))
        if 0 < act.seen < desk.provision.version:
            raise TextMovedOn(desk.provision.id, seen=act.seen, entry=desk.provision.version)
    for desk in desks:
        if not desk.provision.agreed:
            desk.provision = replace(desk.provision, agreed=entry.number)


def _agree_words(desk: Desk, entry: Entry, act: Agree) -> None:
    provision = desk.provision
    if provision.standing is not Standing.STANDS:
        raise WordsNotStanding(provision.id, standing=provision.standing.value)
    start, end = carried(desk, act.start, act.end, seen=act.seen)
    if not 0 <= start < end <= len(provision.words):
        raise RangeOutside(provision.id, start=act.start, end=act.end, words=len(provision.words))
    touching = [
        each
        for each in desk.open_on(0)
        if (each.start < end and start < each.end) or (each.start == each.end and start < each.start < end)
    ]
    if touching:
        raise NotFree(provision.id, count=len(touching))
    agreed = dict(provision.agreed_words)
    for word in provision.ids[start:end]:
        agreed.setdefault(word, entry.number)
    desk.provision = replace(provision, agreed_words=agreed)


def _whole(table: Worktable, top: ProvisionId) -> Iterator[ProvisionId]:
    """A provision and all under it; the whole text for ``ROOT``."""
    if top != ROOT:
        yield top
    for child in table.children.get(top, ()):
        yield from _whole(table, child)


def reopen(table: Worktable, entry: Entry, act: Reopen) -> None:
    """Reopen what was agreed."""
    require_open_text(table)
    names = [name for name in _whole(table, act.provision) if _is_agreed(table.look(name))]
    if not names:
        table.look(act.provision or next(iter(table.provisions), ""))
        raise NothingAgreed(act.provision or "*")
    for name in names:
        desk = table.desk(name, entry)
        desk.provision = replace(desk.provision, agreed=0, agreed_words={})


def _is_agreed(provision: Provision) -> bool:
    return bool(provision.agreed or provision.agreed_words)


def adopt(table: Worktable, entry: Entry, _act: Adopt) -> None:
    """Adopt the text; raises ``NotYetAgreed`` while any provision of it is not agreed."""
    require_open_text(table)
    standing = [each for name in table.provisions if (each := table.look(name)).stands]
    missing = [each.id for each in standing if not each.agreed]
    if missing or not standing:
        raise NotYetAgreed(missing[0] if missing else "*", count=len(missing))
    table.now = replace(table.now, adopted=entry.number)
