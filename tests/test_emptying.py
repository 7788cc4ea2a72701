"""What one test committed the next does not find."""

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from tests.emptying import LAID_OUT, empty

from comity.node.models import LogHead, Officer


def held() -> dict[str, int]:
    """Count the rows of every table that holds some."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: rows for model in models if (rows := model._base_manager.count())}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["by itself", "at the end of a test", "before the next"])
def test_what_was_committed_is_gone_and_what_django_laid_out_stays(turn: str):
    laid_out = held()
    assert set(laid_out) == LAID_OUT
    officer = Officer.objects.create(name="administrator")
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
    LogHead.objects.create(id=1, size=0, edge=b"")
    assert set(held()) == LAID_OUT | {"node_officer", "mfa_authenticator", "node_loghead"}
    if turn == "by itself":
        empty()
        assert held() == laid_out
