"""The life of a request, as one table that both sides read.

    draft ──send──> sent ┈┈┈> received ──open──> opened <──supply── more-asked
                                                   │ └────ask-more────^
                                          accept ──┤
                                                   ├── refuse ──> refused
          accepted ──preserve──> preserved ──disclose──> disclosed (and again)
                                     └──────lapse──────> lapsed
    withdraw, from any of them before the end ──> withdrawn

* Each act belongs to one side. Nothing executes abroad: the requested State alone decides.          UNCC 5, 40(21)
* An act is open only in the states of its row; otherwise it is refused with the state's name.
* Two acts may cross on their way. The decision of the requested State then prevails over a withdrawal, and an act
  that no longer changes anything is noted, not rejected: both sides end in the same state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.errors.requests import NotNow, NotTheAddressee


class Side(StrEnum):
    """Which part a node plays in a request."""

    REQUESTER = "requester"
    REQUESTED = "requested"

    @property
    def other(self) -> "Side":
        """The other part."""
        return Side.REQUESTED if self is Side.REQUESTER else Side.REQUESTER


class State(StrEnum):
    """How a request stands, as far as this side knows."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    SENT = "sent"
    RECEIVED = "received"
    OPENED = "opened"
    MORE_ASKED = "more-asked"
    ACCEPTED = "accepted"
    PRESERVED = "preserved"
    DISCLOSED = "disclosed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Deed(StrEnum):
    """What a side may do."""

    REVISE = "revise"
    DISCARD = "discard"
    SEND = "send"
    OPEN = "open"
    ASK_MORE = "ask-more"
    SUPPLY = "supply"
    ACCEPT = "accept"
    REFUSE = "refuse"
    CONSULT = "consult"
    WARN = "warn"
    PRESERVE = "preserve"
    ANNOUNCE = "announce"
    DISCLOSE = "disclose"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


class Event(StrEnum):
    """What the record says happened: subject, object, past participle."""

    DRAFTED = "requests:draft:opened"
    REVISED = "requests:draft:revised"
    DISCARDED = "requests:draft:discarded"
    SENT = "requests:request:sent"
    RECEIVED = "requests:request:received"
    OPENED = "requests:request:opened"
    MORE_ASKED = "requests:more:asked"
    MORE_SUPPLIED = "requests:more:supplied"
    ACCEPTED = "requests:request:accepted"
    REFUSED = "requests:request:refused"
    CONSULTED = "requests:consultation:opened"
    WARNED = "requests:warning:given"
    PRESERVED = "requests:data:preserved"
    ANNOUNCED = "requests:assistance:announced"
    DISCLOSED = "requests:data:disclosed"
    WITHDRAWN = "requests:request:withdrawn"
    LAPSED = "requests:request:lapsed"
    CONTINUED = "requests:preservation:continued"
    OVERDUE = "requests:answer:overdue"


AWAITING = frozenset({State.SENT, State.RECEIVED, State.OPENED, State.MORE_ASKED})
HELD = frozenset({State.ACCEPTED, State.PRESERVED, State.DISCLOSED})
LIVE = AWAITING | HELD
ENDED = frozenset({State.DISCARDED, State.REFUSED, State.WITHDRAWN, State.LAPSED})
FINISHED = ENDED | {State.DISCLOSED}


@dataclass(frozen=True, slots=True)
class Step:
    """One row: whose act it is, when it is open, what state follows (None: the same), what the record says."""

    side: Side
    before: frozenset[State]
    after: State | None
    event: Event


_ME, _YOU = Side.REQUESTER, Side.REQUESTED
_ASKABLE = frozenset({State.OPENED, State.MORE_ASKED})
_TALKING = LIVE - {State.RECEIVED}

