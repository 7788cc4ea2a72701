"""Delivering one thing to one peer, and writing down what the peer answered.

A dispatch ends in one transaction with the receipts that end it: they are verified, kept, and entered in the record.
They are taken only when the peer's record, as they show it, continues all that this node has seen of it before.
"""

from collections.abc import Sequence

from comity.errors import ComityError
from comity.errors.exchange import SequenceGap
from comity.errors.node import PeerRefused, PeerUnreachable, ReceiptsMissing
from comity.errors.record import GrowthMissing
from comity.foundation.exchange import Outcome, Statement
from comity.node import continuity, outbox, own, profiles, receipts, record
from comity.node.acts import acting
from comity.node.capabilities import let_go
from comity.node.carrier import Answer
from comity.node.clock import now
from comity.node.continuity import Known
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
        known = continuity.known(peer)
        known.require_open()
        answer = _hand_over(claim, peer, known)
        pass_by(Fault.AFTER_DELIVERY)
        settle(claim, peer, known, answer)
    except PeerUnreachable:
        raise
    except ComityError as error:
        put_off(claim, peer, error)
        return False
    return True


def put_off(claim: Claim, peer: StateCode, error: ComityError) -> None:
    """Write down that the peer has not settled ``claim``, and why; what it lacks of the thread goes again first."""
    if isinstance(error, PeerRefused) and error.facts["code"] == SequenceGap.code:
        outbox.repeat_earlier(claim, peer, at=now())
    outbox.postpone(claim, error, at=now())


def _hand_over(claim: Claim, peer: StateCode, known: Known) -> Answer:
    url, carrier = profiles.address(peer), own.carrier()
    let_go()
    if claim.receipt is None:
        return carrier.send_act(peer, url, claim.sealed, seen=known.header)
    answer = carrier.send_receipts(peer, url, claim.envelope, [claim.receipt])
    if (
        answer.seen and answer.problem == GrowthMissing.code
    ):  # the peer says from where it wants to see our growth
        growths = record.grown(record.log(), answer.seen, receipts.sizes_shown([claim.receipt]))
        let_go()
        answer = carrier.send_receipts(peer, url, claim.envelope, [claim.receipt], growths)
    return answer


def settle(claim: Claim, peer: StateCode, known: Known, answer: Answer) -> None:
    """End ``claim`` by what the peer answered, where it continues what was ``known`` of its record, or raise."""
    if claim.receipt is not None:
        if answer.problem:
            raise PeerRefused(peer, code=answer.problem)
        outbox.settle(claim, at=now())
        return
    if not answer.receipts:
        raise PeerRefused(peer, code=answer.problem) if answer.problem else ReceiptsMissing(peer)
    at = now()
    taken = receipts.verify(answer.receipts, of=peer, envelope=claim.envelope, act=claim.act, at=at)
    continuity.require_continued(peer, known, taken.checkpoints, answer.growths, at=at)
    with acting(NODE_ACTOR, "node.receive-receipts", peer) as act:
        receipts.keep_taken(taken)
        continuity.remember(peer, known, taken.checkpoints[-1], at=act.at)
        outbox.settle(claim, at=act.at, refused=_refusal(taken.statements))
        act.record("exchange:receipts:received", b"\n".join(answer.receipts), about=claim.thread)


def _refusal(said: Sequence[Statement]) -> str:
    return next((statement.code for statement in said if statement.outcome is Outcome.REJECTED), "")
