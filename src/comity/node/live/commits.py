"""How a process learns that another has committed something.

* SQLite counts for each connection the commits of all others (``PRAGMA data_version``); looking costs microseconds, so
  that is done fifty times a second while anybody reads.
* PostgreSQL tells whoever listens; whoever writes what is followed says so in the same transaction (``announce``), and
  it is told at the commit. A connection that is lost is opened again.
* Nobody need rely on it alone: whoever waits returns after a while in any case, and looks.
"""

import time
from collections.abc import Callable

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

_LOOK = 0.02  # seconds between two looks at SQLite's counter
_SLICE = 0.2  # seconds that PostgreSQL is listened to without asking whether to go on
_CHANNEL = "comity_live"


def announce() -> None:
    """Say that what is followed live has changed; it is heard once the transaction is committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {_CHANNEL}")


class Commits:
    """The listening end, of one thread."""

    def __init__(self) -> None:
        self._counted = -1
        self._heard: psycopg.Connection[tuple[object, ...]] | None = None

    def wait(self, seconds: float, sooner: Callable[[], bool]) -> None:
        """Return after a commit, or after ``seconds``, or soon after ``sooner`` says so."""
        end = time.monotonic() + seconds
        step = self._listen if connection.vendor == "postgresql" else self._look
        while not step() and not sooner() and time.monotonic() < end:
            pass

    def close(self) -> None:
        """Listen no more."""
        if self._heard is not None:
            self._heard.close()
            self._heard = None

    def _look(self) -> bool:
        time.sleep(_LOOK)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            before, (self._counted,) = self._counted, cursor.fetchone()
        return before != self._counted

    def _listen(self) -> bool:
        try:
            if self._heard is None:
                self._heard = psycopg.connect(_address(), autocommit=True)
                self._heard.execute(f"LISTEN {_CHANNEL}")
                return True
            return any(True for _told in self._heard.notifies(timeout=_SLICE, stop_after=1))
        except psycopg.OperationalError:
            self.close()
            time.sleep(_SLICE)
            return False


def _address() -> str:
    told = connection.settings_dict
    words = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo("", **{word: str(told[name]) for word, name in words.items() if told.get(name)})
