"""Proposals on the order of provisions, and what follows when one is accepted.

* A new provision stands in the text as proposed, with words and proposals of its own, from the moment it is proposed.
* A provision that moves keeps its identity, its words, and everything that is open on them.
* A merged provision hands its words to the other, each with its number; what was open on them goes with them.
* A split provision hands the words from the cut on to a new one; what is open on both sides of the cut is returned.
* No provision moves under itself.
"""

from dataclasses import replace

from comity.committee.text.rules.negotiation.acts import (
    Change,
    Entry,
    Merge,
    Move,
    NewProvision,
    ProvisionId,
    Renumber,
    Split,
    Strike,
)
from comity.committee.text.rules.negotiation.carrying import spliced
from comity.committee.text.rules.negotiation.proposals import carried, require_open_text, sponsor
from comity.committee.text.rules.negotiation.state import (
    Matter,
    Proposal,
    Provision,
    Reason,
    Standing,
    Version,
    word_ids,
)
from comity.committee.text.rules.negotiation.worktable import Desk, Worktable
from comity.errors.text import (
    AgreedAlready,
    MalformedDraft,
    RangeOutside,
    UnknownProvision,
    WordsNotStanding,
)

DEEPEST = 16  # provisions within provisions; no text is divided so finely


def propose_change(table: Worktable, entry: Entry, act: Change) -> None:
    """Take a proposal on the order of provisions."""
    require_open_text(table)
    if isinstance(act, NewProvision):
        desk = _begin(table, entry, act)
    else:
        desk = table.desk(act.provision, entry)
        _require(table, desk, act)
    number, covers = entry.number, desk.provision.ids
    at = carried(desk, act.at, act.at, seen=act.seen)[0] if isinstance(act, Split) else 0
    desk.proposals[number] = Proposal(number, entry.by, 0, at, at, covers=covers, change=act)
    sponsor(table, desk, entry)


def _begin(table: Worktable, entry: Entry, act: NewProvision) -> Desk:
    """Lay a new provision into the text, as proposed."""
    if act.id in table.provisions or not act.id or _depth(table, act.parent) >= DEEPEST:
        raise MalformedDraft(act.id[:40])
    for named in (act.parent, act.after, act.alternative_to):
        if named:
            table.look(named)
    siblings = table.children.get(act.parent, ())
    if act.after and act.after not in siblings:
        raise UnknownProvision(act.after)
    if act.parent and table.look(act.parent).agreed:
        raise AgreedAlready(act.parent, entry=table.look(act.parent).agreed)
    ids = word_ids(entry.number, len(act.words))
    table.reorder(act.parent, _inserted(siblings, act.id, act.after))
    return table.add(
        Provision(
            id=act.id,
            kind=act.kind,
            parent=act.parent,
            words=act.words,
            ids=ids,
            standing=Standing.PROPOSED,
            proposal=entry.number,
            alternative_to=act.alternative_to,
            versions=(Version(entry.number, ids),),
        ),
        entry,
    )


def _depth(table: Worktable, name: ProvisionId) -> int:
    depth = 0
    while name:
        name, depth = table.look(name).parent, depth + 1
    return depth


def _inserted(
    siblings: tuple[ProvisionId, ...], name: ProvisionId, after: ProvisionId
) -> tuple[ProvisionId, ...]:
    at = siblings.index(after) + 1 if after in siblings else 0
    return (*siblings[:at], name, *siblings[at:])


def _require(table: Worktable, desk: Desk, act: Strike | Move | Merge | Split | Renumber) -> None:
    provision = desk.provision
    if not provision.stands:
        raise WordsNotStanding(provision.id, standing=provision.standing.value)
    if provision.agreed:
        raise AgreedAlready(provision.id, entry=provision.agreed)
    if isinstance(act, Move):
        _require_place(table, act)
    elif isinstance(act, Merge):
        _require_merge(table, act)
    elif isinstance(act, Split):
        at = carried(desk, act.at, act.at, seen=act.seen)[0]
        if not 0 < at < len(provision.words):
            raise RangeOutside(provision.id, start=act.at, end=act.at, words=len(provision.words))
        if not act.id or act.id in table.provisions:
            raise MalformedDraft(act.id[:40])


def _require_merge(table: Worktable, act: Merge) -> None:
    into = table.look(act.into)
    if act.into == act.provision or into.standing is not Standing.STANDS:
        raise WordsNotStanding(act.into, standing=into.standing.value)
    if into.agreed:
        raise AgreedAlready(act.into, entry=into.agreed)
    if table.children.get(act.provision):
        raise MalformedDraft(act.provision)


