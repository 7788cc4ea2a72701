"""This node's record, kept in its database: entries, tiles, head.

Whoever appends holds the head's row until the commit, so that entries stand in the order of commits and none is lost.
Appending is the last thing a transaction does, because everybody else waits for it.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.errors.record import RecordBehind
from comity.foundation.exchange import Statement
from comity.foundation.record import SALT_SIZE, Checkpoint, Entry, Growth, Head, Kept, Log, Proof, TileId
from comity.node import own
from comity.node.capabilities import for_update
from comity.node.keystore import LOG
from comity.node.models import LogHead, LogTile, RecordEntry
from comity.node.rows import Insertion, Standing, select
from comity.words import Instant

_HASH = 32
_ONLY = 1  # the head is one row
_HEAD = "SELECT size, edge FROM node_loghead WHERE id = %s"
_TILE = "SELECT hashes FROM node_logtile WHERE place = %s"
_LEVEL = 1 << 56  # places of one level
_KEPT = Kept()  # tiles that this process has read; what they say is proved anew against each head
_ENTRIES = Insertion(RecordEntry, "index", "event", "at", "salt", "digest", "about", "by")
_TILES = Insertion(LogTile, "place", "hashes", standing=Standing.GIVES_WAY)
_HEADS = Insertion(LogHead, "id", "size", "edge", standing=Standing.GIVES_WAY)
_FIRST_HEAD = Insertion(LogHead, "id", "size", "edge", standing=Standing.STAYS)


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be entered: the event, what its digest is taken of, the thread or name it happened to."""

    event: str
    content: bytes
    about: str = ""

    @classmethod
    def of(cls, statement: Statement) -> "Note":
        """Note what a receipt states."""
        return cls(statement.event, statement.content(), statement.envelope)


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that stands: its index, the salt of its digest, and its path to the root of a checkpoint of then."""

    index: int
    salt: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed that is to be entered: what happened, what this node states of it, when, and who did it."""

    note: Note
    stated: Sequence[Note]
    at: Instant
    by: str

    @property
    def notes(self) -> tuple[Note, ...]:
        """All that is to be entered of it, in its order."""
        return (self.note, *self.stated)


@dataclass(frozen=True, slots=True)
class Entered:
    """What one deed made of the record: its first entry, what was stated of it, and the checkpoint of then."""

    index: int
    written: tuple[Written, ...] = ()
    checkpoint: Checkpoint | None = None


class DatabaseStore:
    """The tiles and the head in the database, each read once, for as long as one transaction lasts."""

    def __init__(self, *, hold: bool = False) -> None:
        self._hold = hold
        self._head: Head | None = None
        self._tiles: dict[TileId, bytes] = {}

    def head(self) -> Head:
        """Give the head last written, or an empty one."""
        if self._head is None:
            found = self._found()
            if not found and self._hold:  # the first entry of all: make the row that can be held
                _FIRST_HEAD((_ONLY, 0, b""))
                found = self._found()
            self._head = Head(found[0][0], _cut(bytes(found[0][1]))) if found else Head()
        return self._head

    def tile(self, tile: TileId) -> bytes:
        """Give the hashes of ``tile``; empty where there is none."""
        if tile not in self._tiles:
            found = select(_TILE, _place(tile))
            self._tiles[tile] = bytes(found[0][0]) if found else b""
        return self._tiles[tile]

    def write(self, tiles: Sequence[tuple[TileId, bytes]], head: Head) -> None:
        """Put ``tiles`` and ``head``."""
        _TILES(*((_place(tile), hashes) for tile, hashes in tiles))
        _HEADS((_ONLY, head.size, b"".join(head.edge)))
        self._tiles.update(tiles)
        self._head = head

    def _found(self) -> list[tuple[int, bytes]]:
        return select(_HEAD + (for_update() if self._hold else ""), _ONLY)


def hold() -> None:
    """Wait until no other transaction appends, and keep it so until this one ends."""
    DatabaseStore(hold=True).head()


def append(deeds: Sequence[Deed], asked: Sequence[int] = ()) -> tuple[list[Entered], tuple[Growth, ...]]:
    """Enter ``deeds`` in their order; returns for each the index of its note, and what was stated of it proved.

    All proofs are under one new checkpoint, with the growth to it from the sizes that were ``asked``; where nothing is
    stated, none is owed and none is made.
    """
    log, written = _enter(deeds)
    if not any(deed.stated for deed in deeds):
        return [Entered(index) for index, _ in written], ()
    checkpoint = log.checkpoint(own.keys().signing(LOG))
    entered, begin = [], 0
    for deed in deeds:
        end = begin + 1 + len(deed.stated)
        (index, _), *rest = written[begin:end]
        proved = tuple([Written(place, salt, log.inclusion(place)) for place, salt in rest])
        entered.append(Entered(index, proved, checkpoint if proved else None))
        begin = end
    return entered, grown(log, asked, [checkpoint.size])


def grown(log: Log, asked: Sequence[int], shown: Iterable[int]) -> tuple[Growth, ...]:
    """Show how ``log`` grew between each size that is ``asked`` and each that is ``shown``.

    Raises RecordBehind where a peer has seen more than there is: this node was restored from an old copy.
    """
    if not asked:
        return ()
    if max(asked) > log.size:
        raise RecordBehind(log.size, seen=max(asked))
    pairs = {(min(size, other), max(size, other)) for size in asked for other in shown if size != other}
    return tuple(Growth.of(log, old, new) for old, new in sorted(pairs))


def _enter(deeds: Sequence[Deed]) -> tuple[Log, list[tuple[int, bytes]]]:
    lines = [(deed, note, os.urandom(SALT_SIZE)) for deed in deeds for note in deed.notes]
    entries = [Entry.of(note.event, deed.at, note.content, salt=salt) for deed, note, salt in lines]
    log = Log(DatabaseStore(hold=True), own.log_origin(), kept=_KEPT)
    places = log.append([entry.to_bytes() for entry in entries])
    _ENTRIES(
        *[
            (index, entry.kind, deed.at.milliseconds, salt, entry.digest, note.about, deed.by)
            for index, entry, (deed, note, salt) in zip(places, entries, lines, strict=True)
        ]
    )
    return log, [(index, salt) for index, (_, _, salt) in zip(places, lines, strict=True)]


def log() -> Log:
    """Read this node's record."""
    return Log(DatabaseStore(), own.log_origin(), kept=_KEPT)


def checkpoint() -> Checkpoint:
    """Sign what the record is now."""
    return log().checkpoint(own.keys().signing(LOG))


def proof(index: int) -> Proof:
    """Prove the entry at ``index`` under a checkpoint of now."""
    now = log()
    shown = now.checkpoint(own.keys().signing(LOG))
    return Proof(index, shown.size, now.inclusion(index, shown.size), shown)


def _place(tile: TileId) -> int:
    return tile.level * _LEVEL + tile.index


def _cut(edge: bytes) -> tuple[bytes, ...]:
    return tuple(edge[start : start + _HASH] for start in range(0, len(edge), _HASH))
