"""Rows written and read without ceremony, for the few statements that stand in the way of every act.

Django composes a statement anew each time, which costs more than the database takes to run it. Here each statement is
composed once. Everything else in the node uses the models' own managers.
"""

from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model


class Standing(Enum):
    """What becomes of a row that stands already where another is inserted."""

    REFUSES = "refuses"  # the database raises
    STAYS = "stays"
    GIVES_WAY = "gives way"  # known by its primary key


def insert(rows: Sequence[Model], standing: Standing = Standing.REFUSES) -> None:
    """Insert ``rows`` of one model. Keys that the database gives are not handed back."""
    if not rows:
        return
    statement, fields = _insertion(type(rows[0]), len(rows), standing)
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def select(statement: str, *values: str | int) -> list[tuple[Any, ...]]:
    """Run a statement that is written in full, and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


@cache
def _insertion(model: type[Model], count: int, standing: Standing) -> tuple[str, list["Field[Any, Any]"]]:
    meta, quote = model._meta, connection.ops.quote_name  # noqa: SLF001  # Django documents it
    fields = [field for field in meta.concrete_fields if not isinstance(field, AutoField)]
    columns = [quote(field.column or field.name) for field in fields]
    row = f"({', '.join(['%s'] * len(columns))})"
    rows = ", ".join([row] * count)
    statement = f"INSERT INTO {quote(meta.db_table)} ({', '.join(columns)}) VALUES {rows}"  # noqa: S608  # our own names
    if standing is Standing.STAYS:
        statement += " ON CONFLICT DO NOTHING"
    if standing is Standing.GIVES_WAY:
        key = quote(meta.pk.column or meta.pk.name)
        changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name != key)
        statement += f" ON CONFLICT ({key}) DO UPDATE SET {changes}"
    return statement, fields
