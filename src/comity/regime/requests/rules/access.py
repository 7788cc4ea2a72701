"""Who may do what with requests.

* The duty officer of the 24/7 point and the central authority draft, send and decide, for their own State only.
                                                                                          UNCC 40(12), 41(1)
* What peers send is received, and what is overdue lapses, by deeds of the node; it decides nothing.   UNCC 5
* Oversight sees counts and proofs, never the content of a case.
* Delegates, the Chair and the secretariat have no part in cases.
"""

from typing import Protocol, runtime_checkable

from comity.access import AccessTable, Actor, Alternative, Role, holds
from comity.words import AuthorityId


@runtime_checkable
class OfAuthority(Protocol):
    """Whatever belongs to an authority of this node's own State."""

    @property
    def ours(self) -> AuthorityId:
        """The own authority."""


def of_own_state(actor: Actor, subject: object) -> bool:
    """Say that the subject belongs to an authority of the actor's own State; a list has no owner yet."""
    return actor.state is not None and (
        subject is None or (isinstance(subject, OfAuthority) and subject.ours.state == actor.state)
    )


_DUTY: Alternative = (holds(Role.DUTY_OFFICER), of_own_state)
_CENTRAL: Alternative = (holds(Role.CENTRAL_AUTHORITY), of_own_state)
_OFFICERS = (_DUTY, _CENTRAL)

ACCESS: AccessTable = {
    "requests.accept": _OFFICERS,
    "requests.announce": _OFFICERS,
    "requests.ask-more": _OFFICERS,
    "requests.bundle": _OFFICERS,
    "requests.consult": _OFFICERS,
    "requests.count": (*_OFFICERS, (holds(Role.OVERSIGHT),)),
    "requests.disclose": _OFFICERS,
    "requests.discard": _OFFICERS,
    "requests.draft": _OFFICERS,
    "requests.list": _OFFICERS,
    "requests.open": _OFFICERS,
    "requests.preserve": _OFFICERS,
    "requests.read": _OFFICERS,
    "requests.refuse": _OFFICERS,
    "requests.revise": _OFFICERS,
    "requests.send": _OFFICERS,
    "requests.supply": _OFFICERS,
    "requests.warn": _OFFICERS,
    "requests.withdraw": _OFFICERS,
}
