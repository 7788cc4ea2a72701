"""The subject of requests, told to Django."""

from django.apps import AppConfig


class Subject(AppConfig):
    """What this subject brings to the node."""

    name = "comity.regime.requests"
    label = "requests"
    default_auto_field = "django.db.models.BigAutoField"
