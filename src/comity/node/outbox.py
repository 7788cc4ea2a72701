"""What must still reach peers: claimed under a lease, tried again with patience, finished by the peer's own receipts.

* A dispatch is claimed by at most one worker at a time. The claim ends by itself after a minute, so that a killed worker
  blocks nothing; its number (the fencing token) rises with each claim, so that a worker that was thought dead cannot
  write down an answer after another has taken over.
* Within a thread, acts go to a peer in the order in which they were sent.
* Only a signed receipt ends a dispatch: accepted, or refused with a code. Everything else is tried again.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from comity.errors import ComityError
from comity.errors.node import LeaseLost
from comity.node.capabilities import claimable
from comity.node.models import Dispatch
from comity.node.rules import patience
from comity.words import Instant, StateCode

LEASE = timedelta(seconds=60)
BATCH = 16


@dataclass(frozen=True, slots=True)
class Claim:
    """A dispatch that this worker holds: what to send, and the token that proves the hold."""

    id: int
    token: int
    attempts: int
    envelope: str
    sealed: bytes
    receipt: bytes | None


def due_peers(at: Instant) -> Sequence[StateCode]:
    """Name the peers for which something is due and unclaimed."""
    peers = Dispatch.objects.filter(_due(at)).order_by().values_list("peer", flat=True).distinct()
    return [StateCode(peer) for peer in peers]


def claim(peer: StateCode, at: Instant, most: int = BATCH) -> Sequence[Claim]:
    """Take up to ``most`` due dispatches to ``peer``, oldest first, one of each thread."""
    earlier = Dispatch.objects.filter(
        peer=OuterRef("peer"), thread=OuterRef("thread"), state=Dispatch.State.WAITING, id__lt=OuterRef("id")
    )
    due = Dispatch.objects.filter(_due(at), ~Exists(earlier), peer=peer).select_related("envelope", "receipt")
    with transaction.atomic():
        rows = list(claimable(due)[:most])
        mine = Dispatch.objects.filter(pk__in=[row.pk for row in rows])
        mine.update(lease_until=at + LEASE, lease_token=F("lease_token") + 1, attempts=F("attempts") + 1)
    return [_claim(row) for row in rows]


def settle(claim: Claim, *, at: Instant, refused: str = "") -> None:
    """Write down that the peer has answered for good; raises LeaseLost when another worker holds the dispatch now."""
    state = Dispatch.State.REFUSED if refused else Dispatch.State.DELIVERED
    held = Dispatch.objects.filter(pk=claim.id, lease_token=claim.token, state=Dispatch.State.WAITING)
    if not held.update(state=state, last_error=refused, delivered_at=at, lease_until=None):
        raise LeaseLost(claim.id)


def postpone(claim: Claim, error: ComityError, *, at: Instant) -> None:
    """Write down why it failed and when it is tried again; nothing if another worker holds the dispatch now."""
    held = Dispatch.objects.filter(pk=claim.id, lease_token=claim.token, state=Dispatch.State.WAITING)
    next_attempt = at + patience(claim.attempts, os.urandom)
    held.update(
        last_error=str(error.facts.get("code") or error.code), next_attempt=next_attempt, lease_until=None
    )


def _due(at: Instant) -> Q:
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    return Q(state=Dispatch.State.WAITING, next_attempt__lte=at) & free


def _claim(row: Dispatch) -> Claim:
    receipt = None if row.receipt is None else bytes(row.receipt.jws)
    return Claim(
        row.pk, row.lease_token + 1, row.attempts + 1, row.envelope.digest, bytes(row.envelope.sealed), receipt
    )
