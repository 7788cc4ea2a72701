"""Where entries are taken: the provisions they touch are laid open, all others stay as they are.

Whatever number of entries is taken at once, each provision is laid open once and closed once. So the whole log costs
what its entries cost, and one entry costs what its provision costs.
"""

from collections.abc import Iterator
from dataclasses import replace

from comity.committee.text.rules.negotiation.acts import Entry, Holder, NewProvision, ProvisionId, Split, Stance
from comity.committee.text.rules.negotiation.carrying import Course
from comity.committee.text.rules.negotiation.state import (
    Matter,
    Negotiation,
    Pile,
    Position,
    Proposal,
    Provision,
    Reason,
    Standing,
    Status,
    Version,
    WordId,
)
from comity.committee.text.rules.words import Words
from comity.errors.text import AgreedAlready, EntryOutOfTurn, UnknownProposal, UnknownProvision


class Desk:
    """One provision, laid open."""

    __slots__ = ("brackets", "entries", "proposals", "provision", "stances")

    def __init__(self, provision: Provision) -> None:
        self.provision = provision
        self.proposals = dict(provision.proposals)
        self.stances = {number: dict(each) for number, each in provision.stances.items()}
        self.brackets = dict(provision.brackets)
        self.entries = list(provision.entries)

    def closed(self) -> Provision:
        """The provision as it is now; an entry that laid it open twice is named once."""
        return replace(
            self.provision,
            proposals=self.proposals,
            stances=self.stances,
            brackets=self.brackets,
            entries=tuple(dict.fromkeys(self.entries)),
        )

    def site(self, on: int) -> tuple[Words, tuple[WordId, ...]]:
        """The words that a range counts: the provision's own, or those of the proposal ``on``."""
        if not on:
            return self.provision.words, self.provision.ids
        proposal = self.proposals[on]
        return proposal.words, proposal.ids

    def open_on(self, on: int) -> Iterator[Matter]:
        """What is open on these words: proposals, then brackets."""
        yield from [each for each in self.proposals.values() if each.is_open and each.on == on]
        yield from [each for each in self.brackets.values() if each.is_open and each.on == on]

    def is_free(self) -> bool:
        """Whether nothing is open in the provision's own words or about them."""
        return not self.all_open()

    def everything(self) -> list[Matter]:
        """Every proposal, then every bracket, open or not."""
        return [*self.proposals.values(), *self.brackets.values()]

    def all_open(self) -> list[Matter]:
        """What is open in the provision, whatever it stands on."""
        return [each for each in self.everything() if each.is_open]

    def take_stance(self, number: int, holder: Holder, stance: Stance, entry: int) -> None:
        """Let ``holder`` stand so towards a proposal."""
        self.stances.setdefault(number, {})[holder] = Position(stance, entry)

    def put(self, each: Matter) -> None:
        """Keep a proposal or a bracket as it is now."""
        if isinstance(each, Proposal):
            self.proposals[each.number] = each
        else:
            self.brackets[each.number] = each

    def close(self, number: int, status: Status, entry: int, reason: Reason = Reason.NONE) -> None:
        """Close a proposal, and return what amends it to its sponsors."""
        self.proposals[number] = replace(self.proposals[number], status=status, closed=entry, reason=reason)
        for each in list(self.open_on(number)):
            self.give_back(each, entry, Reason.PROPOSAL_CLOSED)

    def give_back(self, each: Matter, entry: int, reason: Reason) -> None:
        """Return a proposal to its sponsors, or a bracket to its holder, with the reason."""
        if isinstance(each, Proposal):
            self.close(each.number, Status.RETURNED, entry, reason)
        else:
            self.brackets[each.number] = replace(each, status=Status.RETURNED, closed=entry, reason=reason)

    def reword(self, words: Words, ids: tuple[WordId, ...], entry: int) -> list[tuple[int, Pile, Words]]:
        """Give the provision its new words, and carry what is open on the old ones; say what became of each."""
        before, old = self.provision.words, self.provision.ids
        versions = (*self.provision.versions, Version(entry, ids))
        self.provision = replace(self.provision, words=words, ids=ids, versions=versions)
        return self.carry(0, before, old, entry)

    def carry(
        self, on: int, before: Words, old: tuple[WordId, ...], entry: int
    ) -> list[tuple[int, Pile, Words]]:
        """Carry what is open on words that have changed; say what became of each, and the words it stood on."""
        ids = self.site(on)[1]
        course = Course(old, ids)
        piles: list[tuple[int, Pile, Words]] = []
        for each in list(self.open_on(on)):
            if isinstance(each, Proposal) and each.change is not None and not isinstance(each.change, Split):
                piles.append((each.number, Pile.UNTOUCHED, ()))
                continue
            stood = before[each.start : each.end]
            found = course.carry(each.start, each.end)
            if found is None:
                self.give_back(each, entry, Reason.WORDS_GONE)
                piles.append((each.number, Pile.RETURNED, stood))
                continue
            if found.untouched and found.start == each.start:
                piles.append((each.number, Pile.UNTOUCHED, ()))
                continue
            self.put(replace(each, start=found.start, end=found.end, covers=ids[found.start : found.end]))
            piles.append((each.number, Pile.UNTOUCHED if found.untouched else Pile.CHANGED, stood))
        return piles


