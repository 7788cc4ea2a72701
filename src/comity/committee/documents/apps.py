"""The subject of documents, told to Django."""

from django.apps import AppConfig


class Subject(AppConfig):
    """What this subject brings to the node."""

    name = "comity.committee.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
    access = "comity.committee.documents.rules.access.ACCESS"
