"""What could not be delivered in the stated time, and what an officer decides of it.

* An act that no receipt of its addressee has ended within 72 hours is overdue: the node states so in a signed receipt
  of its own, as it would state a delivery, so that its author can prove that it was sent and did not arrive.
                                                                          ETSI EN 319 522, delivery rejection
* Nothing more is attempted by itself, and what follows in the thread waits, until an officer decides: to try again, for
  another 72 hours, or to give it up, for a stated reason.
* An officer may pause everything that goes to a peer, and resume it. Nothing is lost meanwhile; legal clocks run on.
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from comity.access import Actor
from comity.errors.node import DeliveryDecided, PeerNotPaused, PeerPaused, ReasonMissing
from comity.foundation.limits import LIMITS
from comity.node import profiles
from comity.node.acts import acting
from comity.node.capabilities import claimable
from comity.node.models import Dispatch, Pause, Receipt
from comity.node.rules import NODE_ACTOR
from comity.words import Digest, Instant, StateCode

NOT_DELIVERED = "not-delivered"
LONGEST_REASON = 500
OPEN = (Dispatch.State.WAITING, Dispatch.State.OVERDUE)


def state_due(at: Instant) -> int:
    """State of every delivery whose time is over ``at`` that it did not come about; returns how many."""
    late = Dispatch.objects.filter(state=Dispatch.State.WAITING, overdue__lte=at)
    return sum(_state(name, at) for name in list(late.values_list("pk", flat=True)))


def _state(name: int, at: Instant) -> int:
    with acting(NODE_ACTOR, "node.state-non-delivery") as act:
        rows = Dispatch.objects.filter(pk=name, state=Dispatch.State.WAITING, overdue__lte=at)
        row = claimable(rows).first()
        if row is None or (
            row.lease_until is not None and row.lease_until > at
        ):  # one that is under way may succeed
            act.abandon()
            return 0
        row.state, row.lease_until, row.lease_token = Dispatch.State.OVERDUE, None, row.lease_token + 1
        row.save(update_fields=["state", "lease_until", "lease_token"])
        envelope = Digest(row.envelope_id)
        stated = Receipt.objects.filter(envelope=envelope, kind="delivery", code=NOT_DELIVERED)
        if row.receipt_id is None and not stated.exists():
            act.refused(envelope, NOT_DELIVERED)
        act.record("exchange:act:undelivered", envelope.raw, about=row.thread)
    return 1


def overdue() -> QuerySet[Dispatch]:
    """List the deliveries on which an officer is to decide, oldest first."""
    return (
        Dispatch.objects.filter(state=Dispatch.State.OVERDUE)
        .select_related("envelope")
        .defer("envelope__sealed")
    )


def waiting() -> QuerySet[Dispatch]:
    """List the deliveries that are still attempted, oldest first."""
    return (
        Dispatch.objects.filter(state=Dispatch.State.WAITING)
        .select_related("envelope")
        .defer("envelope__sealed")
    )


def try_again(by: Actor, name: int) -> Dispatch:
    """Attempt an overdue delivery for another 72 hours; raises DeliveryDecided where somebody has decided."""
    with acting(by, "node.decide-delivery") as act:
        row = _overdue(name)
        row.state, row.attempts = Dispatch.State.WAITING, 0
        row.next_attempt, row.overdue = act.at, act.at + LIMITS.delivery
        row.save(update_fields=["state", "attempts", "next_attempt", "overdue"])
        act.wakes = True
        act.record("exchange:delivery:resumed", Digest(row.envelope_id).raw, about=row.thread)
    return row


def give_up(by: Actor, name: int, *, reason: str) -> Dispatch:
    """Give an overdue delivery up for good, for a stated reason; raises DeliveryDecided or ReasonMissing."""
    with acting(by, "node.decide-delivery") as act:
        row = _overdue(name)
        row.state = Dispatch.State.GIVEN_UP
        row.save(update_fields=["state"])
        act.record("exchange:delivery:given-up", _reason(reason), about=row.thread)
    return row


def pauses() -> Sequence[Pause]:
    """List the peers to which nothing is sent now."""
    return list(Pause.objects.order_by("state"))


def pause(by: Actor, state: StateCode, *, reason: str) -> Pause:
    """Send nothing to ``state`` until it is resumed; raises UnknownPeer, PeerPaused or ReasonMissing."""
    with acting(by, "node.pause-peer", state) as act:
        profiles.peer(state)
        told = _reason(reason)
        facts = {"since": act.at, "by": by.name, "reason": told.decode()}
        row, made = Pause.objects.get_or_create(state=state, defaults=facts)
        if not made:
            raise PeerPaused(state)
        act.record("exchange:peer:paused", told, about=state)
    return row


def resume(by: Actor, state: StateCode) -> None:
    """Send to ``state`` again; raises PeerNotPaused."""
    with acting(by, "node.pause-peer", state) as act:
        gone, _ = Pause.objects.filter(state=state).delete()
        if not gone:
            raise PeerNotPaused(state)
        act.wakes = True
        act.record("exchange:peer:resumed", about=state)


def _overdue(name: int) -> Dispatch:
    row = claimable(Dispatch.objects.filter(pk=name, state=Dispatch.State.OVERDUE)).first()
    if row is None:
        raise DeliveryDecided(name)
    return row


def _reason(reason: str) -> bytes:
    told = reason.strip()
    if not told or len(told) > LONGEST_REASON:
        raise ReasonMissing("reason", limit=LONGEST_REASON)
    return told.encode()