STEPS: Mapping[Deed, Step] = {
    Deed.REVISE: Step(_ME, frozenset({State.DRAFT}), None, Event.REVISED),
    Deed.DISCARD: Step(_ME, frozenset({State.DRAFT}), State.DISCARDED, Event.DISCARDED),
    Deed.SEND: Step(_ME, frozenset({State.DRAFT}), State.SENT, Event.SENT),
    Deed.OPEN: Step(_YOU, frozenset({State.RECEIVED}), State.OPENED, Event.OPENED),
    Deed.ASK_MORE: Step(_YOU, frozenset({State.OPENED}), State.MORE_ASKED, Event.MORE_ASKED),  # 40(15)
    Deed.SUPPLY: Step(_ME, frozenset({State.MORE_ASKED}), State.OPENED, Event.MORE_SUPPLIED),
    Deed.ACCEPT: Step(_YOU, _ASKABLE, State.ACCEPTED, Event.ACCEPTED),  # 42(4)
    Deed.REFUSE: Step(_YOU, _ASKABLE, State.REFUSED, Event.REFUSED),  # 42(6)
    Deed.CONSULT: Step(_YOU, _ASKABLE, None, Event.CONSULTED),  # 40(28)
    Deed.WARN: Step(_YOU, _ASKABLE | {State.ACCEPTED}, None, Event.WARNED),  # 42(7)
    Deed.PRESERVE: Step(_YOU, frozenset({State.ACCEPTED}), State.PRESERVED, Event.PRESERVED),  # 42(8)
    Deed.ANNOUNCE: Step(_ME, HELD, None, Event.ANNOUNCED),  # 42(1), (8)
    Deed.DISCLOSE: Step(
        _YOU, frozenset({State.PRESERVED, State.DISCLOSED}), State.DISCLOSED, Event.DISCLOSED
    ),  # 44
    Deed.WITHDRAW: Step(_ME, _TALKING - {State.DISCLOSED}, State.WITHDRAWN, Event.WITHDRAWN),  # 40(26)
    Deed.LAPSE: Step(_YOU, frozenset({State.PRESERVED}), State.LAPSED, Event.LAPSED),  # 42(8)
}

# What travels to the other side after the request itself.
CARRIED = frozenset(STEPS) - {Deed.REVISE, Deed.DISCARD, Deed.SEND, Deed.OPEN}

# What the requested State decided, or had in hand, before it knew of a withdrawal.
_PREVAILS = {Deed.REFUSE: State.REFUSED, Deed.DISCLOSE: State.DISCLOSED, Deed.LAPSE: State.LAPSED}


def advance(state: State, deed: Deed, *, side: Side) -> State:
    """Return the state after ``side`` does ``deed`` of its own, or raise why it may not."""
    step = STEPS[deed]
    if side is not step.side:
        raise NotTheAddressee("act", act=deed, side=step.side)
    if state not in step.before:
        raise NotNow("act", act=deed, state=state)
    return step.after or state


def arrive(state: State, deed: Deed, *, side: Side) -> State:
    """Return the state of ``side`` after the other side's ``deed`` arrives, or raise why it cannot be."""
    step = STEPS[deed]
    if side is step.side:
        raise NotTheAddressee("act", act=deed, side=side)  # my own act comes back to me
    if deed not in CARRIED:
        raise NotNow("act", act=deed, state=state)
    if state is State.WITHDRAWN and side is Side.REQUESTER:
        return _PREVAILS.get(deed, state)
    if state in step.before or (state is State.SENT and step.before & _ASKABLE):
        return step.after or state
    if state is State.RECEIVED and deed is Deed.WITHDRAW:
        return State.WITHDRAWN
    if side is Side.REQUESTED and state in LIVE | FINISHED:
        return state  # crossed: what was decided stands
    raise NotNow("act", act=deed, state=state)


def open_deeds(state: State, *, side: Side) -> tuple[Deed, ...]:
    """List what ``side`` may do now."""
    return tuple(deed for deed, step in STEPS.items() if step.side is side and state in step.before)
