"""In whose name a reader acts on the pages, and which acts a reader is offered."""

from dataclasses import dataclass

from comity.access import Actor, Role, permits
from comity.committee.text.forms import Ground
from comity.committee.text.models import Negotiating
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation import seats
from comity.committee.text.rules.negotiation.acts import CHAIR, Holder
from comity.committee.text.rules.negotiation.state import Provision
from comity.node.reader import reader


def seat_of(actor: Actor) -> str:
    """In whose name an officer acts unless another is named: the own State, the Chair, the observers."""
    if Role.OBSERVER in actor.roles:
        return seats.OBSERVERS
    return str(actor.state) if actor.state and Role.DELEGATE in actor.roles else CHAIR


@dataclass(frozen=True, slots=True)
class Seated:
    """A reader at the table: the seat, and what may be done from it; the access table decides again at each act."""

    seat: Holder
    deeds: dict[str, bool]
    speak_for_all: bool

    @classmethod
    def of(cls, actor: Actor) -> "Seated":
        """Ask the access table for everything that a page may offer."""
        seat = seat_of(actor)
        asked = (seats.DRAFT, seats.STAND, seats.DECIDE, seats.REOPEN, seats.COMMENT)
        deeds = {deed: permits(ACCESS, actor, deed, seats.Seat(seat)) for deed in asked}
        return cls(seat, deeds, Role.SECRETARIAT in actor.roles)

    def ground(self, here: Negotiating, provision: Provision) -> Ground:
        """What a form that this reader fills in about a provision stands on."""
        return Ground(here.text, provision, self.seat, reader(), self.speak_for_all, self.decide)

    @property
    def draft(self) -> bool:
        """Whether proposals are offered."""
        return self.deeds[seats.DRAFT]

    @property
    def stand(self) -> bool:
        """Whether positions are offered."""
        return self.deeds[seats.STAND]

    @property
    def decide(self) -> bool:
        """Whether decisions are offered."""
        return self.deeds[seats.DECIDE]

    @property
    def comment(self) -> bool:
        """Whether comments are offered."""
        return self.deeds[seats.COMMENT]
