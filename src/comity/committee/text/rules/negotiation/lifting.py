"""What would remain if States gave way: the brackets that only they hold, gone.

* A State that gives way lifts the brackets it placed, leaves the deletions and replacements that it sponsors, and drops
  its opposition and its reservations. Words that it would insert stay proposed: to offer words is to hold no bracket.
* A deletion or replacement without a sponsor falls: the words that stand, stand.
* Words that were opposed or reserved by those who gave way, and by nobody else, stand without brackets.
* Who holds a proposal open is who opposes or reserves. What nobody holds waits for the Chair, and remains.
* If nobody gives way nothing changes, and however many give way no word becomes open that was not.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from comity.committee.text.rules.negotiation.acts import Accept, Entry, Holder, ProvisionId, Stance
from comity.committee.text.rules.negotiation.consolidation import Text
from comity.committee.text.rules.negotiation.settling import settle
from comity.committee.text.rules.negotiation.state import Bracket, Proposal, Provision, Status

_AGAINST = frozenset({Stance.OPPOSE, Stance.RESERVE})


def holders(provision: Provision) -> frozenset[Holder]:
    """Whoever holds something open in a provision."""
    placed = {each.by for each in provision.open_brackets()}
    for each in provision.open_proposals():
        placed.update(provision.holding(each.number, Stance.OPPOSE, Stance.RESERVE))
        if each.end > each.start and each.change is None:
            placed.update(provision.sponsors(each.number))
    return frozenset(placed)


def pivotal(text: Text) -> dict[Holder, int]:
    """For each holder, how many provisions would be free of brackets if that holder alone gave way."""
    found: dict[Holder, int] = {}
    for name in text.order:
        provision = text.negotiation.provisions[name]
        if provision.stands and not provision.is_free:
            for holder in sorted(_alone(provision)):
                if given_way(text, name, {holder}).is_free:
                    found[holder] = found.get(holder, 0) + 1
    return found


def _alone(provision: Provision) -> set[Holder]:
    """Whoever may be all that stands between a provision and its freedom; of most holders a look says no.

    What a holder closes is what it alone objects to; what it alone opposes is accepted, and may take others with it.
    """
    opposing = {_only(provision.holding(each.number, *_AGAINST)) for each in provision.open_proposals()}
    objecting: set[Holder] | None = None
    for each in provision.everything():
        if each.is_open and not each.on:
            one = each.by if isinstance(each, Bracket) else _only(provision.sponsors(each.number))
            objecting = {one} if objecting is None else objecting & {one}
    return (opposing | (objecting or set())) - {""}


def _only(holders: Sequence[Holder]) -> Holder:
    return holders[0] if len(holders) == 1 else ""


@dataclass(frozen=True, slots=True)
class Remaining:
    """A text before and after a supposition, and the provisions that it would change, in the order of the text."""

    before: Text
    after: Text
    changed: tuple[ProvisionId, ...]

    @property
    def freed(self) -> tuple[ProvisionId, ...]:
        """Those of the changed provisions in which nothing would be open any more."""
        now = self.after.negotiation.provisions
        return tuple(name for name in self.changed if now[name].is_free)


def remaining(text: Text, by: Collection[Holder]) -> Remaining:
    """What would remain of ``text`` if everyone in ``by`` gave way, and where."""
    after = if_lifted(text, by)
    old, new = text.negotiation.provisions, after.negotiation.provisions
    return Remaining(text, after, tuple(name for name in text.order if old[name] is not new[name]))


def if_lifted(text: Text, by: Collection[Holder]) -> Text:
    """The text as it would be if everyone in ``by`` gave way; a supposition, never an entry of the log."""
    now = text.negotiation
    changed = {
        name: given_way(text, name, by)
        for name, provision in now.provisions.items()
        if provision.stands and not provision.is_free and not holders(provision).isdisjoint(by)
    }
    supposed = replace(now, provisions={**now.provisions, **changed})
    return Text.of(supposed, text)


def given_way(text: Text, name: str, by: Collection[Holder]) -> Provision:
    """One provision as it would be if everyone in ``by`` gave way."""
    now = text.negotiation
    provision = now.provisions[name]
    bared, free = _bared(provision, frozenset(by))
    for number in free:
        proposal = bared.proposals[number]
        if proposal.is_open and not any(each.on == number for each in bared.open_proposals()):
            supposed = replace(now, provisions={**now.provisions, name: bared})
            entry = Entry(now.entries + 1, now.at, proposal.by, Accept(number))
            bared = settle([entry], supposed).provisions[name]
    return bared


def _bared(provision: Provision, by: frozenset[Holder]) -> tuple[Provision, list[int]]:
    """Take away what ``by`` hold; also name the proposals that nobody holds open any more."""
    brackets = {
        number: replace(each, status=Status.LIFTED) if each.is_open and each.by in by else each
        for number, each in provision.brackets.items()
    }
    proposals = dict(provision.proposals)
    stances = dict(provision.stances)
    free: list[int] = []
    for each in provision.open_proposals():
        held = set(provision.holding(each.number, *_AGAINST))
        kept = {
            holder: position
            for holder, position in provision.stances[each.number].items()
            if holder not in by or not (position.stance in _AGAINST or _is_objection(each))
        }
        stances[each.number] = kept
        sponsored = any(position.stance is Stance.SPONSOR for position in kept.values())
        if not sponsored:
            proposals[each.number] = replace(each, status=Status.WITHDRAWN)
        elif held and held <= by and each.change is None:
            free.append(each.number)
    for each in provision.open_proposals():
        if each.on and not proposals[each.on].is_open:
            proposals[each.number] = replace(each, status=Status.RETURNED)
    return replace(provision, proposals=proposals, stances=stances, brackets=brackets), free


def _is_objection(proposal: Proposal) -> bool:
    """Whether a proposal stands against words, and does not only offer some."""
    return proposal.end > proposal.start and proposal.change is None
