"""What the two databases do differently, in one place.

* SQLite takes one writer at a time: ``BEGIN IMMEDIATE`` holds the whole database, so a claim needs no lock of rows.
  What it has committed stands in a log beside the file until it is carried over; whoever commits when the log is long
  would do that too, and its peer would wait. So the worker does it, beside all others.
  The threads of one process queue for their turn here, because the database lets whoever waits sleep and look again,
  ever longer, and wakes nobody.
* PostgreSQL takes many: a claim locks its rows and steps over those of others (``FOR UPDATE SKIP LOCKED``).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock
from typing import TypeVar

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
_TURN = RLock()
_LONG_LOG = 2000  # pages, 8 MiB
_SHORT_WAIT = 50  # milliseconds


def claimable(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Lock the rows that nobody else is claiming now, until the transaction ends."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def held(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Lock the rows until the transaction ends, waiting for whoever holds them."""
    if connection.features.has_select_for_update:
        return rows.select_for_update()
    return rows


def for_update() -> str:
    """Give the end of a statement that is to hold the rows it reads until the transaction ends."""
    return " FOR UPDATE" if connection.features.has_select_for_update else ""


def skip_locked() -> str:
    """Give the end of a statement that is to hold the rows it reads, and step over those that others hold."""
    return " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""


def turn() -> AbstractContextManager[object]:
    """Give the turn to write, for which the threads of this process queue where the database takes one writer."""
    return _TURN if connection.vendor == "sqlite" else nullcontext()


def let_go() -> None:
    """Give this thread's connection back where there is a pool of them: before it waits for a peer, and when it rests.

    Threads that wait for peers that hang would otherwise hold all there are, and everybody else would wait for them.
    """
    if connection.vendor != "sqlite" and not connection.in_atomic_block:
        connection.close()


def carry_over() -> None:
    """Let the database bring what it has committed to where it stands for good, holding up nobody for long.

    The log is then written again from its beginning. One that only grew would cost each commit twice as much, because
    the disk must also keep that the file is longer now. It begins again only if nothing was committed while the last of
    it was carried over; so first all is carried over beside the others, and then, if much was committed meanwhile, the
    rest while they wait: some milliseconds, or not at all where a reader is long.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        _, written, carried = cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if carried < written and written > _LONG_LOG:
            with _waiting_shortly(cursor):
                cursor.execute("PRAGMA wal_checkpoint(FULL)").fetchone()


def cut_log() -> bool:
    """Carry all over and cut the log off, so that it tells nothing that rows hold no more; says whether that was done.

    A database that overwrites what is deleted does so in its file; in the log the page stands as it was before, too,
    until the log comes round to that place again. PostgreSQL has its own ways for that, which are its operator's part.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor, _waiting_shortly(cursor):
        hindered, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not hindered


@contextmanager
def _waiting_shortly(cursor: CursorWrapper) -> Iterator[None]:
    """Let others wait for no more than a moment: what does not come about now will at the next round."""
    (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
    cursor.execute(f"PRAGMA busy_timeout = {_SHORT_WAIT}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {patience}")
