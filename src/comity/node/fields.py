"""Columns that hold the shared words, so that a row speaks in values and not in numbers."""

from typing import Any

from django.db import models

from comity.words import Instant


class _InstantField(models.BigIntegerField):  # type: ignore[type-arg]  # a field takes no parameters at run time
    """A moment, kept as milliseconds since 1970."""

    _pyi_private_set_type: Any  # the type checker's plugin reads these; the row's own annotation says the type
    _pyi_private_get_type: Any
    _pyi_lookup_exact_type: Any

    def from_db_value(self, value: int | None, _expression: object, _connection: object) -> Instant | None:
        return None if value is None else Instant(value)

    def get_prep_value(self, value: Instant | int | None) -> int | None:
        return value.milliseconds if isinstance(value, Instant) else value

    def to_python(self, value: Instant | int | None) -> Instant | None:
        return Instant(value) if isinstance(value, int) else value


def instant(*, null: bool = False) -> Any:
    """Make a column that holds an ``Instant``; the row's class says which type it reads as."""
    return _InstantField(null=null)
