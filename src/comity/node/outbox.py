"""What must still reach peers: claimed under a lease, tried again with patience, finished by the peer's own receipts.

* A dispatch is claimed by at most one worker at a time. The claim ends by itself after a minute, so that a killed
  worker blocks nothing; its number (the fencing token) rises with each claim, so that a worker that was thought dead
  cannot write down an answer after another has taken over.
* Within a thread, acts go to a peer in the order in which they were sent; where the peer lacks an earlier one, that
  goes again first.
* A process that sends may deliver at once what it has just committed: its ``postman`` takes the dispatch, which is then
  claimed from the beginning. Whatever comes between, the claim ends by itself and the worker takes over.
* Only a signed receipt ends a dispatch: accepted, or refused with a code. Everything else is tried again, until the
  stated time is over; then an officer decides (see overdue), and what follows in the thread waits.
* Nothing is sent to a peer that an officer has paused.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from django.db.models import F

from comity.errors import ComityError
from comity.errors.node import LeaseLost
from comity.foundation.limits import LIMITS
from comity.node.archive import kept
from comity.node.capabilities import skip_locked
from comity.node.models import Dispatch
from comity.node.rows import Insertion, execute, select
from comity.node.rules import patience
from comity.words import Digest, Instant, StateCode

LEASE = timedelta(seconds=60)
BATCH = 16

_DUE = """
    d.state = 'waiting' AND d.next_attempt <= %s AND (d.lease_until IS NULL OR d.lease_until <= %s)
    AND NOT EXISTS (SELECT 1 FROM node_pause p WHERE p.state = d.peer)
"""
_PEERS = f"SELECT DISTINCT d.peer FROM node_dispatch d WHERE {_DUE}"  # noqa: S608  # our own condition
_CLAIM = f"""
    UPDATE node_dispatch SET lease_until = %s, lease_token = lease_token + 1, attempts = attempts + 1
    WHERE id IN (
        SELECT d.id FROM node_dispatch d
        WHERE {_DUE} AND d.peer = %s AND NOT EXISTS (
            SELECT 1 FROM node_dispatch e
            WHERE e.state IN ('waiting', 'overdue') AND e.peer = d.peer AND e.thread = d.thread AND e.id < d.id
        )
        ORDER BY d.id LIMIT %s{{lock}}
    )
    RETURNING id, lease_token, attempts, envelope_id, receipt_id
"""  # noqa: S608  # our own condition
_WAITS = """
    SELECT 1 FROM node_dispatch WHERE state IN ('waiting', 'overdue') AND peer = %s AND thread = %s LIMIT 1
"""
_PAUSED = "SELECT 1 FROM node_pause WHERE state = %s"
_SETTLE = """
    UPDATE node_dispatch SET state = %s, last_error = %s, delivered_at = %s, lease_until = NULL
    WHERE id = %s AND lease_token = %s AND state = 'waiting'
"""
_REPEAT = """
    UPDATE node_dispatch SET state = 'waiting', attempts = 0, next_attempt = %s, overdue = %s, lease_until = NULL,
        lease_token = lease_token + 1
    WHERE peer = %s AND thread = %s AND id < %s AND receipt_id IS NULL AND state = 'delivered'
"""
_ANSWERED = """
    UPDATE node_dispatch SET state = 'waiting', lease_until = %s, lease_token = lease_token + 1
    WHERE peer = %s AND envelope_id = %s AND (receipt_id IS NOT NULL) = %s AND state IN ('waiting', 'overdue')
    RETURNING id, lease_token, attempts, envelope_id, receipt_id
"""
_PUT = Insertion(
    Dispatch,
    *("envelope", "receipt", "peer", "thread", "state", "last_error"),
    *("attempts", "next_attempt", "overdue", "lease_until", "lease_token"),
)
_ENVELOPE = "SELECT act_digest, thread, sealed FROM node_envelope WHERE digest = %s"
_RECEIPT = "SELECT jws FROM node_receipt WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Claim:
    """A dispatch that this worker holds: what to send, and the token that proves the hold."""

    id: int
    token: int
    attempts: int
    envelope: Digest
    act: Digest
    thread: str
    sealed: bytes
    receipt: bytes | None


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is to reach a peer: an act, or with ``key`` and ``receipt`` a receipt given after the answer."""

    peer: StateCode
    envelope: Digest
    act: Digest
    thread: str
    sealed: bytes = b""
    key: int | None = None
    receipt: bytes | None = None


class Postman(Protocol):
    """Who delivers at once, in the process that sends."""

    def takes(self, peer: StateCode) -> bool:
        """Say whether it will deliver to ``peer`` now."""

    def deliver(self, claim: Claim, peer: StateCode) -> object:
        """Deliver what was committed; returns before it is done."""


class NoPostman:
    """Where no process delivers at once, the worker delivers everything."""

    def takes(self, peer: StateCode) -> bool:  # noqa: ARG002  # the protocol's
        """Take nothing."""
        return False

    def deliver(self, claim: Claim, peer: StateCode) -> None:
        """Never asked: it takes nothing."""


