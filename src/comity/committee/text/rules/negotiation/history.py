"""What became of one word, and of one provision: who, when, at which meeting, in which document.

* A word begins with the entry that brought it: the draft, or the proposal that offered it.
* It was in dispute from each entry that would delete or replace it, or put it in brackets, until the entry that closed
  that: accepted, rejected, withdrawn, lifted, returned, taken up.
* It stood in the text from the entry that accepted it, and was agreed and reopened by the entries that said so.
* The history is computed from the log and from what is kept of every proposal; nothing of it is stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comity.committee.text.rules.negotiation.acts import Agree, Entry, Issue, ProvisionId, Reopen, TakeStance
from comity.committee.text.rules.negotiation.state import (
    Bracket,
    Negotiation,
    Proposal,
    Provision,
    Status,
    WordId,
    brought_by,
)


class Happening(StrEnum):
    """What happened to a word."""

    ISSUED = "issued"
    PROPOSED = "proposed"
    DISPUTED = "disputed"  # somebody would delete or replace it
    BRACKETED = "bracketed"
    STANCE = "stance"  # towards the proposal that brought it, or that disputes it
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    TAKEN_UP = "taken-up"
    RETURNED = "returned"
    LIFTED = "lifted"
    AGREED = "agreed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a word: what, by which entry, about which proposal or bracket."""

    what: Happening
    entry: Entry
    about: int = 0


def of_word(
    negotiation: Negotiation, log: Sequence[Entry], name: ProvisionId, word: WordId
) -> tuple[Event, ...]:
    """All that happened to a word of a provision, in the order in which it happened."""
    provision = negotiation.provisions[name]
    found: dict[tuple[int, Happening, int], Event] = {}
    for what, number, about in _events(provision, log, word):
        found.setdefault((number, what, about), Event(what, log[number - 1], about))
    return tuple(found[key] for key in sorted(found, key=lambda key: key[0]))


def _events(provision: Provision, log: Sequence[Entry], word: WordId) -> Iterator[tuple[Happening, int, int]]:
    brought = brought_by(word)
    issued = isinstance(log[brought - 1].act, Issue)
    yield (Happening.ISSUED if issued else Happening.PROPOSED), brought, 0 if issued else brought
    concerned: set[int] = {provision.proposal} - {0}
    for each in provision.everything():
        if word in each.covers and not (
            isinstance(each, Proposal) and each.start == each.end and not each.change
        ):
            yield _begun(each), each.number, each.number
            concerned.add(each.number)
    if brought in provision.proposals:
        concerned.add(brought)
    for number in concerned:
        closing = provision.proposals.get(number) or provision.brackets[number]
        if closing.closed:
            yield _CLOSED[closing.status], closing.closed, number
    yield from _stances(provision, log, concerned)
    yield from _agreements(provision, log, word)


def _begun(each: Proposal | Bracket) -> Happening:
    return Happening.BRACKETED if isinstance(each, Bracket) else Happening.DISPUTED


_CLOSED = {
    Status.ACCEPTED: Happening.ACCEPTED,
    Status.REJECTED: Happening.REJECTED,
    Status.WITHDRAWN: Happening.WITHDRAWN,
    Status.TAKEN_UP: Happening.TAKEN_UP,
    Status.RETURNED: Happening.RETURNED,
    Status.LIFTED: Happening.LIFTED,
}


def _stances(
    provision: Provision, log: Sequence[Entry], concerned: set[int]
) -> Iterator[tuple[Happening, int, int]]:
    for number in provision.entries:
        act = log[number - 1].act
        if isinstance(act, TakeStance) and act.proposal in concerned:
            yield Happening.STANCE, number, act.proposal


def _agreements(
    provision: Provision, log: Sequence[Entry], word: WordId
) -> Iterator[tuple[Happening, int, int]]:
    """The agreements and reopenings that fell while the word stood in the provision."""
    standing = False
    versions = iter(provision.versions)
    coming = next(versions, None)
    ids: tuple[WordId, ...] = ()
    agreed = False
    for number in provision.entries:
        while coming is not None and coming.entry <= number:
            ids, coming = coming.ids, next(versions, None)
        standing = word in ids
        act = log[number - 1].act
        if isinstance(act, Agree) and standing:
            whole = act.end < 0
            read = provision.ids_at(act.seen) if act.seen else ids
            if whole or word in read[act.start : act.end]:
                agreed = True
                yield Happening.AGREED, number, 0
        elif isinstance(act, Reopen) and agreed:
            agreed = False
            yield Happening.REOPENED, number, 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the words of a run come from: the entry that brought them, and the holder whose they are."""

    entry: Entry
    proposed: bool


def origin(log: Sequence[Entry], word: WordId) -> Origin:
    """Who brought a word: the Chair with a draft, or a State with a proposal."""
    entry = log[brought_by(word) - 1]
    return Origin(entry, proposed=not isinstance(entry.act, Issue))


def of_provision(negotiation: Negotiation, log: Sequence[Entry], name: ProvisionId) -> tuple[Entry, ...]:
    """Every entry that touched a provision, in order."""
    return tuple(log[number - 1] for number in negotiation.provisions[name].entries)
