"""The panel beside the text: each proposal and bracket that is open, who stands how towards it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comity.committee.text.models import Negotiating
from comity.committee.text.rules.negotiation.acts import Entry, ProvisionId
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


def cards_of(here: Negotiating, provision: Provision, seat: str) -> Iterator[Card]:
    """The cards of what is open in a provision: proposals first, then brackets."""
    for each in provision.everything():
        if each.is_open:
            yield _card(here, provision, each, seat)


def _card(here: Negotiating, provision: Provision, each: Matter, seat: str) -> Card:
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
    )


def _held(provision: Provision, number: int) -> Iterator[tuple[object, str]]:
    for stance, label in HELD.items():
        holders = provision.holding(number, stance)
        if holders:
            yield label, names(holders, reader(), ", ")
