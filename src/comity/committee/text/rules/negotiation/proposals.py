"""Acts of delegations: propose, take a stance, place and lift brackets, withdraw.

* A proposal is made on words that stand, or on the words of an open proposal, which it then amends.     rule 130
* Nothing is proposed on words that are agreed: they are reopened first. Nothing at all once the text is adopted.
* A range is carried from what its author saw to what stands now; if its words were touched meanwhile, the act is
  refused by name, and the author looks again. Two proposals on one range are no conflict: they are alternatives.
* Who proposes is the first sponsor. A proposal is withdrawn by its proposer before it has been amended; while others
  sponsor it, one leaves and it stays.                                                                  rule 122
* What was withdrawn may be proposed again by anyone: it is a new proposal.                               rule 122
* Brackets are lifted by the one who placed them.
"""

from dataclasses import replace

from comity.committee.text.rules.negotiation.acts import (
    Entry,
    Leave,
    LiftBrackets,
    PlaceBrackets,
    Propose,
    Stance,
    TakeStance,
    Withdraw,
)
from comity.committee.text.rules.negotiation.carrying import Course
from comity.committee.text.rules.negotiation.state import Bracket, Position, Proposal, Status, WordId, word_ids
from comity.committee.text.rules.negotiation.worktable import Desk, Worktable
from comity.committee.text.rules.words import Words
from comity.errors.text import (
    AgreedAlready,
    LastSponsor,
    NoLongerOpen,
    NothingProposed,
    NotTheHolder,
    OthersSponsor,
    RangeOutside,
    TextAdopted,
    TextMovedOn,
    UnknownProposal,
    WasAmended,
    WordsNotStanding,
)


def propose(table: Worktable, entry: Entry, act: Propose) -> None:
    """Take a proposal on words."""
    require_open_text(table)
    desk = table.desk(act.provision, entry)
    start, end = place(desk, act)
    words, ids = desk.site(act.amends)
    if [word.strip() for word in words[start:end]] == [word.strip() for word in act.words]:
        raise NothingProposed(entry.number)
    for named in act.instead_of:
        require_open(desk, named)
    desk.proposals[entry.number] = Proposal(
        number=entry.number,
        by=entry.by,
        on=act.amends,
        start=start,
        end=end,
        words=act.words,
        ids=word_ids(entry.number, len(act.words)),
        covers=ids[start:end],
        instead_of=act.instead_of,
    )
    sponsor(table, desk, entry)


def sponsor(table: Worktable, desk: Desk, entry: Entry) -> None:
    """Make who acts the first sponsor of the proposal that the entry brings."""
    table.where[entry.number] = desk.provision.id
    desk.stances[entry.number] = {}
    desk.take_stance(entry.number, entry.by, Stance.SPONSOR, entry.number)


def require_open_text(table: Worktable) -> None:
    """Return if the text is not adopted yet."""
    if table.now.adopted:
        raise TextAdopted(table.now.adopted)


def require_open(desk: Desk, number: int) -> Proposal:
    """The open proposal of that number, or why it is not."""
    found = desk.proposals.get(number)
    if found is None:
        raise UnknownProposal(number)
    if found.status is not Status.OPEN:
        raise NoLongerOpen(number, status=found.status.value, entry=found.closed)
    return found


def place(desk: Desk, act: Propose | PlaceBrackets) -> tuple[int, int]:
    """Where the range of an act stands now: in words that stand, are not agreed, and are what the author saw."""
    provision = desk.provision
    if not provision.stands:
        raise WordsNotStanding(provision.id, standing=provision.standing.value)
    if act.amends:
        require_open(desk, act.amends)
        _require_words_as_seen(desk, act)
    words, ids = desk.site(act.amends)
    start, end = act.start, act.end
    if not act.amends:
        start, end = carried(desk, start, end, seen=act.seen)
    if not 0 <= start <= end <= len(words):
        raise RangeOutside(provision.id, start=act.start, end=act.end, words=len(words))
    if not act.amends:
        _require_not_agreed(desk, ids, start, end)
    return start, end


def _require_words_as_seen(desk: Desk, act: Propose | PlaceBrackets) -> None:
    """Refuse an amendment whose author saw the amended proposal before its words changed."""
    for each in desk.proposals.values():
        if each.on == act.amends and each.status is Status.ACCEPTED and 0 < act.seen < each.closed:
            raise TextMovedOn(desk.provision.id, seen=act.seen, entry=each.closed)


def carried(desk: Desk, start: int, end: int, *, seen: int) -> tuple[int, int]:
    """Where a range stands now whose author had read entry ``seen``; ``TextMovedOn`` if its words were touched."""
    provision = desk.provision
    if not seen or provision.version <= seen:
        return start, end
    before = provision.ids_at(seen)
    if not 0 <= start <= end <= len(before):
        raise RangeOutside(provision.id, start=start, end=end, words=len(before))
    found = Course(before, provision.ids).carry(start, end)
    if found is None or not found.untouched:
        raise TextMovedOn(provision.id, seen=seen, entry=provision.version)
    return found.start, found.end


