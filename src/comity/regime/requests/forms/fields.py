"""Fields that speak in the values of the rules."""

from datetime import datetime

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
