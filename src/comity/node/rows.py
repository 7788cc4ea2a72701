"""Rows written and read without ceremony, for the few statements that stand in the way of every act.

Django composes a statement anew each time and wraps each call several times over, which costs more than the database
takes to run it. Here each statement is composed once and handed straight to the driver, within Django's transaction and
with Django's errors. Everything else in the node uses the models' own managers.

Values are given as the database keeps them: a moment as its milliseconds, bytes as bytes.
"""

from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

Value: TypeAlias = "str | int | bytes | None"


class Standing(Enum):
    """What becomes of a row that stands already where another is inserted."""

    REFUSES = "refuses"  # the database raises
    STAYS = "stays"
    GIVES_WAY = "gives way"  # known by its primary key


class Insertion:
    """The statement that inserts rows of one model, by the names of the columns that are given."""

    def __init__(self, model: type[Model], *columns: str, standing: Standing = Standing.REFUSES) -> None:
        self._model, self._columns, self._standing = model, columns, standing
        self._statements: dict[int, str] = {}

    def __call__(self, *rows: Sequence[Value]) -> None:
        """Insert ``rows``, each with its values in the order of the columns; nothing for no rows."""
        if rows:
            execute(self._statement(len(rows)), *(value for row in rows for value in row))

    def keyed(self, *rows: Sequence[Value]) -> list[int]:
        """Insert ``rows``, and return the keys that the database gives them, in their order."""
        found = execute(self._statement(len(rows)) + " RETURNING id", *(value for row in rows for value in row))
        return sorted(key for (key,) in found.fetchall())

    def _statement(self, count: int) -> str:
        if count not in self._statements:
            self._statements[count] = _insertion(self._model, self._columns, count, self._standing)
        return self._statements[count]


def select(statement: str, *values: Value) -> list[tuple[Any, ...]]:
    """Run a statement that is written in full, with ``%s`` for each value, and return its rows."""
    return list(execute(statement, *values).fetchall())


def execute(statement: str, *values: Value) -> Any:
    """Run a statement that is written in full, and return the driver's cursor."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None:
        database.ensure_connection()
    with database.wrap_database_errors:
        return database.connection.execute(_spoken(statement, database.vendor), values)


@cache
def _spoken(statement: str, vendor: str) -> str:
    """Write the places of the values as the driver of ``vendor`` takes them."""
    return statement.replace("%s", "?") if vendor == "sqlite" else statement


def _insertion(model: type[Model], columns: Sequence[str], count: int, standing: Standing) -> str:
    meta, quote = model._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name  # noqa: SLF001  # Django documents it
    columns_of = {
        name: field.column or name for field in meta.concrete_fields for name in (field.name, field.attname)
    }
    names = [quote(columns_of[name]) for name in columns]
    row = f"({', '.join(['%s'] * len(names))})"
    rows = ", ".join([row] * count)
    statement = f"INSERT INTO {quote(meta.db_table)} ({', '.join(names)}) VALUES {rows}"  # noqa: S608  # our own names
    if standing is Standing.STAYS:
        statement += " ON CONFLICT DO NOTHING"
    if standing is Standing.GIVES_WAY:
        key = quote(columns_of[meta.pk.name])
        changes = ", ".join(f"{name} = excluded.{name}" for name in names if name != key)
        statement += f" ON CONFLICT ({key}) DO UPDATE SET {changes}"
    return statement
