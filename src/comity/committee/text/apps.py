"""The subject of text, told to Django."""

from typing import ClassVar

from django.apps import AppConfig


class Subject(AppConfig):
    """What this subject brings to the node."""

    name = "comity.committee.text"
    label = "text"
    default_auto_field = "django.db.models.BigAutoField"
    access = "comity.committee.text.rules.access.ACCESS"
    ahead = "comity.committee.text.models.figures.read_ahead"
    live: ClassVar = {"text": "comity.committee.text.views.live.FEED"}