_postman: Postman = NoPostman()


def employ(postman: Postman) -> None:
    """Have ``postman`` deliver what this process sends from now on."""
    global _postman  # noqa: PLW0603  # one process, one postman
    _postman = postman


def put(dues: Sequence[Due], *, at: Instant, begins: bool) -> list[tuple[Claim, StateCode]]:
    """Put ``dues`` into the outbox; returns those that this process has claimed, to be delivered after the commit.

    ``begins`` says that the thread begins here, so that nothing earlier of it can be waiting.
    """
    taken = [
        _postman.takes(due.peer) and not is_paused(due.peer) and (begins or not waits(due.peer, due.thread))
        for due in dues
    ]
    times = at.milliseconds, (at + LIMITS.delivery).milliseconds
    until = (at + LEASE).milliseconds
    rows = [
        (due.envelope, due.key, due.peer, due.thread, "waiting", "", int(held), *times)
        + ((until, 1) if held else (None, 0))
        for due, held in zip(dues, taken, strict=True)
    ]
    keys = _PUT.keyed(*rows)
    return [
        (Claim(key, 1, 1, due.envelope, due.act, due.thread, due.sealed, due.receipt), due.peer)
        for key, due, held in zip(keys, dues, taken, strict=True)
        if held
    ]


def is_paused(peer: StateCode) -> bool:
    """Say whether an officer has paused what goes to ``peer``."""
    return bool(select(_PAUSED, peer))


def waits(peer: StateCode, thread: str) -> bool:
    """Say whether something of the thread still waits for the peer."""
    return bool(select(_WAITS, peer, thread))


def posted(claims: Sequence[tuple[Claim, StateCode]]) -> None:
    """Hand over what was claimed for delivery at once, now that it is committed."""
    for claim, peer in claims:
        _postman.deliver(claim, peer)


def due_peers(at: Instant) -> Sequence[StateCode]:
    """Name the peers for which something is due and unclaimed."""
    return [StateCode(peer) for (peer,) in select(_PEERS, at.milliseconds, at.milliseconds)]


def claim(peer: StateCode, at: Instant, most: int = BATCH) -> Sequence[Claim]:
    """Take up to ``most`` due dispatches to ``peer``, oldest first, one of each thread."""
    if peer not in due_peers(at):  # a look that takes no lock: whoever sends next does not wait for it
        return []
    statement = _CLAIM.format(lock=skip_locked())
    now, until = at.milliseconds, (at + LEASE).milliseconds
    return [_claim(*row) for row in sorted(select(statement, until, now, now, peer, most))]


def claim_answered(peer: StateCode, envelope: Digest, *, later: bool, at: Instant) -> Claim | None:
    """Take the dispatch that an answer brought by hand may end, from whoever holds it; none where it has ended.

    ``later`` says that a receipt was sent, not the act itself. One that is overdue is ended by its receipts too.
    """
    rows = select(_ANSWERED, (at + LEASE).milliseconds, peer, envelope, later)
    return _claim(*rows[0]) if rows else None


def free_all() -> None:
    """Free what a worker that is gone had claimed; its token is spent, so that it could write nothing any more."""
    held = Dispatch.objects.filter(state=Dispatch.State.WAITING, lease_until__isnull=False)
    held.update(lease_until=None, lease_token=F("lease_token") + 1)


def settle(claim: Claim, *, at: Instant, refused: str = "") -> None:
    """Write down that the peer has answered for good; raises LeaseLost when another worker holds the dispatch now."""
    state = Dispatch.State.REFUSED if refused else Dispatch.State.DELIVERED
    done = execute(_SETTLE, state, refused, at.milliseconds, claim.id, claim.token)
    if not done.rowcount:
        raise LeaseLost(claim.id)


def repeat_earlier(claim: Claim, peer: StateCode, *, at: Instant) -> None:
    """Send again what went before ``claim`` in its thread, because the peer says that it lacks it.

    A peer that was restored from an old copy has lost what it had taken; taking it again changes nothing else.
    """
    execute(_REPEAT, at.milliseconds, (at + LIMITS.delivery).milliseconds, peer, claim.thread, claim.id)


def postpone(claim: Claim, error: ComityError, *, at: Instant) -> None:
    """Write down why it failed and when it is tried again; nothing if another worker holds the dispatch now."""
    held = Dispatch.objects.filter(pk=claim.id, lease_token=claim.token, state=Dispatch.State.WAITING)
    next_attempt = at + patience(claim.attempts, os.urandom)
    held.update(
        last_error=str(error.facts.get("code") or error.code), next_attempt=next_attempt, lease_until=None
    )


def _claim(id_: int, token: int, attempts: int, envelope: str, receipt: int | None) -> Claim:
    act, thread, sealed = select(_ENVELOPE, envelope)[0]
    later = None if receipt is None else bytes(select(_RECEIPT, receipt)[0][0])
    return Claim(
        id_,
        token,
        attempts,
        Digest(envelope),
        Digest(act),
        thread,
        kept(Digest(envelope), bytes(sealed)),
        later,
    )
