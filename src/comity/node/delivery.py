"""Delivering one thing to one peer, and writing down what the peer answered.

A dispatch ends in one transaction with the receipts that end it: they are verified, kept, and entered in the record.
"""

from collections.abc import Sequence

from comity.errors import ComityError
from comity.errors.node import PeerRefused, PeerUnreachable, ReceiptsMissing
from comity.foundation.exchange import Outcome, Statement
from comity.node import outbox, own, profiles, receipts
from comity.node.acts import acting
from comity.node.carrier import Answer
from comity.node.clock import now
from comity.node.faults import Fault, pass_by
from comity.node.outbox import Claim
from comity.node.rules import NODE_ACTOR
from comity.words import StateCode


def deliver(claim: Claim, peer: StateCode) -> bool:
    """Hand over what ``claim`` holds; returns whether the peer settled it, and otherwise it is tried again later.

    Raises PeerUnreachable, which concerns all that waits for the peer.
    """
    pass_by(Fault.BEFORE_DELIVERY)
    try:
        answer = _hand_over(claim, peer)
        pass_by(Fault.AFTER_DELIVERY)
        _settle(claim, peer, answer)
    except PeerUnreachable:
        raise
    except ComityError as error:
        outbox.postpone(claim, error, at=now())
        return False
    return True


def _hand_over(claim: Claim, peer: StateCode) -> Answer:
    url, carrier = profiles.address(peer), own.carrier()
    if claim.receipt is not None:
        return carrier.send_receipts(peer, url, claim.envelope, [claim.receipt])
    return carrier.send_act(peer, url, claim.sealed)


def _settle(claim: Claim, peer: StateCode, answer: Answer) -> None:
    if claim.receipt is not None:
        if answer.problem:
            raise PeerRefused(peer, code=answer.problem)
        outbox.settle(claim, at=now())
        return
    if not answer.receipts:
        raise PeerRefused(peer, code=answer.problem) if answer.problem else ReceiptsMissing(peer)
    with acting(NODE_ACTOR, "node.receive-receipts", peer) as act:
        said = receipts.take(answer.receipts, of=peer, envelope=claim.envelope, act=claim.act, at=act.at)
        outbox.settle(claim, at=act.at, refused=_refusal(said))
        act.record("exchange:receipts:received", b"\n".join(answer.receipts), about=claim.thread)


def _refusal(said: Sequence[Statement]) -> str:
    return next((statement.code for statement in said if statement.outcome is Outcome.REJECTED), "")
