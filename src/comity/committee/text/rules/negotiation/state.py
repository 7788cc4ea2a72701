"""A text under negotiation at one moment: provisions, proposals, stances, brackets, what is agreed.

* Every word has a number of its own, made of the entry that brought it and its turn in that entry. A number never
  changes: not when words around it do, nor when its provision moves, merges or is numbered anew.
* A closed proposal is kept with the entry that closed it and the reason. Nothing is ever taken out.
* Every value here is frozen; the state after an act shares with the state before it all that the act did not touch.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import Change, Holder, ProvisionId, Stance
from comity.committee.text.rules.words import Words
from comity.words import Instant, Language

WordId = int
BEGINNING = Instant(0)
_TURNS = 20  # bits: an entry brings at most a million words


def word_ids(entry: int, count: int, *, first: int = 0) -> tuple[WordId, ...]:
    """Number ``count`` words that the entry brings, the first of them in turn ``first``."""
    start = (entry << _TURNS) + first
    return tuple(range(start, start + count))


def brought_by(word: WordId) -> int:
    """The number of the entry that brought a word."""
    return word >> _TURNS


class Status(StrEnum):
    """What has become of a proposal or of a bracket."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    TAKEN_UP = "taken-up"  # a revised draft has its words
    RETURNED = "returned"  # a change of the text left it no place: it goes back to its sponsors
    LIFTED = "lifted"


class Reason(StrEnum):
    """Why a proposal could not be carried."""

    NONE = ""
    WORDS_GONE = "words-gone"
    PROVISION_GONE = "provision-gone"
    PROPOSAL_CLOSED = "proposal-closed"  # the proposal that it amended
    CUT_APART = "cut-apart"  # its range lay on both sides of a split
    SETTLED_BY_COMPROMISE = "settled-by-compromise"
    WORDS_STAND = "words-stand"


