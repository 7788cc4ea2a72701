"""Who may handle evidence.

* Evidence is opened, copied or destroyed only by an officer of the holding authority's own State.
* Where two officers are asked for, the one who destroys is not the one who ordered it.
* Oversight counts evidence and sees none of it; only the installation itself certifies that a header is gone.
"""

from typing import Protocol, runtime_checkable

from comity.access import AccessTable, Actor, Alternative, Role, holds
from comity.regime.evidence.rules.destruction import Order
from comity.words import AuthorityId


@runtime_checkable
class InCustody(Protocol):
    """Whatever an authority of this node's own State holds."""

    @property
    def holder(self) -> AuthorityId:
        """The authority that holds it."""


def held_by_own_state(actor: Actor, subject: object) -> bool:
    """Say that the subject is held by an authority of the actor's own State; a list has no holder yet."""
    return actor.state is not None and (
        subject is None or (isinstance(subject, InCustody) and subject.holder.state == actor.state)
    )


def ordered_by_another(actor: Actor, subject: object) -> bool:
    """Say that the destruction was ordered by another officer, or that one officer suffices."""
    return isinstance(subject, Order) and (not subject.two_officers or subject.ordered_by != actor.name)


_OFFICERS: tuple[Alternative, ...] = (
    (holds(Role.DUTY_OFFICER), held_by_own_state),
    (holds(Role.CENTRAL_AUTHORITY), held_by_own_state),
)

ACCESS: AccessTable = {
    "evidence.call-off-destruction": _OFFICERS,
    "evidence.certify-destruction": ((holds(Role.NODE),),),
    "evidence.count": (*_OFFICERS, (holds(Role.OVERSIGHT),)),
    "evidence.destroy": tuple((*alternative, ordered_by_another) for alternative in _OFFICERS),
    "evidence.list": _OFFICERS,
    "evidence.open": _OFFICERS,
    "evidence.order-destruction": _OFFICERS,
    "evidence.read": _OFFICERS,
    "evidence.take-in": _OFFICERS,
    "evidence.verify": _OFFICERS,
}
