"""Evidence on its way from a peer: what is wanted, who fetches it, how far it has come."""

import os
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from comity.errors import ComityError, SenderError
from comity.errors.node import LeaseLost
from comity.foundation.sealing import LEAF, Manifest
from comity.node.capabilities import claimable
from comity.node.clock import now
from comity.node.models import Transfer
from comity.node.rows import select
from comity.node.rules import patience
from comity.words import AuthorityId, Digest, Instant, StateCode

LEASE = timedelta(seconds=60)
_DUE = """
    SELECT 1 FROM node_transfer
    WHERE state = 'running' AND next_attempt <= %s AND (lease_until IS NULL OR lease_until <= %s) LIMIT 1
"""


def begin(manifest: Manifest, *, by: AuthorityId, source: StateCode, thread: str, at: Instant) -> Transfer:
    """Want the evidence of a verified ``manifest``; wanting it again changes nothing."""
    wanted = {
        "described": manifest.to_json(),
        "peer": source,
        "thread": thread,
        "authority": by,
        "of": -(-manifest.size // LEAF),
        "next_attempt": at,
    }
    row, _ = Transfer.objects.get_or_create(manifest=manifest.digest, defaults=wanted)
    return row


def is_due(at: Instant) -> bool:
    """Say whether a transfer waits to be claimed; a look that takes no lock."""
    return bool(select(_DUE, at.milliseconds, at.milliseconds))


def claim(at: Instant) -> Transfer | None:
    """Take the transfer that has waited longest, or none; the claim ends by itself a minute after its last step."""
    if not is_due(at):
        return None
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    due = Transfer.objects.filter(free, state=Transfer.State.RUNNING, next_attempt__lte=at)
    with transaction.atomic():
        row = claimable(due.order_by("next_attempt")).first()
        if row is None:
            return None
        row.lease_until, row.lease_token, row.attempts = at + LEASE, row.lease_token + 1, row.attempts + 1
        row.save(update_fields=["lease_until", "lease_token", "attempts"])
    return row


def claim_one(manifest: Digest, *, source: StateCode, at: Instant) -> Transfer | None:
    """Take the transfer of ``manifest`` from ``source``, whenever it is due; none if unwanted or claimed now."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    wanted = Transfer.objects.filter(free, manifest=manifest, peer=source, state=Transfer.State.RUNNING)
    with transaction.atomic():
        row = claimable(wanted).first()
        if row is not None:
            row.lease_until, row.lease_token, row.attempts = at + LEASE, row.lease_token + 1, row.attempts + 1
            row.save(update_fields=["lease_until", "lease_token", "attempts"])
    return row


def free_all() -> None:
    """Free what a worker that is gone had claimed; its token is spent, so that it could write nothing any more."""
    held = Transfer.objects.filter(state=Transfer.State.RUNNING, lease_until__isnull=False)
    held.update(lease_until=None, lease_token=F("lease_token") + 1)


def advance(row: Transfer, leaves: int) -> None:
    """Write down how many leaves are on disk, or raise LeaseLost."""
    _held(row, leaves=leaves, lease_until=now() + LEASE)
    row.leaves = leaves


def complete(row: Transfer, at: Instant) -> None:
    """Write down that all of it is here, or raise LeaseLost."""
    _held(row, state=Transfer.State.COMPLETE, completed_at=at, lease_until=None, last_error="")


def put_off(row: Transfer, error: ComityError) -> None:
    """Write down why it failed. A peer that sends what its own manifest disproves is not asked again."""
    state = Transfer.State.REFUSED if isinstance(error, SenderError) else Transfer.State.RUNNING
    again = now() + patience(row.attempts, os.urandom)
    code = str(error.facts.get("code") or error.code)
    _mine(row).update(state=state, last_error=code, next_attempt=again, lease_until=None)


def _held(row: Transfer, **changes: object) -> None:
    if not _mine(row).update(**changes):
        raise LeaseLost(row.manifest[:16])


def _mine(row: Transfer) -> QuerySet[Transfer]:
    return Transfer.objects.filter(pk=row.pk, lease_token=row.lease_token, state=Transfer.State.RUNNING)
