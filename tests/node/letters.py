"""A subject that only tests open: letters between two authorities, kept nowhere but in the record."""

from comity.access import AccessTable, Actor, Role, holds
from comity.errors import Forbidden
from comity.foundation.envelopes import Act
from comity.node.acts import Writer, acting
from comity.node.fetching import Fetched
from comity.node.models import Deadline
from comity.node.reception import Arrival
from comity.words import Article, AuthorityId, Digest, StateCode

SENDER, ADDRESSEE = AuthorityId("XA/duty"), AuthorityId("XB/duty")
OFFICER = Actor("duty officer of Aldova", StateCode("XA"), frozenset({Role.DUTY_OFFICER}), SENDER)
STRANGER = Actor("observer", None, frozenset({Role.OVERSIGHT}))
BASIS = Article.parse("UNCC 42")
ACCESS: AccessTable = {"letters.write": ((holds(Role.DUTY_OFFICER),),), "letters.burn": ()}
UNDERSTANDS = {"tell": "tests.node.letters.receive", "refuse-me": "tests.node.letters.decline"}
DEADLINES = {"letters:answer": "tests.node.letters.too_late"}
CUSTODY = "tests.node.letters.keep"

received: list[Arrival] = []
late: list[str] = []
kept: list[Fetched] = []


class LetterUnwelcome(Forbidden):
    """The test's subject does not take such letters."""


def write(
    actor: Actor = OFFICER, *, to: AuthorityId = ADDRESSEE, thread: str | None = None, text: str = "", **more
) -> Act:
    with acting(actor, "letters.write") as act:
        body = {"text": text or "one letter"}
        sent = act.send(kind="tell", sender=SENDER, to=[to], basis=[BASIS], body=body, thread=thread, **more)
        act.record("letters:letter:sent", about=sent.thread)
    return sent


def read(envelope: Digest, actor: Actor = OFFICER) -> None:
    with acting(actor, "letters.write") as act:
        act.retrieved(envelope)
        act.record("letters:letter:read", about=envelope)


def receive(arrival: Arrival, act: Writer) -> None:
    received.append(arrival)
    act.record("letters:letter:received", about=arrival.verified.act.thread)


def decline(arrival: Arrival, act: Writer) -> None:
    act.clock("letters:answer", about=arrival.verified.act.thread, due=act.at)
    act.record("letters:letter:received", about=arrival.verified.act.thread)
    raise LetterUnwelcome("act.body")


def too_late(deadline: Deadline, act: Writer) -> None:
    late.append(deadline.about)
    act.record("letters:answer:missed", about=deadline.about)


def keep(fetched: Fetched, act: Writer) -> None:
    kept.append(fetched)
    act.record("letters:enclosure:kept", about=fetched.thread)
