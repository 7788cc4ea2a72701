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

from comity.errors.record import ExchangeHeld, ForkedRecord
from comity.foundation.record import Checkpoint, Growth, require_linked
from comity.node import forks
from comity.node.capabilities import for_update
from comity.node.carrier import MOST_SEEN
from comity.node.models import LooseCheckpoint, PeerCheckpoint
from comity.node.rows import Insertion, Standing, select
from comity.words import Instant, StateCode

AT_ONCE = (
    MOST_SEEN - 1
)  # loose checkpoints that one question names beside the newest: more than come loose a time
_KNOWN = f"""
    SELECT 0 AS place, text FROM node_peercheckpoint WHERE state = %s
    UNION ALL
    SELECT 1, text FROM (
        SELECT text FROM node_loosecheckpoint WHERE state = %s ORDER BY RANDOM() LIMIT {AT_ONCE}
    ) AS loose
    UNION ALL
    SELECT 2, '' FROM node_fork WHERE state = %s AND decided_at IS NULL
    ORDER BY place
"""  # noqa: S608  # our own number
_FORK = 2
_NEWEST = "SELECT text FROM node_peercheckpoint WHERE state = %s"

_KEEP = Insertion(PeerCheckpoint, "state", "size", "text", "seen_at", standing=Standing.GIVES_WAY)
_FIRST = Insertion(PeerCheckpoint, "state", "size", "text", "seen_at", standing=Standing.STAYS)
_LOOSE = Insertion(LooseCheckpoint, "state", "size", "text", standing=Standing.STAYS)


@dataclass(frozen=True, slots=True)
class Known:
    """What this node knows of a peer's record: the newest checkpoint first, then loose ones; none at first contact."""

    state: StateCode
    checkpoints: tuple[Checkpoint, ...] = ()
    held: bool = False

    def require_open(self) -> None:
        """Return when no fork holds the exchange with that State, or raise ExchangeHeld."""
        if self.held:
            raise ExchangeHeld(self.state)

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
    rows = select(_KNOWN, state, state, state)
    return Known(
        state,
        tuple(_read(text) for place, text in rows if place < _FORK),
        any(place == _FORK for place, _ in rows),
    )


def require_continued(
    state: StateCode, known: Known, shown: Iterable[Checkpoint], growths: Sequence[Growth], *, at: Instant
) -> None:
    """Return when all that is ``shown`` is of one history with all that is ``known``, or raise.

    What is shown was verified under the record's key. A fork is noted before ForkedRecord is raised, so this is called
    outside of any transaction that the refusal undoes.
    """
    for checkpoint in sorted(shown, key=lambda each: each.size, reverse=True):  # the newest tells the most
        for before in known.checkpoints:
            try:
                require_linked(before, checkpoint, growths)
            except ForkedRecord:
                forks.note(state, before, checkpoint, growths, at=at)
                raise


def remember(state: StateCode, known: Known, shown: Sequence[Checkpoint], *, at: Instant) -> None:
    """Keep what was ``shown`` together and found to continue ``known``, in the transaction that takes what came too.

    The newest, which is the last, is kept as such. That it continues others that are newer than what was known is not
    shown yet: they are kept loose.
    """
    *others, newest = shown
    size = known.newest.size if known.newest else 0
    _LOOSE(*[(state, one.size, one.text) for one in others if one.size > size])
    _remember_newest(state, known, newest, at)


def _remember_newest(state: StateCode, known: Known, shown: Checkpoint, at: Instant) -> None:
    row = (state, shown.size, shown.text, at.milliseconds)
    found = select(_NEWEST + for_update(), state)
    if not found:  # the first of all; another answer may come in the same moment
        _FIRST(row)
        found = select(_NEWEST + for_update(), state)
    stored = _read(found[0][0])
    if shown.size > stored.size:
        _KEEP(row)
    if not _same(stored, known.newest) and not _same(
        stored, shown
    ):  # another answer came meanwhile, unlinked yet
        older, newer = sorted((stored, shown), key=lambda checkpoint: checkpoint.size)
        if older.size == newer.size:
            raise ForkedRecord(shown.origin, older=older.size, newer=newer.size)
        _LOOSE((state, older.size, older.text))
    linked = [checkpoint.size for checkpoint in known.checkpoints[1:]]
    if linked:
        LooseCheckpoint.objects.filter(state=state, size__in=linked).delete()


@lru_cache(maxsize=256)
def _read(text: str) -> Checkpoint:
    return Checkpoint.parse(text)


def _same(one: Checkpoint, other: Checkpoint | None) -> bool:
    return other is not None and (one.size, one.root) == (other.size, other.root)
