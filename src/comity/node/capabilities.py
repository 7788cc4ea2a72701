"""What the two databases do differently, in one place.

* SQLite takes one writer at a time: ``BEGIN IMMEDIATE`` holds the whole database, so a claim needs no lock of rows.
  What it has committed stands in a log beside the file until it is carried over; whoever commits when the log is long
  would do that too, and its peer would wait. So the worker does it, beside all others.
  The threads of one process queue for their turn here, because the database lets whoever waits sleep and look again,
  ever longer, and wakes nobody.
* PostgreSQL takes many: a claim locks its rows and steps over those of others (``FOR UPDATE SKIP LOCKED``).
"""

from contextlib import AbstractContextManager, nullcontext
from threading import RLock
from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
_TURN = RLock()


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


def carry_over() -> None:
    """Let the database bring what it has committed to where it stands for good, holding up nobody."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
