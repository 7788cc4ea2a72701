"""One State's node in memory: the node's own code over a database, a folder and a clock of its own.

``with node.running():`` makes it the node of this process. It dies where it is told to: at the n-th statement of its
database, before or after a commit, or at a named place of ``comity.node.faults``. Its transaction ends with it, as it
does when a process is killed; what was committed stays.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from comity.node import installation, own, profiles, worker
from comity.node.installation import Installation
from comity.words import StateCode

KEPT = ("objects", "keys")
WRITES = {"BEGIN", "INSERT", "UPDATE", "DELETE"}


class Killed(BaseException):
    """The process is gone; nothing in it could catch this."""

    def __init__(self, node: "SimulatedNode", place: str) -> None:
        super().__init__(f"{node.state} died at {place}")
        self.node = node


class Rows(sqlite3.Connection):
    """A connection that tells of what is handed straight to it."""

    told: Callable[[str], None]

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if what := writing(statement):
            self.told(f"before {what}")
        return super().execute(statement, *values)


class Database(DatabaseWrapper):
    """A database in memory that tells of its commits."""

    told: Callable[[str], None]

    def _commit(self) -> None:
        try:
            self.told("before a commit")
        except Killed:
            super()._rollback()  # Django would commit what is open as it leaves the block
            raise
        super()._commit()
        self.told("after a commit")


@dataclass
class Backup:
    """A database, and the folders of objects and keys, as they were."""

    rows: sqlite3.Connection
    files: dict[Path, bytes]


@dataclass
class SimulatedNode:
    """A node, and how long it still has to live."""

    home: Path
    skew: int = 0  # milliseconds that its clock is off
    down: bool = False
    lives: int | None = None  # places that it still passes before it dies; None: it does not die
    died: Callable[[str], None] = print  # is told where
    installation: Installation = field(init=False)
    database: Database = field(init=False)

    def __post_init__(self) -> None:
        self.installation = installation.read(self.home)
        self.database = _database()
        self.database.told = self.pass_by
        self.database.execute_wrappers.append(self._executed)
        assert self._rows.told is not None

    @property
    def state(self) -> StateCode:
        return StateCode(self.installation.state)

    @contextmanager
    def running(self) -> Iterator[None]:
        before, told = connections["default"], settings.INSTALLATION
        connections["default"], settings.INSTALLATION = self.database, self.installation
        try:
            yield
        finally:
            connections["default"], settings.INSTALLATION = before, told

    def pass_by(self, place: str) -> None:
        """Count a place where something may be lost, and die there when it is time."""
        if self.lives is None:
            return
        if self.lives == 0:
            self.lives, self.down = None, True
            self.died(place)
            raise Killed(self, place)
        self.lives -= 1

    def start(self) -> None:
        """Start the process again: what its worker had claimed is free, everything else is as it was committed."""
        self.down, self.lives = False, None
        assert not self.database.in_atomic_block
        self.database.run_on_commit = []
        with self.running():
            worker.alone()

    def make_tables(self) -> None:
        with self.running(), self.database.schema_editor() as editor:
            for model in apps.get_app_config("node").get_models():
                editor.create_model(model)

    def backup(self) -> Backup:
        """Take a backup as an operator does, while the node runs."""
        copy = sqlite3.connect(":memory:")
        self._rows.backup(copy)
        return Backup(copy, {path.relative_to(self.home): path.read_bytes() for path in self._kept()})

    def restore(self, backup: Backup) -> None:
        """Put an old backup in the place of what the node knows, and start it."""
        backup.rows.backup(self._rows)
        for folder in KEPT:
            shutil.rmtree(self.home / folder, ignore_errors=True)
        for path, content in backup.files.items():
            (self.home / path).parent.mkdir(parents=True, exist_ok=True)
            (self.home / path).write_bytes(content)
        for known in (own._keys, profiles._profile):  # of another life, in which the same moment came
            known.cache_clear()
        self.start()

    def select(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Look at what is committed, past the node's own code."""
        with closing(self._rows.cursor()) as cursor:
            return cursor.execute(statement, values).fetchall()

    def holds_bytes(self, wanted: bytes) -> bool:
        """Whether ``wanted`` stands anywhere in the database or in a file of the node."""
        return wanted in self._rows.serialize() or any(wanted in path.read_bytes() for path in self._files())

    @property
    def _rows(self) -> sqlite3.Connection:
        self.database.ensure_connection()
        raw: Rows = self.database.connection
        raw.told = self.pass_by
        return raw

    def _executed(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if what := writing(sql):
            self.pass_by(f"before {what}")
        return execute(sql, params, many, context)

    def _kept(self) -> list[Path]:
        return [path for path in self._files() if path.relative_to(self.home).parts[0] in KEPT]

    def _files(self) -> list[Path]:
        return [path for path in self.home.rglob("*") if path.is_file()]


def writing(statement: str) -> str:
    """Name what a statement writes; empty where it only reads."""
    words = statement.replace('"', "").split(maxsplit=3)
    if words[0] not in WRITES:
        return ""
    table = words[1] if words[0] == "UPDATE" else words[2] if len(words) > 2 else ""
    return f"{words[0]} {table}".strip()


def _database() -> Database:
    blank = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "TIME_ZONE": None, "TEST": {}}
    habits = {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "factory": Rows},
    }
    return Database({**blank, **habits}, "default")
