"""The panel beside the text: each proposal and bracket that is open, who stands how towards it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comity.committee.text.forms.choices import name
from comity.committee.text.models import Negotiating
from comity.committee.text.rules.negotiation.acts import Entry, Merge, Move, ProvisionId, Renumber, Split
from comity.committee.text.rules.negotiation.codec import name_of
from comity.committee.text.rules.negotiation.state import Matter, Proposal, Provision
from comity.committee.text.rules.words import joined
from comity.committee.text.views.labels import ACTS, HELD
from comity.committee.text.views.rendering import names
from comity.node.reader import reader


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal or bracket as the panel beside the text shows it to everybody."""

    number: int
    entry: Entry
    kind: str
    anchor: str
    before: str
    after: str
    stances: list[tuple[str, str]]
    is_bracket: bool
    detail: str = ""  # what a proposal on the order of provisions would do
    amends: int = 0
    settles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What the holder of a seat may have to do with a proposal or bracket."""

    number: int
    provision: ProvisionId
    mine: str  # the stance taken
    is_bracket: bool
    own: bool
    amends: int
    is_words: bool
    offers: bool  # whether it offers words
    withdrawable: bool  # whether the seat alone sponsors it and it was not amended


def turn_of(provision: Provision, each: Matter, seat: str) -> Turn:
    """What one proposal or bracket is to the holder of a seat."""
    mine = provision.stances.get(each.number, {}).get(seat)
    proposal = each if isinstance(each, Proposal) else None
    return Turn(
        number=each.number,
        provision=provision.id,
        mine=mine.stance.value if mine else "",
        is_bracket=proposal is None,
        own=each.by == seat,
        amends=each.on,
        is_words=proposal is not None and proposal.change is None,
        offers=proposal is not None and bool(proposal.words),
        withdrawable=proposal is not None
        and not proposal.amended
        and provision.sponsors(each.number) == (seat,),
    )


def card_of(here: Negotiating, provision: Provision, each: Matter) -> Card:
    """The card of one proposal or bracket."""
    entry = here.log[each.number - 1]
    words = provision.proposals[each.on].words if each.on else provision.words
    stood = joined(words[each.start : each.end])
    proposal = each if isinstance(each, Proposal) else None
    return Card(
        number=each.number,
        entry=entry,
        kind=str(ACTS[name_of(entry.act)] if proposal else _("Brackets")),
        anchor=f"b{each.number}-{'s' if each.end > each.start else 'o'}",
        before=stood if proposal is None or proposal.change is None else "",
        after=joined(proposal.words) if proposal else "",
        stances=[(str(label), held) for label, held in _held(provision, each.number)],
        is_bracket=proposal is None,
        detail=detail_of(here, proposal) if proposal else "",
        amends=each.on,
        settles=proposal.instead_of if proposal else (),
    )


def detail_of(here: Negotiating, each: Proposal) -> str:
    """What a proposal on the order of provisions would do, in words."""
    change = each.change
    if isinstance(change, Move):
        if change.after:
            return _("to stand after {provision}").format(provision=_called(here, change.after))
        return _("to stand first under {provision}").format(provision=_called(here, change.parent))
    if isinstance(change, Merge):
        return _("to be joined to {provision}").format(provision=_called(here, change.into))
    if isinstance(change, Split):
        words = here.text.negotiation.provisions[change.provision].words
        rest = Truncator(joined(words[each.start :])).words(6)
        return _("to be divided before “{words}”").format(words=rest)
    if isinstance(change, Renumber):
        return _("to bear the number {number}").format(number=change.number)
    return ""


def _called(here: Negotiating, provision: ProvisionId) -> str:
    """A provision by its number and first words; the text itself where there is none."""
    found = here.text.negotiation.provisions.get(provision)
    if found is None or not found.stands:
        return here.row.text.title
    return name(next(here.text.lines(provision)), here.text.negotiation.language)


def _held(provision: Provision, number: int) -> Iterator[tuple[object, str]]:
    for stance, label in HELD.items():
        holders = provision.holding(number, stance)
        if holders:
            yield label, names(holders, reader())
