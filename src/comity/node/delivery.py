"""Delivering what is due to one peer, and writing down what the peer answered.

Short acts that are due at the same time go in one hop, and what the peer says of them is taken in one transaction; each
is answered, and fails, by itself. A dispatch ends with the receipts that end it: they are verified, kept, and entered
in the record. They are taken only when the peer's record, as they show it, continues all that this node has seen of it
before.
"""

from collections.abc import Sequence

from comity.errors import ComityError
from comity.errors.exchange import SequenceGap
from comity.errors.node import PeerRefused, PeerUnreachable, ReceiptsMissing
from comity.errors.record import GrowthMissing
from comity.foundation.exchange import Outcome, Statement
from comity.foundation.limits import LIMITS
from comity.node import continuity, outbox, own, profiles, receipts, record
from comity.node.acts import Joint, acting, together
from comity.node.capabilities import let_go
from comity.node.carrier import Answer
from comity.node.clock import now
from comity.node.continuity import Known
from comity.node.faults import Fault, pass_by
from comity.node.outbox import Claim
from comity.node.receipts import Taken
from comity.node.rules import NODE_ACTOR
from comity.words import Instant, StateCode

SHORT = 64 * 1024  # bytes of a sealed act that goes together with others


def deliver(claims: Sequence[Claim], peer: StateCode) -> int:
    """Hand over what ``claims`` hold; returns how many the peer settled, and the others are tried again later.

    Short acts go together. Raises PeerUnreachable, which concerns all that waits for the peer: what it keeps from being
    delivered is put off before.
    """
    settled, left = 0, list(claims)
    try:
        while left:
            hop = _of_one_hop(left)
            settled += _deliver(hop, peer)
            del left[: len(hop)]
    except PeerUnreachable as error:
        put_all_off(left, error)
        raise
    return settled


def put_all_off(claims: Sequence[Claim], error: PeerUnreachable) -> None:
    """Write down that the peer cannot be reached, beside each of what waits for it."""
    for claim in claims:
        outbox.postpone(claim, error, at=now())


def _of_one_hop(claims: Sequence[Claim]) -> Sequence[Claim]:
    """Give the first of ``claims``, with those after it that one hop can carry too: short acts, of other threads."""
    hop, threads = [claims[0]], {claims[0].thread}
    for claim in claims[1:] if is_short(claims[0]) else ():
        if len(hop) == LIMITS.batch or not is_short(claim) or claim.thread in threads:
            break
        hop.append(claim)
        threads.add(claim.thread)
    return hop


def is_short(claim: Claim) -> bool:
    """Say whether ``claim`` can go together with others."""
    return claim.receipt is None and len(claim.sealed) <= SHORT


def _deliver(claims: Sequence[Claim], peer: StateCode) -> int:
    """Deliver in one hop; where something is wrong with it as a whole, one by one."""
    pass_by(Fault.BEFORE_DELIVERY)
    try:
        known = continuity.known(peer)
        known.require_open()
        answers = _hand_over(claims, peer, known)
        pass_by(Fault.AFTER_DELIVERY)
        return settle(claims, peer, known, answers)
    except PeerUnreachable:
        raise
    except ComityError as error:
        if len(claims) == 1:
            put_off(claims[0], peer, error)
            return 0
    return sum(_deliver([claim], peer) for claim in claims)


def put_off(claim: Claim, peer: StateCode, error: ComityError) -> None:
    """Write down that the peer has not settled ``claim``, and why; what it lacks of the thread goes again first."""
    if isinstance(error, PeerRefused) and error.facts["code"] == SequenceGap.code:
        outbox.repeat_earlier(claim, peer, at=now())
    outbox.postpone(claim, error, at=now())


def _hand_over(claims: Sequence[Claim], peer: StateCode, known: Known) -> list[Answer]:
    url, carrier, claim = profiles.address(peer), own.carrier(), claims[0]
    let_go()
    if len(claims) > 1:
        return carrier.send_acts(peer, url, [each.sealed for each in claims], seen=known.header)
    if claim.receipt is None:
        return [carrier.send_act(peer, url, claim.sealed, seen=known.header)]
    answer = carrier.send_receipts(peer, url, claim.envelope, [claim.receipt])
    if (
        answer.seen and answer.problem == GrowthMissing.code
    ):  # the peer says from where it wants to see our growth
        growths = record.grown(record.log(), answer.seen, receipts.sizes_shown([claim.receipt]))
        let_go()
        answer = carrier.send_receipts(peer, url, claim.envelope, [claim.receipt], growths)
    return [answer]


def settle(claims: Sequence[Claim], peer: StateCode, known: Known, answers: Sequence[Answer]) -> int:
    """End ``claims`` by what the peer answered, where it continues what was ``known`` of its record.

    Returns how many ended. One that cannot be is put off and holds up no other; where it is the only one, its error is
    raised.
    """
    wrong: list[tuple[Claim, ComityError]] = []
    taken: list[tuple[Claim, Taken]] = []
    at = now()
    for claim, answer in zip(claims, answers, strict=True):
        try:
            taken.append((claim, _verified(claim, peer, answer, at)))
        except ComityError as error:
            wrong.append((claim, error))
    shown = sorted({one for _, each in taken for one in each.checkpoints}, key=lambda one: one.size)
    growths = dict.fromkeys(growth for answer in answers for growth in answer.growths)
    continuity.require_continued(peer, known, shown, tuple(growths), at=at)
    with together(several=len(taken) > 1) as joint:
        for claim, each in taken:
            try:
                _end(claim, peer, each, joint)
            except ComityError as error:
                wrong.append((claim, error))
        if shown and len(wrong) < len(claims):
            continuity.remember(peer, known, shown, at=at)
    if wrong and len(claims) == 1:
        raise wrong[0][1]
    for claim, why in wrong:
        put_off(claim, peer, why)
    return len(claims) - len(wrong)


def _verified(claim: Claim, peer: StateCode, answer: Answer, at: Instant) -> Taken:
    """Verify what the peer said of ``claim``: a signed receipt, or that it took a receipt of ours."""
    if answer.problem and (claim.receipt is not None or not answer.receipts):
        raise PeerRefused(peer, code=answer.problem)
    if claim.receipt is not None:
        return Taken((), ())
    if not answer.receipts:
        raise ReceiptsMissing(peer)
    return receipts.verify(answer.receipts, of=peer, envelope=claim.envelope, act=claim.act, at=at)


def _end(claim: Claim, peer: StateCode, taken: Taken, joint: Joint) -> None:
    if claim.receipt is not None:
        outbox.settle(claim, at=now())
        return
    with acting(NODE_ACTOR, "node.receive-receipts", peer, among=joint) as act:
        receipts.keep_taken(taken)
        outbox.settle(claim, at=act.at, refused=_refusal(taken.statements))
        act.record("exchange:receipts:received", b"\n".join(taken.documents), about=claim.thread)


def _refusal(said: Sequence[Statement]) -> str:
    return next((statement.code for statement in said if statement.outcome is Outcome.REJECTED), "")
