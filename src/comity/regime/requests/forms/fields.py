"""Fields that speak in the values of the rules."""

from datetime import datetime
from typing import Any

from django import forms

from comity.words import Instant

FORM = "%Y-%m-%dT%H:%M"


class InstantField(forms.DateTimeField):
    """A moment in UTC, to the minute; the browser's own control where it has one."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "narrow"}, format=FORM)

    def prepare_value(self, value: object) -> object:
        """Show an instant as the control reads it."""
        return value.moment.strftime(FORM) if isinstance(value, Instant) else value

    def clean(self, value: object) -> Instant | None:
        """Read what was entered."""
        moment = super().clean(value)
        return Instant.at(moment) if isinstance(moment, datetime) else None


def long_text(*, rows: int = 6) -> forms.Textarea:
    """Make the control for a statement in sentences."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", "maxlength": 8000})


def words_field(*, rows: int = 6, **of_the_field: Any) -> forms.CharField:
    """Make the field for a statement in sentences."""
    return forms.CharField(max_length=8000, widget=long_text(rows=rows), **of_the_field)


def line_field(**of_the_field: Any) -> forms.CharField:
    """Make the field for a name or a reference, in whatever direction it is written."""
    return forms.CharField(max_length=256, widget=forms.TextInput(attrs={"dir": "auto"}), **of_the_field)