class Worktable:
    """A negotiation, laid open as far as the entries that are taken need it."""

    def __init__(self, before: Negotiation) -> None:
        self.now = before  # what is said of the whole; the mappings and the count are below
        self.count, self.at = before.entries, before.at
        self.provisions = dict(before.provisions)
        self.children = before.children
        self.where = dict(before.where)
        self.open: dict[ProvisionId, Desk] = {}

    def desk(self, name: ProvisionId, entry: Entry) -> Desk:
        """Lay a provision open, because of an entry."""
        desk = self.open.get(name)
        if desk is None:
            provision = self.provisions.get(name)
            if provision is None:
                raise UnknownProvision(name[:40])
            desk = self.open[name] = Desk(provision)
        desk.entries.append(entry.number)
        return desk

    def look(self, name: ProvisionId) -> Provision:
        """A provision as it is now, laid open or not; what it holds may be older than its desk."""
        desk = self.open.get(name)
        if desk is not None:
            return desk.provision
        if name not in self.provisions:
            raise UnknownProvision(name[:40])
        return self.provisions[name]

    def add(self, provision: Provision, entry: Entry) -> Desk:
        """Lay a new provision on the table."""
        self.provisions[provision.id] = provision
        return self.desk(provision.id, entry)

    def desk_of(self, number: int, entry: Entry) -> Desk:
        """Lay open the provision of a proposal or bracket."""
        name = self.where.get(number)
        if name is None:
            raise UnknownProposal(number)
        desk = self.open.get(name)
        if desk is None:
            return self.desk(name, entry)
        desk.entries.append(entry.number)
        return desk

    def reorder(self, parent: ProvisionId, names: tuple[ProvisionId, ...]) -> None:
        """Let ``parent`` hold these provisions, in this order."""
        self.children = {**self.children, parent: names}

    def count_anew(self) -> None:
        """Say that numbers may have changed, though nothing has moved."""
        self.children = dict(self.children)

    def close(
        self, desk: Desk, number: int, status: Status, entry: Entry, reason: Reason = Reason.NONE
    ) -> None:
        """Close a proposal that is not accepted; a provision that was only proposed leaves the text with it."""
        desk.close(number, status, entry.number, reason)
        if isinstance(desk.proposals[number].change, NewProvision):
            self.strike(desk.provision.id, Standing.DROPPED, entry)

    def strike(self, name: ProvisionId, standing: Standing, entry: Entry) -> None:
        """Take a provision and all under it out of the text; what is open on them is returned."""
        desk = self.desk(name, entry)
        agreed = desk.provision.agreed or max(desk.provision.agreed_words.values(), default=0)
        if agreed:
            raise AgreedAlready(name, entry=agreed)
        if desk.provision.stands:
            desk.provision = replace(desk.provision, standing=standing)
            self.count_anew()
            for each in list(desk.open_on(0)):
                desk.give_back(each, entry.number, Reason.PROVISION_GONE)
        for child in self.children.get(name, ()):
            self.strike(child, standing, entry)

    def begin(self, entry: Entry) -> None:
        """Count the entry, which must be the next."""
        if entry.number != self.count + 1:
            raise EntryOutOfTurn(entry.number, expected=self.count + 1)
        if entry.at.milliseconds < self.at.milliseconds:
            raise EntryOutOfTurn(entry.number, expected=self.at)
        self.count, self.at = entry.number, entry.at

    def closed(self) -> Negotiation:
        """The negotiation as it is now."""
        for name, desk in self.open.items():
            self.provisions[name] = desk.closed()
        return replace(
            self.now,
            entries=self.count,
            at=self.at,
            provisions=self.provisions,
            children=self.children,
            where=self.where,
        )
