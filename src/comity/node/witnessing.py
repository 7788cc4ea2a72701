"""Peers as witnesses: this node's checkpoints are cosigned by those that saw them, and it cosigns theirs.

* A minute after it was last done, and only when the record grew, the worker offers one checkpoint to every peer, each
  with the growth from the size that this peer saw last.                         C2SP tlog-witness, add-checkpoint
* A peer that saw another size says which, and is offered the growth from there at once.
* A witness that does not answer delays nobody: the exchange does not wait for witnesses.
* This node cosigns under the name and the key of its own record, which its profile tells, what continues the
  checkpoint that it saw last; it keeps the checkpoint first.                            C2SP tlog-cosignature
"""

import logging
from contextlib import suppress
from datetime import timedelta

from django.db import transaction

from comity.errors import ComityError
from comity.errors.record import CheckpointUnsigned, ForkedRecord, OldSizeDiffers, UnknownRecord
from comity.foundation.directory import LogKey, Profile
from comity.foundation.exchange import record_key
from comity.foundation.record import Checkpoint, Log, Offer, cosignatures, require_witnessable
from comity.node import continuity, forks, own, profiles, record
from comity.node.capabilities import held
from comity.node.errands import Errand, post
from comity.node.keystore import LOG
from comity.node.models import PeerCheckpoint, Witness, WitnessedCheckpoint
from comity.words import Instant, StateCode

LOGGER = logging.getLogger(__name__)
EVERY = timedelta(minutes=1)
OFFERS_TYPE = "text/plain; charset=utf-8"
SIZE_TYPE = "text/x.tlog.size"  # C2SP tlog-witness
_DOOR = "/exchange/v1/add-checkpoint"
_CONFLICT = 409


def cosign(body: bytes, *, at: Instant) -> bytes:
    """Cosign the checkpoint that a peer offers and answer with the line, or raise why not.

    Raises UnknownRecord, OldSizeDiffers with the size that was seen, or what ``require_witnessable`` raises.
    """
    offer = Offer.parse(body)
    profile = _whose(offer.checkpoint.origin)
    seen = continuity.known(profile.state)
    seen.require_open()
    try:
        key = record_key(profile, offer.checkpoint, at)
        shown = require_witnessable(offer, seen=seen.newest, key=key, origin=profile.log.origin)
    except ForkedRecord:
        if seen.newest is not None:
            forks.note(profile.state, seen.newest, offer.checkpoint, (), at=at)
        raise
    with transaction.atomic():
        mine = tuple(one for one in shown.signatures if one.name == shown.origin)
        bare = Checkpoint(shown.origin, shown.size, shown.root, mine)
        continuity.remember(profile.state, seen, [bare], at=at)
    cosigned = shown.cosigned(own.keys().signing(LOG), name=own.log_origin(), at=at)
    return str(cosigned.signatures[-1]).encode()


def witness_due(at: Instant) -> int:
    """Offer the record's checkpoint of now to the peers for which it is time; returns how many cosigned it."""
    log = record.log()
    rows = {row.state: row for row in Witness.objects.all()}
    due = [profile for profile in profiles.peers() if _is_due(rows.get(profile.state), log.size, at)]
    if not due or not log.size:
        return 0
    offered = log.checkpoint(own.keys().signing(LOG))
    return sum(_ask(profile, log, offered, at) for profile in due)


def newest_witnessed() -> Checkpoint | None:
    """Return the newest checkpoint of this node's record that a witness has cosigned, with all cosignatures."""
    row = WitnessedCheckpoint.objects.order_by("-size").first()
    return None if row is None else Checkpoint.parse(row.text)


def shown_checkpoint(now: Checkpoint) -> Checkpoint:
    """Return the checkpoint of now with the cosignatures that it has already."""
    row = WitnessedCheckpoint.objects.filter(size=now.size).first()
    witnessed = Checkpoint.parse(row.text) if row is not None else None
    return witnessed if witnessed is not None and witnessed.root == now.root else now


def witnesses() -> list[Witness]:
    """List how each peer stands as a witness."""
    return list(Witness.objects.order_by("state"))


def _cosigned(answer: bytes, offered: Checkpoint, witness: LogKey, at: Instant) -> Checkpoint:
    """Verify the answer under the witness's newest key, or under one that it has just replaced."""
    *newer, last = witness.counting(at)
    for key in newer:
        with suppress(CheckpointUnsigned):
            return cosignatures(answer, offered, [(witness.origin, key)])
    return cosignatures(answer, offered, [(witness.origin, last)])


def _is_due(row: Witness | None, size: int, at: Instant) -> bool:
    return row is None or (row.size < size and at - row.tried_at >= EVERY)


def _ask(profile: Profile, log: Log, offered: Checkpoint, at: Instant) -> bool:
    """Offer a checkpoint to one peer, twice at most, and keep how it ended."""
    row, _ = Witness.objects.get_or_create(state=profile.state, defaults={"tried_at": at})
    row.tried_at, row.last_error = at, ""
    try:
        answer = _offer(profile, log, offered, row.size)
        if isinstance(answer, int):
            answer = _offer(profile, log, offered, min(answer, offered.size))
        if isinstance(answer, int):
            raise OldSizeDiffers(offered.origin, size=answer)
        cosigned = _cosigned(answer, offered, profile.log, at)
        _keep(cosigned, at)
        row.size, row.cosigned_at = offered.size, at
    except ComityError as error:
        LOGGER.info("witness %s: %s", profile.state, error.code)
        row.last_error = str(error.facts.get("code") or error.code)[:64]
    row.save()
    return not row.last_error


def _offer(profile: Profile, log: Log, offered: Checkpoint, old: int) -> bytes | int:
    """Send one offer; the answer is signature lines, or the size that the witness has seen."""
    body = Offer(old, log.consistency(old, offered.size), offered).to_bytes()
    errand = Errand(profile.state, profile.nodes[0].url.rstrip("/") + _DOOR, body, OFFERS_TYPE)
    answer = post(errand, expected=(_CONFLICT,))
    if answer.status != _CONFLICT:
        return answer.body
    size = answer.body.strip()
    if not size.isdigit() or len(size) > len(str(2**53)):
        raise OldSizeDiffers(offered.origin, size=-1)
    return int(size)


def _keep(cosigned: Checkpoint, at: Instant) -> None:
    """Add cosignatures to those that the same checkpoint has."""
    with transaction.atomic():
        row = held(WitnessedCheckpoint.objects.filter(size=cosigned.size)).first()
        if row is not None:
            known = Checkpoint.parse(row.text).signatures
            told = {(one.name, one.key_id) for one in cosigned.signatures}
            kept = tuple(one for one in known if (one.name, one.key_id) not in told)
            cosigned = Checkpoint(cosigned.origin, cosigned.size, cosigned.root, (*cosigned.signatures, *kept))
        defaults = {"text": cosigned.text, "at": at}
        WitnessedCheckpoint.objects.update_or_create(size=cosigned.size, defaults=defaults)


def _whose(origin: str) -> Profile:
    """Find the pinned State whose record has that name, or raise UnknownRecord."""
    for profile in profiles.peers():
        if profile.log.origin == origin:
            return profile
    raise UnknownRecord(origin[:80])


def seen_of(state: StateCode) -> PeerCheckpoint | None:
    """Return the newest checkpoint that this node has seen of a peer's record."""
    return PeerCheckpoint.objects.filter(state=state).first()
