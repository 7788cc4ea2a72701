"""Time-stamps over this node's checkpoints, where its settings name an authority.

    [time_stamps]
    url = "https://time.example/tsr"
    roots = "time-roots.pem"     certificates to trust, a file in the node's folder
    every = 60                   minutes between two stamps; the record must have grown

* One token serves all entries up to its checkpoint. The worker asks for it; no act waits for it.
* The checkpoint that is to be stamped is kept first, so that it stands as waiting while the authority is away; it is
  asked again with patience.
* A token is kept only when it verifies under the roots.                                            RFC 3161
"""

import logging
import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from comity.errors import ComityError
from comity.errors.record import RootsMissing
from comity.foundation.record import Checkpoint
from comity.foundation.record.stamps import Stamp, stamp_request, verify_stamp
from comity.node import own, record
from comity.node.errands import Errand, post
from comity.node.keystore import LOG
from comity.node.models import TimeStamp
from comity.node.rules import patience
from comity.words import Instant

LOGGER = logging.getLogger(__name__)
_QUERY = "application/timestamp-query"
_EVERY = 60


@dataclass(frozen=True, slots=True)
class Authority:
    """Whom to ask, whom to trust, how often."""

    url: str
    roots: bytes
    every: timedelta


def configured() -> Authority | None:
    """Read the authority that ``node.toml`` names; None where it names none. Raises RootsMissing."""
    told: dict[str, Any] | None = own.installation().extra.get("time_stamps")
    if told is None:
        return None
    try:
        roots = (own.installation().home / told["roots"]).read_bytes()
    except OSError:
        raise RootsMissing(told["roots"]) from None
    return Authority(told["url"], roots, timedelta(minutes=told.get("every", _EVERY)))


def stamp_due(at: Instant) -> int:
    """Have the checkpoint stamped for which it is time; returns how many tokens came."""
    authority = configured()
    if authority is None:
        return 0
    row = TimeStamp.objects.filter(token=None).first() or _begin(authority, at)
    if row is None or row.next_attempt > at:
        return 0
    row.attempts += 1
    try:
        stamp, token = _ask(authority, Checkpoint.parse(row.text))
        row.token, row.at, row.authority, row.last_error = token, stamp.at, stamp.authority[:200], ""
    except ComityError as error:
        LOGGER.warning("time-stamp: %s", error.code)
        row.last_error = error.code
        row.next_attempt = at + patience(row.attempts, os.urandom)
    row.save()
    return int(row.token is not None)


def stamps() -> list[TimeStamp]:
    """List the stamps, newest first; one that waits for its token is among them."""
    return list(TimeStamp.objects.all())


def first_after(size: int) -> TimeStamp | None:
    """Return the earliest token that covers the first ``size`` entries of the record."""
    return TimeStamp.objects.filter(size__gte=size, token__isnull=False).order_by("size").first()


def _begin(authority: Authority, at: Instant) -> TimeStamp | None:
    """Keep the checkpoint of now to be stamped, when it is time and the record grew."""
    newest = TimeStamp.objects.first()
    log = record.log()
    if not log.size or (newest is not None and newest.size >= log.size):
        return None
    if newest is not None and newest.at is not None and at - newest.at < authority.every:
        return None
    text = log.checkpoint(own.keys().signing(LOG)).text
    row, _ = TimeStamp.objects.get_or_create(size=log.size, defaults={"text": text, "next_attempt": at})
    return row


def _ask(authority: Authority, checkpoint: Checkpoint) -> tuple[Stamp, bytes]:
    errand = Errand("time-stamping authority", authority.url, stamp_request(checkpoint), _QUERY)
    token = post(errand).body
    return verify_stamp(token, checkpoint, roots=authority.roots), token