class Position(NamedTuple):
    """A stance, and the entry by which it was taken."""

    stance: Stance
    entry: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal: its range in the provision's words (``on`` 0) or in a proposal's, and the words it offers."""

    number: int
    by: Holder
    on: int
    start: int
    end: int
    words: Words = ()
    ids: tuple[WordId, ...] = ()
    covers: tuple[WordId, ...] = ()
    change: Change | None = None
    instead_of: tuple[int, ...] = ()
    amended: bool = False
    status: Status = Status.OPEN
    closed: int = 0
    reason: Reason = Reason.NONE

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.status is Status.OPEN


@dataclass(frozen=True, slots=True)
class Bracket:
    """Brackets that one holder placed around words that stand."""

    number: int
    by: Holder
    on: int
    start: int
    end: int
    covers: tuple[WordId, ...]
    status: Status = Status.OPEN
    closed: int = 0
    reason: Reason = Reason.NONE

    @property
    def is_open(self) -> bool:
        """Whether the brackets still stand."""
        return self.status is Status.OPEN


Matter = Proposal | Bracket  # what can be open in a provision


class Standing(StrEnum):
    """What a provision is in the text."""

    STANDS = "stands"
    PROPOSED = "proposed"
    STRUCK = "struck"
    MERGED = "merged"
    DROPPED = "dropped"  # proposed once, and not accepted


@dataclass(frozen=True, slots=True)
class Version:
    """The words of a provision from one entry on, by their numbers."""

    entry: int
    ids: tuple[WordId, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """The words of a provision in one language: made by which entry, for which version, confirmed by which entry."""

    words: Words
    entry: int
    version: int
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision with all that was ever proposed on it. ``ordinal`` is 0 for what no draft has counted yet."""

    id: ProvisionId
    kind: Kind
    parent: ProvisionId
    words: Words = ()
    ids: tuple[WordId, ...] = ()
    standing: Standing = Standing.STANDS
    proposal: int = 0  # the one that would make it stand
    alternative_to: ProvisionId = ""
    ordinal: int = 0
    number: str = ""
    versions: tuple[Version, ...] = ()
    proposals: Mapping[int, Proposal] = field(default_factory=dict)
    stances: Mapping[int, Mapping[Holder, Position]] = field(default_factory=dict)
    brackets: Mapping[int, Bracket] = field(default_factory=dict)
    agreed: int = 0  # the entry by which it was agreed as a whole
    agreed_words: Mapping[WordId, int] = field(default_factory=dict)
    expressions: Mapping[Language, Expression] = field(default_factory=dict)
    entries: tuple[int, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is part of the text, if only proposed."""
        return self.standing in {Standing.STANDS, Standing.PROPOSED}

    @property
    def version(self) -> int:
        """The entry since which its words are what they are."""
        return self.versions[-1].entry if self.versions else 0

    def ids_at(self, entry: int) -> tuple[WordId, ...]:
        """The numbers of its words as they stood after an entry; of its first words if it did not stand yet."""
        return next((each.ids for each in reversed(self.versions) if each.entry <= entry), self.versions[0].ids)

    def open_proposals(self) -> Iterator[Proposal]:
        """The proposals that wait for a decision, in the order in which they were made."""
        return (each for each in self.proposals.values() if each.is_open)

    def open_brackets(self) -> Iterator[Bracket]:
        """The brackets that stand, in the order in which they were placed."""
        return (each for each in self.brackets.values() if each.is_open)

    def everything(self) -> list[Matter]:
        """Every proposal, then every bracket, open or not."""
        return [*self.proposals.values(), *self.brackets.values()]

    @property
    def is_free(self) -> bool:
        """Whether nothing is open in it."""
        return not any(each.is_open for each in self.everything())

    def holding(self, proposal: int, *stances: Stance) -> tuple[Holder, ...]:
        """Who takes one of these stances towards a proposal, in the order in which they took it."""
        return tuple(
            holder for holder, each in self.stances.get(proposal, {}).items() if each.stance in stances
        )

    def sponsors(self, proposal: int) -> tuple[Holder, ...]:
        """The sponsors of a proposal."""
        return self.holding(proposal, Stance.SPONSOR)


def walk(children: Mapping[ProvisionId, tuple[ProvisionId, ...]], top: ProvisionId) -> Iterator[ProvisionId]:
    """Name what stands under ``top``, each provision before what stands under it."""
    waiting = [iter(children.get(top, ()))]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        else:
            yield found
            waiting.append(iter(children.get(found, ())))


class Pile(StrEnum):
    """What a revised draft made of an open proposal."""

    UNTOUCHED = "untouched"
    CHANGED = "changed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Carried:
    """An open proposal or bracket after a revised draft; the words under it before and now, if they changed."""

    number: int
    provision: ProvisionId
    pile: Pile
    reason: Reason = Reason.NONE
    before: Words = ()
    now: Words = ()


@dataclass(frozen=True, slots=True)
class Negotiation:
    """A whole text under negotiation. ``children`` is a new mapping whenever order or numbers may have changed."""

    entries: int = 0
    at: Instant = BEGINNING  # of the last entry
    draft: int = 0
    language: Language = Language.ENGLISH
    adopted: int = 0
    provisions: Mapping[ProvisionId, Provision] = field(default_factory=dict)
    children: Mapping[ProvisionId, tuple[ProvisionId, ...]] = field(default_factory=dict)
    where: Mapping[int, ProvisionId] = field(default_factory=dict)  # of each proposal and bracket
    piles: Mapping[int, tuple[Carried, ...]] = field(
        default_factory=dict
    )  # of each revised draft, by its number

    def proposal(self, number: int) -> Proposal:
        """The proposal of that number; ``KeyError`` if there is none."""
        return self.provisions[self.where[number]].proposals[number]

    def under(self, top: ProvisionId) -> Iterator[ProvisionId]:
        """What stands under a provision, in the order of the text."""
        return walk(self.children, top)

    def above(self, provision: ProvisionId) -> Iterator[ProvisionId]:
        """What a provision stands under, the nearest first."""
        at = self.provisions[provision].parent
        while at:
            yield at
            at = self.provisions[at].parent

    def in_order(self, names: Iterable[ProvisionId]) -> Iterator[Provision]:
        """Those of ``names`` that are part of the text."""
        return (each for name in names if (each := self.provisions[name]).stands)
