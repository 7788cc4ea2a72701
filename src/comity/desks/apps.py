"""The shell of all desks, told to Django."""

from django.apps import AppConfig


class Desks(AppConfig):
    """The desks' own app."""

    name = "comity.desks"
    label = "desks"
    access = "comity.desks.rules.ACCESS"
