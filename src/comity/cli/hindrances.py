"""What hinders a command and is no fault of Comity: the machine it runs on, or the database of its node.

Each is told as a refusal, with what the system itself said. Anything else that was not foreseen is a fault of ours, and
is shown whole. Django is asked only where a command has loaded it.
"""

import sys
from pathlib import Path
from types import ModuleType

from comity.errors import ComityError
from comity.errors.commands import MachineRefused
from comity.errors.node import DatabaseUnprepared, DatabaseUnusable
from comity.errors.text import UnknownText

_LONGEST = 160
_NO_TABLE = ("no such table", "no such column", "does not exist")  # SQLite, PostgreSQL


def hindrance(error: Exception) -> ComityError | None:
    """Say what hindered the command, or nothing where ``error`` is a fault of our own."""
    if isinstance(error, ComityError):
        return error
    if isinstance(error, OSError) and error.errno is not None:
        return MachineRefused(_name(error.filename), reason=error.strerror)
    pages, rows = sys.modules.get("django.http"), sys.modules.get("django.db")
    if pages is not None and isinstance(error, pages.Http404):  # what a page answers with 404
        return UnknownText(str(error)[:64])
    return _of_database(error, rows) if rows is not None and isinstance(error, rows.DatabaseError) else None


def _of_database(error: Exception, rows: ModuleType) -> ComityError | None:
    told = str(error).strip().splitlines()
    reason, vendor = told[0][:_LONGEST] if told else type(error).__name__, rows.connection.vendor
    if any(words in reason for words in _NO_TABLE) and isinstance(
        error, rows.OperationalError | rows.ProgrammingError
    ):
        return DatabaseUnprepared(vendor)
    if isinstance(error, rows.OperationalError) or type(error) is rows.DatabaseError:
        return DatabaseUnusable(vendor, reason=reason)
    return None


def _name(file: object) -> str:
    return Path(file).name if isinstance(file, str) else "-"
