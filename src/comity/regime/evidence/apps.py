"""The subject of evidence, told to Django and to the node."""

from typing import ClassVar

from django.apps import AppConfig


class Subject(AppConfig):
    """What this subject brings to the node."""

    name = "comity.regime.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    access = "comity.regime.evidence.rules.ACCESS"
    deadlines: ClassVar[dict[str, str]] = {
        "evidence:shredding": "comity.regime.evidence.services.finish_destruction",
    }
    custody = "comity.regime.evidence.services.take_custody"
