"""A subject that only simulations open: letters whose every effect is a row, so that it can be counted.

A letter that arrives has two effects, an entry in the record and a running clock; each bears the name of its act. When
the clock ends, one entry more follows. A letter that is declined is written down first and refused then: of it nothing
may stay.
"""

from collections.abc import Sequence

from comity.access import AccessTable, Actor, Role, holds
from comity.errors import Forbidden
from comity.foundation.envelopes import Act
from comity.node.acts import Writer, acting
from comity.node.models import Deadline
from comity.node.reception import Arrival
from comity.words import Article, AuthorityId, Digest, StateCode

BASIS = Article.parse("UNCC 42")
TELL, DECLINED = "tell", "refuse-me"
SENT, RECEIVED, READ, LATE = (f"letters:letter:{past}" for past in ("sent", "received", "read", "late"))
ANSWER = "letters:answer"
ACCESS: AccessTable = {"letters.write": ((holds(Role.DUTY_OFFICER),),)}


class LetterUnwelcome(Forbidden):
    """The subject of letters does not take such letters."""


def office(state: StateCode) -> AuthorityId:
    return AuthorityId(f"{state}/duty")


def officer(state: StateCode) -> Actor:
    return Actor(f"duty officer of {state}", state, frozenset({Role.DUTY_OFFICER}), office(state))


def write(
    state: StateCode, to: Sequence[StateCode], text: str, *, kind: str = TELL, thread: str | None = None
) -> tuple[Act, Digest]:
    with acting(officer(state), "letters.write") as act:
        addressed = [office(peer) for peer in to]
        body = {"text": text}
        sent = act.send(kind=kind, sender=office(state), to=addressed, basis=[BASIS], body=body, thread=thread)
        envelope = act.outgoing
        assert envelope is not None
        act.record(SENT, about=sent.id)
    return sent, envelope


def read(state: StateCode, envelope: Digest) -> None:
    with acting(officer(state), "letters.write") as act:
        act.retrieved(envelope)
        act.record(READ, about=envelope)


def receive(arrival: Arrival, act: Writer) -> None:
    name = arrival.verified.act.id
    act.clock(ANSWER, about=name, due=act.at)
    act.record(RECEIVED, about=name)


def decline(arrival: Arrival, act: Writer) -> None:
    receive(arrival, act)
    raise LetterUnwelcome("act.body")


def too_late(deadline: Deadline, act: Writer) -> None:
    act.record(LATE, about=deadline.about)
