"""The subject of the library of instruments, told to Django."""

from django.apps import AppConfig


class Subject(AppConfig):
    """What this subject brings to the node."""

    name = "comity.committee.instruments"
    label = "instruments"
    default_auto_field = "django.db.models.BigAutoField"
    access = "comity.committee.instruments.rules.access.ACCESS"
