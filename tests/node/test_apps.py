"""The node is one app beside the subjects, and brings nothing of its own that a subject would."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from comity.node.models import Officer


def test_the_officers_of_a_node_are_those_who_sign_in() -> None:
    assert get_user_model() is Officer
    assert apps.get_app_config("node").get_model("officer") is Officer


@pytest.mark.parametrize("declared", ["access", "understands", "deadlines", "custody", "needs_evidence"])
def test_what_acts_mean_is_left_to_the_subjects(declared: str) -> None:
    assert not hasattr(apps.get_app_config("node"), declared)
    assert any(hasattr(config, declared) for config in apps.get_app_configs())
