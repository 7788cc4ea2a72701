"""Who may do which act of the negotiation, and in whose name.

* A delegation acts in the name of its own State; the Chair acts in the Chair's. The secretariat enters what was said
  in the room, in the name of whoever said it: a State, a group, the Chair.
* Decisions are declared by the Chair: issue, accept, reject, agree, adopt. The Chair or the secretariat enters them.
* A delegation may ask that what is agreed be reopened.                                                mandate R6
* Expressions and their confirmation are the secretariat's: it serves the Group for Linguistic Consistency.
* Observers read and comment; they never draft.                                       A/AC.291/6, Annex II
"""

from dataclasses import dataclass

from comity.access import AccessTable, Actor, Role, holds
from comity.committee.text.rules.negotiation import acts
from comity.committee.text.rules.negotiation.acts import CHAIR, Act, Holder

OPEN = "text.negotiate"
FOLLOW = "text.follow"
DRAFT = "text.draft"
STAND = "text.take-stance"
DECIDE = "text.decide"
REOPEN = "text.reopen"
EXPRESS = "text.express"
COMMENT = "text.comment"
OBSERVERS: Holder = "OBS"


@dataclass(frozen=True, slots=True)
class Seat:
    """In whose name an act is done."""

    by: Holder


def for_own_state(actor: Actor, subject: object) -> bool:
    """The actor acts in the name of the actor's own State."""
    return isinstance(subject, Seat) and actor.state is not None and subject.by == actor.state


def for_the_chair(_actor: Actor, subject: object) -> bool:
    """The act is done in the Chair's name."""
    return isinstance(subject, Seat) and subject.by == CHAIR


def for_the_observers(_actor: Actor, subject: object) -> bool:
    """The act is done in the name of the observers."""
    return isinstance(subject, Seat) and subject.by == OBSERVERS


def for_who_negotiates(_actor: Actor, subject: object) -> bool:
    """The act is done in the name of a State, a group or the Chair, and not of the observers."""
    return isinstance(subject, Seat) and subject.by != OBSERVERS


_DELEGATION = (holds(Role.DELEGATE), for_own_state)
_CHAIR = (holds(Role.CHAIR), for_the_chair)
_SECRETARIAT = (holds(Role.SECRETARIAT),)
_ENTERED = (holds(Role.SECRETARIAT), for_who_negotiates)
_OBSERVER = (holds(Role.OBSERVER), for_the_observers)
_DECLARED = (holds(Role.SECRETARIAT), for_the_chair)

ACCESS: AccessTable = {
    OPEN: (_SECRETARIAT,),
    FOLLOW: (
        (holds(Role.DELEGATE),),
        (holds(Role.CHAIR),),
        _SECRETARIAT,
        (holds(Role.OBSERVER),),
    ),
    DRAFT: (_DELEGATION, _CHAIR, _ENTERED),
    STAND: (_DELEGATION, _CHAIR, _ENTERED),
    DECIDE: (_CHAIR, _DECLARED),
    REOPEN: (_DELEGATION, _CHAIR, _ENTERED),
    EXPRESS: (_SECRETARIAT,),
    COMMENT: (_DELEGATION, _CHAIR, _SECRETARIAT, _OBSERVER),
}

_DEEDS: dict[type[Act], str] = {
    acts.Issue: DECIDE,
    acts.Propose: DRAFT,
    acts.NewProvision: DRAFT,
    acts.Strike: DRAFT,
    acts.Move: DRAFT,
    acts.Merge: DRAFT,
    acts.Split: DRAFT,
    acts.Renumber: DRAFT,
    acts.PlaceBrackets: DRAFT,
    acts.LiftBrackets: STAND,
    acts.TakeStance: STAND,
    acts.Leave: STAND,
    acts.Withdraw: STAND,
    acts.Accept: DECIDE,
    acts.Reject: DECIDE,
    acts.Agree: DECIDE,
    acts.Adopt: DECIDE,
    acts.Reopen: REOPEN,
    acts.Express: EXPRESS,
    acts.Confirm: EXPRESS,
    acts.Comment: COMMENT,
}


def deed_of(act: Act) -> str:
    """The deed of the access table that an act is."""
    return _DEEDS[type(act)]