def _require_not_agreed(desk: Desk, ids: tuple[WordId, ...], start: int, end: int) -> None:
    """Refuse a range that touches agreed words, and a point between two words of one agreement."""
    provision = desk.provision
    if provision.agreed:
        raise AgreedAlready(provision.id, entry=provision.agreed)
    agreed = provision.agreed_words
    if not agreed:
        return
    found = next((agreed[word] for word in ids[start:end] if word in agreed), 0)
    if start == end and 0 < start < len(ids):
        before, after = agreed.get(ids[start - 1], 0), agreed.get(ids[start], 0)
        found = before if before == after else 0
    if found:
        raise AgreedAlready(provision.id, entry=found)


def take_stance(table: Worktable, entry: Entry, act: TakeStance) -> None:
    """Join, support, oppose, reserve, or be flexible."""
    require_open_text(table)
    desk = table.desk_of(act.proposal, entry)
    require_open(desk, act.proposal)
    held = desk.stances[act.proposal]
    before = held.get(entry.by)
    if before and before.stance is Stance.SPONSOR and act.stance is not Stance.SPONSOR:
        _require_not_the_last(desk, act.proposal)
    held[entry.by] = Position(act.stance, entry.number)


def _require_not_the_last(desk: Desk, number: int) -> None:
    """Refuse that the last sponsor turns: a proposal without sponsor is withdrawn, not left standing."""
    sponsors = [each for each in desk.stances[number].values() if each.stance is Stance.SPONSOR]
    if len(sponsors) == 1:
        raise LastSponsor(number)


def leave(table: Worktable, entry: Entry, act: Leave) -> None:
    """Take no stance any more; the last sponsor withdraws by leaving."""
    require_open_text(table)
    desk = table.desk_of(act.proposal, entry)
    proposal = require_open(desk, act.proposal)
    held = desk.stances[act.proposal].pop(entry.by, None)
    if held is None:
        raise NotTheHolder(act.proposal, holder=entry.by)
    if held.stance is Stance.SPONSOR and not _sponsors(desk, act.proposal):
        desk.take_stance(act.proposal, entry.by, Stance.SPONSOR, held.entry)
        _withdraw(table, desk, proposal, entry)


def withdraw(table: Worktable, entry: Entry, act: Withdraw) -> None:
    """Withdraw a proposal, as rule 122 lets its proposer do."""
    require_open_text(table)
    desk = table.desk_of(act.proposal, entry)
    proposal = require_open(desk, act.proposal)
    if entry.by not in _sponsors(desk, act.proposal):
        raise NotTheHolder(act.proposal, holder=entry.by)
    _withdraw(table, desk, proposal, entry)


def _sponsors(desk: Desk, number: int) -> list[str]:
    return [holder for holder, each in desk.stances[number].items() if each.stance is Stance.SPONSOR]


def _withdraw(table: Worktable, desk: Desk, proposal: Proposal, entry: Entry) -> None:
    if proposal.amended:  # rule 122: "provided that the motion has not been amended"
        raise WasAmended(proposal.number)
    if _sponsors(desk, proposal.number) != [entry.by]:
        raise OthersSponsor(proposal.number, sponsors=len(_sponsors(desk, proposal.number)) - 1)
    table.close(desk, proposal.number, Status.WITHDRAWN, entry)


def place_brackets(table: Worktable, entry: Entry, act: PlaceBrackets) -> None:
    """Put words in brackets."""
    require_open_text(table)
    desk = table.desk(act.provision, entry)
    start, end = place(desk, act)
    if start == end:
        raise RangeOutside(act.provision, start=act.start, end=act.end, words=_length(desk.site(act.amends)))
    covers = desk.site(act.amends)[1][start:end]
    desk.brackets[entry.number] = Bracket(entry.number, entry.by, act.amends, start, end, covers)
    table.where[entry.number] = act.provision


def _length(site: tuple[Words, tuple[WordId, ...]]) -> int:
    return len(site[0])


def lift_brackets(table: Worktable, entry: Entry, act: LiftBrackets) -> None:
    """Lift brackets that one placed."""
    require_open_text(table)
    desk = table.desk_of(act.bracket, entry)
    bracket = desk.brackets.get(act.bracket)
    if bracket is None:
        raise UnknownProposal(act.bracket)
    if not bracket.is_open:
        raise NoLongerOpen(act.bracket, status=bracket.status.value, entry=bracket.closed)
    if bracket.by != entry.by:
        raise NotTheHolder(act.bracket, holder=entry.by)
    desk.brackets[act.bracket] = replace(bracket, status=Status.LIFTED, closed=entry.number)
