"""The panel beside the text: each proposal and bracket that is open, who stands how towards it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comity.committee.text.forms.choices import name
from comity.committee.text.models import Negotiating
from comity.committee.text.rules.negotiation.acts import Entry, Merge, Move, ProvisionId, Renumber, Split
from comity.committee.text.rules.negotiation.codec import name_of
from comity.committee.text.rules.negotiation.state import Bracket, Matter, Proposal, Provision
from comity.committee.text.rules.words import joined
from comity.committee.text.views.labels import ACTS, HELD
from comity.committee.text.views.pages import reader
from comity.committee.text.views.rendering import names


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal or bracket as the panel beside the text shows it."""

    number: int
    provision: ProvisionId
    entry: Entry
    kind: str
    anchor: str
    before: str
    after: str
    stances: list[tuple[str, str]]
    mine: str
    is_bracket: bool
    own: bool
    detail: str = ""  # what a proposal on the order of provisions would do
    amends: int = 0
    settles: tuple[int, ...] = ()
    is_words: bool = False
    withdrawable: bool = False  # whether the reader alone sponsors it and it was not amended


def cards_of(here: Negotiating, provision: Provision, seat: str) -> Iterator[Card]:
    """The cards of what is open in a provision: proposals first, then brackets."""
    for each in provision.everything():
        if each.is_open:
            yield card_of(here, provision, each, seat)


def card_of(here: Negotiating, provision: Provision, each: Matter, seat: str) -> Card:
    """The card of one proposal or bracket, as the holder of a seat sees it."""
    entry = here.log[each.number - 1]
    stances = provision.stances.get(each.number, {})
    mine = stances.get(seat)
    words = provision.proposals[each.on].words if each.on else provision.words
    stood = joined(words[each.start : each.end])
    is_words = isinstance(each, Proposal) and each.change is None
    return Card(
        number=each.number,
        provision=provision.id,
        entry=entry,
        kind=str(_("Brackets") if isinstance(each, Bracket) else ACTS[name_of(entry.act)]),
        anchor=f"b{each.number}-{'s' if each.end > each.start else 'o'}",
        before=stood if is_words or isinstance(each, Bracket) else "",
        after=joined(each.words) if isinstance(each, Proposal) else "",
        stances=[(str(label), held) for label, held in _held(provision, each.number)],
        mine=mine.stance.value if mine else "",
        is_bracket=isinstance(each, Bracket),
        own=each.by == seat,
        amends=each.on,
        is_words=is_words,
        **(_of_proposal(here, provision, each, seat) if isinstance(each, Proposal) else {}),
    )


def _of_proposal(here: Negotiating, provision: Provision, each: Proposal, seat: str) -> dict[str, Any]:
    return {
        "detail": _detail(here, each),
        "settles": each.instead_of,
        "withdrawable": not each.amended and provision.sponsors(each.number) == (seat,),
    }


def _detail(here: Negotiating, each: Proposal) -> str:
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
            yield label, names(holders, reader(), ", ")
