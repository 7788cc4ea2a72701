"""What a revised draft did to each proposal that it changed or returned, in three wordings laid beside one another.

* Three wordings: the provision before the draft, the provision as the draft has it, and as it would read with the
  proposal: on the draft's words if it was carried, on the words before if it was returned.
* Untouched proposals are left out: nothing is asked of anybody for them.
* A sponsor has kept a carried proposal by taking the sponsor's stance again after the draft.
* A returned proposal whose provision is gone can be proposed elsewhere: the words that it offered, or the whole
  provision as it would have read with them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import Entry, Holder, Issue, NewProvision, Stance
from comity.committee.text.rules.negotiation.carrying import spliced
from comity.committee.text.rules.negotiation.consolidation import Text
from comity.committee.text.rules.negotiation.state import (
    Bracket,
    Carried,
    Matter,
    Negotiation,
    Pile,
    Proposal,
    Provision,
    Reason,
    Status,
)
from comity.committee.text.rules.words import Words


@dataclass(frozen=True, slots=True)
class Rebased:
    """A proposal or bracket that a revised draft touched; wordings are empty for what changes no words."""

    carried: Carried
    matter: Matter
    holders: tuple[Holder, ...]  # its sponsors before the draft, or who placed the brackets
    kept: tuple[Holder, ...]  # those of them that have kept it since
    before: Words = ()
    draft: Words = ()
    proposed: Words = ()

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.matter.is_open

    @property
    def returned(self) -> bool:
        """Whether it went back to those who made it."""
        return self.carried.pile is Pile.RETURNED

    @property
    def taken_up(self) -> bool:
        """Whether the draft has its words, so that nothing is left to propose."""
        return self.carried.reason is Reason.WORDS_STAND

    @property
    def words(self) -> bool:
        """Whether it offers or disputes words of the provision itself."""
        return isinstance(self.matter, Proposal) and self.matter.change is None and not self.matter.on


def issued_by(log: Sequence[Entry], draft: int) -> int:
    """The number of the entry that issued a draft; 0 if there is none."""
    found = (each.number for each in log if isinstance(each.act, Issue) and each.act.draft == draft)
    return next(found, 0)


def rebased(before: Text, issued: Text, now: Text, draft: int) -> Iterator[Rebased]:
    """What the draft changed or returned: ``before`` it, as it was ``issued``, and as it stands ``now``."""
    for each in now.negotiation.piles.get(draft, ()):
        if each.pile is not Pile.UNTOUCHED:
            was = before.negotiation.provisions[before.negotiation.where[each.number]]
            yield _rebased(each, was, issued.negotiation.provisions[each.provision], now)


def _rebased(each: Carried, was: Provision, then: Provision, now: Text) -> Rebased:
    standing = now.negotiation.provisions[now.negotiation.where[each.number]]
    matter = _matter(standing, each.number)
    old, carried = _matter(was, each.number), _matter(then, each.number)
    if isinstance(old, Bracket):
        return Rebased(each, matter, (old.by,), (), each.before, each.now)
    stances = standing.stances.get(each.number, {})
    since = then.version
    kept = [
        holder
        for holder, held in stances.items()
        if held.stance is Stance.SPONSOR and held.entry > max(since, each.number)
    ]
    sponsors = was.sponsors(each.number)
    if not isinstance(carried, Proposal) or old.change is not None or old.on:
        return Rebased(each, matter, sponsors, tuple(kept))
    site, place = (was.words, old) if each.pile is Pile.RETURNED else (then.words, carried)
    proposed = spliced(site, place.start, place.end, place.words)
    return Rebased(each, matter, sponsors, tuple(kept), was.words, then.words, proposed)


def _matter(provision: Provision, number: int) -> Matter:
    return provision.proposals.get(number) or provision.brackets[number]


@dataclass(frozen=True, slots=True)
class Homeless:
    """A returned proposal whose provision is gone: the words it offered, and the provision as it would have read."""

    number: int
    by: Holder
    kind: Kind
    words: Words
    whole: Words


def homeless(now: Negotiation, number: int) -> Homeless | None:
    """What can be proposed elsewhere of a proposal; nothing if it was not returned, or has its provision still."""
    provision = now.provisions.get(now.where.get(number, ""))
    proposal = provision.proposals.get(number) if provision else None
    if provision is None or provision.stands or proposal is None or proposal.status is not Status.RETURNED:
        return None
    if isinstance(proposal.change, NewProvision):
        return Homeless(number, proposal.by, provision.kind, provision.words, provision.words)
    if proposal.change is not None or not proposal.words:
        return None
    whole = _read_with(provision, proposal, proposal.words)
    return Homeless(number, proposal.by, provision.kind, proposal.words, whole)


def _read_with(provision: Provision, proposal: Proposal, words: Words) -> Words:
    """A provision as it would read if a proposal on it, or on a proposal on it, had these words."""
    amended = provision.proposals[proposal.on] if proposal.on else None
    site = amended.words if amended else provision.words
    read = spliced(site, proposal.start, proposal.end, words)
    return _read_with(provision, amended, read) if amended and amended.change is None else read
