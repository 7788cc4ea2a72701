"""The subject of requests, told to Django and to the node."""

from typing import ClassVar

from django.apps import AppConfig


class Subject(AppConfig):
    """What this subject brings to the node."""

    name = "comity.regime.requests"
    label = "requests"
    default_auto_field = "django.db.models.BigAutoField"

    access = "comity.regime.requests.rules.ACCESS"
    understands: ClassVar[dict[str, str]] = {
        "preserve": "comity.regime.requests.services.receive_preservation",
        "answer": "comity.regime.requests.services.receive_answer",
        "refuse": "comity.regime.requests.services.receive_refusal",
        "ask-more": "comity.regime.requests.services.receive_questions",
        "inform": "comity.regime.requests.services.receive_information",
        "disclose": "comity.regime.requests.services.receive_disclosure",
        "withdraw": "comity.regime.requests.services.receive_withdrawal",
    }
    deadlines: ClassVar[dict[str, str]] = {
        "requests:answer": "comity.regime.requests.services.answer_overdue",
        "requests:preservation": "comity.regime.requests.services.preservation_over",
    }
    needs_evidence = "comity.regime.requests.services.needs_evidence"
