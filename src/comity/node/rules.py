"""Who may run a node, and whom it may appoint.

* The administrator appoints officers, signs the State's profile, rotates and revokes its keys, and pins the profiles of
  peers.
* The administrator holds the State's part in a directory, and says which directory the node follows.
* Only the installation itself takes what peers send, fetches evidence, marks a clock as expired, takes or disputes a
  profile that the followed directory brings, and renews what its own directory vouches for.
* An officer who opens an act certifies its retrieval: any office that acts for the State in cooperation.
* Only the installation itself notes that a peer's record was forked; the central authority decides whether the exchange
  with that State goes on, or the administrator of a node that has none.
* The office that answers for the data decides that the salt of an entry is destroyed: the central authority, or the
  secretariat for what it keeps.
* No officer serves the secretariat and a State at once, and no officer is the installation.
* A delegate speaks for any State, at the table of the secretariat's node. Whoever acts for a State in cooperation acts
  for the State of the node, under its keys.
* A delivery that fails is tried again after 1 s, 2 s, 4 s ... up to an hour, each time with up to half of it added by
  chance, so that many nodes do not come back to a peer in one moment. It is never given up by itself: after 72 hours
  an officer who acts for the State in cooperation decides, and the central authority or the administrator may pause all
  that goes to a peer.
* Where no line reaches a peer, whoever may see what waits for it may carry it there as a sealed parcel, and bring one
  in: the officers who act for the State in cooperation, and the administrator.
"""

from collections.abc import Callable, Collection
from datetime import timedelta

from comity.access import AccessTable, Actor, Role, holds
from comity.errors.node import OfAnotherState, RolesConflict
from comity.words import StateCode

NODE_ACTOR = Actor("node", None, frozenset({Role.NODE}))
COMMAND_LINE = Actor("command line", None, frozenset({Role.ADMINISTRATOR}))

_CARRY = (
    (holds(Role.CENTRAL_AUTHORITY),),
    (holds(Role.DUTY_OFFICER),),
    (holds(Role.ADMINISTRATOR),),
)

ACCESS: AccessTable = {
    "node.appoint-officer": ((holds(Role.ADMINISTRATOR),),),
    "node.sign-profile": ((holds(Role.ADMINISTRATOR),),),
    "node.rotate-key": ((holds(Role.ADMINISTRATOR),),),
    "node.revoke-key": ((holds(Role.ADMINISTRATOR),),),
    "node.pin-profile": ((holds(Role.ADMINISTRATOR),),),
    "node.hold-directory": ((holds(Role.ADMINISTRATOR),),),
    "node.follow-directory": ((holds(Role.ADMINISTRATOR),),),
    "node.renew-directory": ((holds(Role.NODE),),),
    "node.take-profile": ((holds(Role.NODE),),),
    "node.dispute-profile": ((holds(Role.NODE),),),
    "node.certify-retrieval": ((holds(Role.CENTRAL_AUTHORITY),), (holds(Role.DUTY_OFFICER),)),
    "node.receive-act": ((holds(Role.NODE),),),
    "node.refuse-act": ((holds(Role.NODE),),),
    "node.receive-receipts": ((holds(Role.NODE),),),
    "node.fetch-evidence": ((holds(Role.NODE),),),
    "node.expire-clock": ((holds(Role.NODE),),),
    "node.state-non-delivery": ((holds(Role.NODE),),),
    "node.see-deliveries": (
        (holds(Role.CENTRAL_AUTHORITY),),
        (holds(Role.DUTY_OFFICER),),
        (holds(Role.ADMINISTRATOR),),
    ),
    "node.decide-delivery": ((holds(Role.CENTRAL_AUTHORITY),), (holds(Role.DUTY_OFFICER),)),
    "node.export-parcel": _CARRY,
    "node.import-parcel": _CARRY,
    "node.pause-peer": ((holds(Role.CENTRAL_AUTHORITY),), (holds(Role.ADMINISTRATOR),)),
    "node.note-fork": ((holds(Role.NODE),),),
    "node.decide-fork": ((holds(Role.CENTRAL_AUTHORITY),), (holds(Role.ADMINISTRATOR),)),
    "node.destroy-salt": ((holds(Role.CENTRAL_AUTHORITY),), (holds(Role.SECRETARIAT),)),
}

_COOPERATION = frozenset({Role.CENTRAL_AUTHORITY, Role.DUTY_OFFICER})
OF_A_STATE = _COOPERATION | {Role.DELEGATE}
SHORTEST, LONGEST = timedelta(seconds=1), timedelta(hours=1)


def require_compatible(roles: Collection[Role]) -> None:
    """Return when one officer may hold all of ``roles``, or raise RolesConflict."""
    held = frozenset(roles)
    if Role.NODE in held or (Role.SECRETARIAT in held and held & OF_A_STATE):
        raise RolesConflict(", ".join(sorted(held)))


def require_ours(roles: Collection[Role], state: StateCode | None, *, own: StateCode) -> None:
    """Return when an officer of this node who holds ``roles`` may act for ``state``, or raise OfAnotherState."""
    if state not in {None, own} and not frozenset(roles).isdisjoint(_COOPERATION):
        raise OfAnotherState(state)


def patience(attempts: int, entropy: Callable[[int], bytes]) -> timedelta:
    """Say how long to wait after ``attempts`` failures; ``entropy`` adds up to half."""
    doubled: int = 1 << min(max(attempts - 1, 0), 30)
    span = min(SHORTEST * doubled, LONGEST)
    return span + span * (int.from_bytes(entropy(2), "big") / 2**17)
