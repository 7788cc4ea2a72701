"""In whose name a reader acts on the pages, and which forms a reader is shown."""

from comity.access import Actor, Role, permits
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation import seats
from comity.committee.text.rules.negotiation.acts import CHAIR


def seat_of(actor: Actor) -> str:
    """In whose name an officer acts unless another is named: the own State, the Chair, the observers."""
    if Role.OBSERVER in actor.roles:
        return seats.OBSERVERS
    return str(actor.state) if actor.state and Role.DELEGATE in actor.roles else CHAIR


def may_do(actor: Actor, seat: str) -> dict[str, bool]:
    """Which forms a reader is shown; the access table decides again when one is sent."""
    subject = seats.Seat(seat)
    deeds = {"draft": seats.DRAFT, "stand": seats.STAND, "decide": seats.DECIDE, "comment": seats.COMMENT}
    found = {name: permits(ACCESS, actor, deed, subject) for name, deed in deeds.items()}
    return {**found, "speak_for_all": Role.SECRETARIAT in actor.roles}
