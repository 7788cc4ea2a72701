"""Every place of a process at which something is written, found by watching it, and the death at one of them.

A place is named by the deed under way and the step: ``letters.write: before INSERT node_envelope``. Watched are

* each statement that writes, before and after, whether Django composes it or it is handed straight to the driver;
* each commit, before and after;
* each file that is forced to disk or given its name, before and after;
* each place that the code itself names (``comity.node.faults``).

No place can be forgotten, because none is listed by hand: whatever a process passes is appended to one file.
"""

import os
import signal
import sqlite3
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from tests.simulator.node import writing

from comity.node import acts, faults, objects


class Deaths:
    """What one process passes, and where it dies."""

    def __init__(self, role: str, file: Path, doom: tuple[str, int] | None) -> None:
        self.role = role
        self.file = file
        self.doom, self.left = doom or ("", 0)
        self.seen: set[str] = set()
        self.deed = threading.local()

    def watch(self) -> None:
        """Stand at every place from now on."""
        connection_created.connect(
            lambda connection, **_: connection.execute_wrappers.append(self._executed), weak=False
        )
        if connection.vendor == "sqlite":
            connections.settings[DEFAULT_DB_ALIAS]["OPTIONS"]["factory"] = partial(_watched, self)
        else:
            _watch_psycopg(self)
        require, sync, link, commit = acts.require, objects.sync, os.link, BaseDatabaseWrapper._commit

        def required(table: Any, actor: Any, deed: str, subject: object = None) -> None:
            self.deed.name = deed
            require(table, actor, deed, subject)

        def committed(database: BaseDatabaseWrapper) -> None:
            self.around("commit", lambda: commit(database))
            self.deed.name = ""

        acts.require = required
        BaseDatabaseWrapper._commit = committed
        objects.sync = lambda path: self.around("sync of a file", lambda: sync(path))
        os.link = lambda *names: self.around("name of a file", lambda: link(*names))
        faults.meet = lambda place: self.meet(f"at {place}")

    def meet(self, step: str) -> None:
        """Note the place, and die here if this is the time."""
        place = f"{self.role} {getattr(self.deed, 'name', '') or 'outbox'}: {step}"
        if place not in self.seen:
            self.seen.add(place)
            with self.file.open("a", encoding="utf-8") as file:
                file.write(place + "\n")
        if place == self.doom:
            self.left -= 1
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, step: str, deed: Callable[[], Any]) -> Any:
        """Do something, with a place before and a place after it; ``step`` is empty for what writes nothing."""
        if not step:
            return deed()
        self.meet(f"before {step}")
        done = deed()
        self.meet(f"after {step}")
        return done

    def _executed(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        return self.around(writing(sql), lambda: execute(sql, params, many, context))


def _watched(deaths: Deaths, *words: Any, **more: Any) -> sqlite3.Connection:
    """Open a connection of SQLite whose own ``execute`` is watched."""

    class Rows(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            run = super().execute
            return deaths.around(writing(statement), lambda: run(statement, *values))

    return Rows(*words, **more)


def _watch_psycopg(deaths: Deaths) -> None:
    """Watch the ``execute`` of every connection to PostgreSQL."""
    run = psycopg.Connection.execute

    def execute(self: Any, statement: Any, *values: Any, **more: Any) -> Any:
        return deaths.around(writing(str(statement)), lambda: run(self, statement, *values, **more))

    psycopg.Connection.execute = execute
