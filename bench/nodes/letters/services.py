"""Sending a letter and receiving one: the least that a subject can do in the node's own way."""

from comity.access import AccessTable, Actor, Role, holds
from comity.node.acts import Writer, acting
from comity.node.reception import Arrival
from comity.words import Article, AuthorityId, Digest

ACCESS: AccessTable = {"letters.send": ((holds(Role.CENTRAL_AUTHORITY),),)}
BASIS = Article("UNCC", "40")


def send(actor: Actor, *, sender: AuthorityId, to: AuthorityId, text: str) -> Digest | None:
    """Send a letter, and return the digest of its envelope."""
    with acting(actor, "letters.send") as act:
        sent = act.send(kind="hand-over", sender=sender, to=[to], basis=[BASIS], body={"text": text})
        act.record("letters:letter:sent", about=sent.thread)
        return act.outgoing


def receive(arrival: Arrival, act: Writer) -> None:
    """Take a letter: its envelope is kept already."""
    act.record("letters:letter:received", about=arrival.verified.act.thread)