def _require_place(table: Worktable, act: Move) -> None:
    if act.after and act.after not in table.children.get(act.parent, ()):
        raise UnknownProvision(act.after)
    at = act.parent
    while at:
        if at == act.provision:
            raise MalformedDraft(act.provision)
        at = table.look(at).parent
    if act.after == act.provision or _depth(table, act.parent) >= DEEPEST:
        raise MalformedDraft(act.provision)


def restructure(table: Worktable, entry: Entry, desk: Desk, proposal: Proposal) -> None:
    """Carry out an accepted change."""
    change = proposal.change
    if isinstance(change, NewProvision):
        desk.provision = replace(desk.provision, standing=Standing.STANDS)
        table.count_anew()
    elif isinstance(change, Strike):
        table.strike(change.provision, Standing.STRUCK, entry)
    elif isinstance(change, Move):
        _move(table, desk, change)
    elif isinstance(change, Merge):
        _merge(table, entry, desk, change)
    elif isinstance(change, Split):
        _split(table, entry, desk, proposal)
    elif isinstance(change, Renumber):
        desk.provision = replace(desk.provision, number=change.number)
        table.count_anew()


def _move(table: Worktable, desk: Desk, change: Move) -> None:
    _require_place(table, change)
    old = desk.provision.parent
    table.reorder(old, tuple(name for name in table.children[old] if name != change.provision))
    table.reorder(
        change.parent, _inserted(table.children.get(change.parent, ()), change.provision, change.after)
    )
    desk.provision = replace(desk.provision, parent=change.parent, ordinal=0)


def _merge(table: Worktable, entry: Entry, desk: Desk, change: Merge) -> None:
    into = table.desk(change.into, entry)
    if into.provision.agreed or into.provision.standing is not Standing.STANDS:
        raise AgreedAlready(change.into, entry=into.provision.agreed)
    offset = len(into.provision.words)
    words = spliced(into.provision.words, offset, offset, desk.provision.words)
    into.reword(words, (*into.provision.ids, *desk.provision.ids), entry.number)
    agreed = {**into.provision.agreed_words, **desk.provision.agreed_words}
    into.provision = replace(into.provision, agreed_words=agreed)
    for each in list(desk.open_on(0)):
        if isinstance(each, Proposal) and each.change is not None:
            desk.give_back(each, entry.number, Reason.PROVISION_GONE)
        else:
            _hand_over(table, desk, into, each, offset)
    desk.provision = replace(desk.provision, standing=Standing.MERGED)
    table.count_anew()


def _hand_over(table: Worktable, desk: Desk, to: Desk, each: Matter, offset: int) -> None:
    """Let another provision hold a proposal or bracket, with what amends it."""
    to.put(replace(each, start=each.start + offset, end=each.end + offset))
    _rehouse(table, desk, to, each.number)


def _rehouse(table: Worktable, desk: Desk, to: Desk, number: int) -> None:
    table.where[number] = to.provision.id
    desk.brackets.pop(number, None)
    if desk.proposals.pop(number, None) is not None:
        to.stances[number] = desk.stances.pop(number)
        for each in desk.everything():
            if each.on == number:
                to.put(each)
                _rehouse(table, desk, to, each.number)


def _split(table: Worktable, entry: Entry, desk: Desk, proposal: Proposal) -> None:
    change, provision, at = proposal.change, desk.provision, proposal.start
    if not isinstance(change, Split) or not 0 < at < len(provision.words):
        raise RangeOutside(provision.id, start=at, end=at, words=len(provision.words))
    second = table.add(_second(change.id, provision, at, entry), entry)
    siblings = table.children[provision.parent]
    table.reorder(provision.parent, _inserted(siblings, change.id, provision.id))
    for each in list(desk.open_on(0)):
        if isinstance(each, Proposal) and each.change is not None:
            continue
        if each.start >= at and each.end > at:
            _hand_over(table, desk, second, each, -at)
        elif each.end > at:
            desk.give_back(each, entry.number, Reason.CUT_APART)
    first = spliced(provision.words, at, len(provision.words), ())
    desk.reword(first, provision.ids[:at], entry.number)


def _second(name: ProvisionId, provision: Provision, at: int, entry: Entry) -> Provision:
    """The provision that the words from ``at`` on become."""
    ids, agreed = provision.ids[at:], provision.agreed_words
    return Provision(
        name,
        provision.kind,
        provision.parent,
        words=provision.words[at:],
        ids=ids,
        versions=(Version(entry.number, ids),),
        agreed_words={word: agreed[word] for word in ids if word in agreed},
    )
