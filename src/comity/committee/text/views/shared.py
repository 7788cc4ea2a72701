"""The pieces of an article and of the room screen that all who read them in one language share, each rendered once.

Nothing in a piece belongs to one reader: what a reader may do is rendered beside it, for that reader. A piece names all
that it is made of, so that it is never shown once that has changed; the page and the live streams show the same one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from django.template.loader import render_to_string
from django.utils.translation import get_language

from comity.committee.text.models import Negotiating
from comity.committee.text.rules.negotiation.acts import Holder
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.progress import Shares, measured
from comity.committee.text.rules.negotiation.state import Matter, Proposal, Provision
from comity.committee.text.views import rolling
from comity.committee.text.views.labels import STANCES
from comity.committee.text.views.panel import Turn, card_of, detail_of
from comity.committee.text.views.places import direction_of
from comity.node.live.kept import Kept
from comity.node.live.sheets import Piece
from comity.node.reader import reader

END = "</li>"  # of a card
CARD, ROOM_CARD = "text/proposal.html", "text/room_card.html"
KEPT = Kept(32_000_000)  # characters: a negotiation of 30,000 words takes some five million in a language


def standing(here: Negotiating, lines: Sequence[Line]) -> Piece:
    """How much of these provisions is open."""
    return _piece(here, "text/standing.html", "standing", tuple(lines), partial(_standing, lines))


def law(here: Negotiating, lines: Sequence[Line], seen: Holder = "") -> Iterator[Piece]:
    """Each provision with its brackets; where those of one holder stand out, nobody else is shown the same."""
    for line in lines:
        made, name = partial(_provision, here, line, seen), f"p-{line.provision.id}"
        yield Piece(name, line, made) if seen else _piece(here, "text/provision.html", name, line, made)


def cards(here: Negotiating, lines: Sequence[Line], template: str) -> Iterator[Piece]:
    """Each proposal and bracket that is open, and who stands how towards it."""
    for provision, each in opened(lines):
        made = partial(_card, here, provision, each, template)
        yield _piece(here, template, f"card-{each.number}", _made_of(here, provision, each), made)


def buttons(turn: Turn, *, for_all: bool) -> str:
    """The buttons by which a position is taken: the same wherever the same one is held, so whose it is is not asked."""
    facts = {"card": turn, "for_all": for_all, "stances": STANCES.items()}
    of = (turn.is_bracket, turn.mine, turn.withdrawable, for_all)
    name = (get_language(), "text/positions.html", of)
    return KEPT.html(name, of, partial(render_to_string, "text/positions.html", facts))


def opened(lines: Sequence[Line]) -> Iterator[tuple[Provision, Matter]]:
    """What is open in these provisions: of each its proposals first, then its brackets."""
    for line in lines:
        yield from ((line.provision, each) for each in line.provision.everything() if each.is_open)


def piece(here: Negotiating, template: str, name: str, of: object, facts: Mapping[str, object]) -> Piece:
    """Whatever else of a negotiation every reader in one language is shown alike; ``of`` is all that it says."""
    return _piece(here, template, name, of, lambda: render_to_string(template, {**facts}).strip())


def _piece(here: Negotiating, template: str, name: str, of: object, render: Callable[[], str]) -> Piece:
    place = (get_language(), here.row.text_id, template, name)
    whole = (here.text.negotiation.language, of)
    return Piece(name, whole, partial(KEPT.html, place, whole, render))


def _provision(here: Negotiating, line: Line, seen: Holder) -> str:
    shown = rolling.shown(line, here.text.negotiation.language, reader(), {seen} - {""})
    return render_to_string("text/provision.html", {"each": shown}).strip()


def _made_of(here: Negotiating, provision: Provision, each: Matter) -> tuple[object, ...]:
    """All that the card of a proposal or bracket says."""
    words = provision.proposals[each.on].words if each.on else provision.words
    detail = detail_of(here, each) if isinstance(each, Proposal) else ""
    return each, here.log[each.number - 1], provision.stances.get(each.number), words, detail


def _card(here: Negotiating, provision: Provision, each: Matter, template: str) -> str:
    facts = {
        "card": card_of(here, provision, each),
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
    }
    return render_to_string(template, facts).strip()


def _standing(lines: Sequence[Line]) -> str:
    facts = {"shares": sum((measured(line) for line in lines), Shares()), "cards": list(opened(lines))}
    return render_to_string("text/standing.html", facts).strip()
