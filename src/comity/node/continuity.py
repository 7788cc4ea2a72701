"""The records of peers, as far as this node knows them: nothing is taken from a peer whose record does not continue.

* Whoever asks a peer says at which sizes it knows the peer's record; the answer shows the growth from each. What is
  in the answer is taken only when every one of them is linked to what the answer shows.            EXCHANGE 6
* Answers overtake one another. The newest checkpoint is kept as such; another that came meanwhile is kept loose, and
  the next questions name it too, until it is linked and can go. So no two checkpoints remain unlinked.
* Two that cannot both be true are a fork: the evidence is kept, and the exchange with that State is held.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from comity.errors.record import ForkedRecord, RecordBehind
from comity.foundation.record import Checkpoint, Growth, Log, require_linked
from comity.node import forks
from comity.node.capabilities import for_update
from comity.node.models import LooseCheckpoint, PeerCheckpoint
from comity.node.rows import Insertion, Standing, select
from comity.words import Instant, StateCode

HEADER = "Comity-Seen"
AT_ONCE = 2  # loose checkpoints that one question names beside the newest: more than come loose, so that they get fewer
_MOST = 1 + AT_ONCE
_KNOWN = f"""
    SELECT 0 AS place, text FROM node_peercheckpoint WHERE state = %s
    UNION ALL
    SELECT 1, text FROM (
        SELECT text FROM node_loosecheckpoint WHERE state = %s ORDER BY RANDOM() LIMIT {AT_ONCE}
    ) AS loose
    ORDER BY place
"""  # noqa: S608  # our own number
_NEWEST = "SELECT text FROM node_peercheckpoint WHERE state = %s"

_KEEP = Insertion(PeerCheckpoint, "state", "size", "text", "seen_at", standing=Standing.GIVES_WAY)
_LOOSE = Insertion(LooseCheckpoint, "state", "size", "text", standing=Standing.STAYS)


@dataclass(frozen=True, slots=True)
class Known:
    """What this node knows of a peer's record: the newest checkpoint first, then loose ones; none at first contact."""

    checkpoints: tuple[Checkpoint, ...] = ()

    @property
    def header(self) -> str:
        """The sizes, as the question names them."""
        return " ".join(str(checkpoint.size) for checkpoint in self.checkpoints)

    @property
    def newest(self) -> Checkpoint | None:
        """The newest checkpoint."""
        return self.checkpoints[0] if self.checkpoints else None


def known(state: StateCode) -> Known:
    """Read what this node knows of a peer's record."""
    return Known(tuple(_read(text) for _, text in select(_KNOWN, state, state)))


def require_continued(
    state: StateCode, known: Known, shown: Iterable[Checkpoint], growths: Sequence[Growth], *, at: Instant
) -> None:
    """Return when all that is ``shown`` is of one history with all that is ``known``, or raise.

    What is shown was verified under the record's key. A fork is noted before ForkedRecord is raised, so this is called
    outside of any transaction that the refusal undoes.
    """
    for checkpoint in shown:
        for before in known.checkpoints:
            try:
                require_linked(before, checkpoint, growths)
            except ForkedRecord:
                forks.note(state, before, checkpoint, growths, at=at)
                raise


def remember(state: StateCode, known: Known, shown: Checkpoint, *, at: Instant) -> None:
    """Keep ``shown``, which was found to continue ``known``, inside the transaction that takes what came with it."""
    found = select(_NEWEST + for_update(), state)
    stored = _read(found[0][0]) if found else None
    if stored is None or shown.size > stored.size:
        _KEEP((state, shown.size, shown.text, at.milliseconds))
    if (
        stored is not None and stored != known.newest
    ):  # another answer came meanwhile: nothing links the two yet
        older, newer = sorted((stored, shown), key=lambda checkpoint: checkpoint.size)
        if older.size != newer.size:
            _LOOSE((state, older.size, older.text))
        elif older.root != newer.root:
            raise ForkedRecord(shown.origin, older=older.size, newer=newer.size)
    linked = [checkpoint.size for checkpoint in known.checkpoints[1:]]
    if linked:
        LooseCheckpoint.objects.filter(state=state, size__in=linked).delete()


def sizes_of(header: str | None) -> tuple[int, ...]:
    """Read the sizes that a question names; what is no size is passed over, and nobody is shown more for it."""
    words = (header or "")[:128].split()[:_MOST]
    return tuple(
        int(word) for word in words if word.isascii() and word.isdecimal() and len(word) <= len(str(2**53))
    )


def growths(log: Log, asked: Sequence[int], shown: Iterable[int]) -> list[Growth]:
    """Show how this node's record grew between each size that is ``asked`` and each that is ``shown``.

    Raises RecordBehind where a peer has seen more than there is: this node was restored from an old copy.
    """
    if any(size > log.size for size in asked):
        raise RecordBehind(log.size, seen=max(asked))
    pairs = {(min(size, other), max(size, other)) for size in asked for other in shown if size != other}
    return [Growth.of(log, old, new) for old, new in sorted(pairs)]


@lru_cache(maxsize=256)
def _read(text: str) -> Checkpoint:
    return Checkpoint.parse(text)
