"""Forks: a peer's record that tells two stories is proved by a file, entered, shown, and the exchange held.

* The evidence is made once, of what the peer itself signed, and kept verbatim. Whoever comes upon a fork while another
  process notes it, or while one of that State waits for its decision, leaves it at that one.
* As long as no officer has decided, nothing goes to that State and nothing of it is taken; what waits, waits.
* The decision names its reason. From then on the newer of the two histories is the one that must continue; the evidence
  stays, and so does the entry in the record.
"""

from collections.abc import Sequence

from django.db.models import Q

from comity.access import Actor
from comity.errors.record import ExchangeHeld, ForkDecided
from comity.foundation.envelopes import digest_of
from comity.foundation.record import Checkpoint, Fork, Growth
from comity.node import profiles, record
from comity.node.acts import acting
from comity.node.models import Dispatch, Fork as Row, LooseCheckpoint, PeerCheckpoint
from comity.node.rows import Insertion, Standing, select
from comity.node.rules import NODE_ACTOR
from comity.words import Instant, StateCode

HELD = "SELECT 1 FROM node_fork WHERE state = %s AND decided_at IS NULL"
LONGEST_REASON = 2000
_KEEP = Insertion(PeerCheckpoint, "state", "size", "text", "seen_at", standing=Standing.GIVES_WAY)


def note(
    state: StateCode, one: Checkpoint, other: Checkpoint, growths: Sequence[Growth], *, at: Instant
) -> None:
    """Keep the evidence that ``state``'s record was forked, once, and enter it in the record.

    Of all who note one at the same moment the first does; the others find it when it is their turn to append.
    """
    log = profiles.peer(state).log
    fork = Fork.between(one, other, growths, key=log.key, earlier=[one.key for one in log.earlier])
    evidence = fork.to_bytes()
    digest = digest_of(evidence)
    noted = Row.objects.filter(Q(digest=digest) | Q(state=state, decided_at=None))
    if noted.exists():
        return
    with acting(NODE_ACTOR, "node.note-fork", state) as act:
        record.hold()
        if noted.exists():
            act.abandon()
            return
        Row.objects.create(
            state=state,
            evidence=evidence,
            digest=digest,
            older=fork.older.size,
            newer=fork.newer.size,
            found_at=at,
        )
        act.record("record:fork:found", evidence, about=state)


def is_held(state: StateCode) -> bool:
    """Say whether the exchange with ``state`` waits for a decision."""
    return bool(select(HELD, state))


def require_open(state: StateCode) -> None:
    """Return when nothing holds the exchange with ``state``, or raise ExchangeHeld."""
    if is_held(state):
        raise ExchangeHeld(state)


def undecided() -> Sequence[Row]:
    """List the forks on which nobody has decided, newest first."""
    return list(Row.objects.filter(decided_at=None))


def known() -> Sequence[Row]:
    """List every fork that was found, newest first."""
    return list(Row.objects.all())


def find(digest: str) -> Row | None:
    """Find a fork by the digest of its evidence, or by the beginning of it."""
    return Row.objects.filter(digest__startswith=digest).first() if digest else None


def decide(by: Actor, row: Row, *, reason: str) -> Row:
    """Resume the exchange in spite of a fork, for a stated reason; raises ForkDecided where somebody has."""
    with acting(by, "node.decide-fork", row) as act:
        changes = {"decided_at": act.at, "decided_by": by.name, "reason": reason[:LONGEST_REASON]}
        if not Row.objects.filter(pk=row.pk, decided_at=None).update(**changes):
            raise ForkDecided(row.state)
        fork = Fork.parse(bytes(row.evidence))
        _KEEP((row.state, fork.newer.size, fork.newer.text, act.at.milliseconds))
        LooseCheckpoint.objects.filter(state=row.state).delete()
        Dispatch.objects.filter(peer=row.state, state=Dispatch.State.WAITING).update(next_attempt=act.at)
        act.wakes = True
        act.record("record:fork:decided", reason.encode(), about=row.state)
    row.refresh_from_db()
    return row
