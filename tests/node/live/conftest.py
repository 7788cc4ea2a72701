"""The feed of notices, declared as any subject's is, and a duty officer who may follow it."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from tests.node.live import notices
from tests.node.live.reading import signed_in

from comity.access import Role
from comity.node import subjects
from comity.node.models import Officer


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[notices.Notices]:
    """The feed ``notices``, of which nothing was rendered yet."""
    path = "tests.node.live.notices.FEED"
    monkeypatch.setattr(apps.get_app_config("node"), "live", {"notices": path}, raising=False)
    subjects.forget()
    notices.FEED.rendered.clear()
    yield notices.FEED
    monkeypatch.undo()
    subjects.forget()


@pytest.fixture
def duty(transactional_db: None, feed: notices.Notices) -> str:
    """The session of a duty officer, while a first word of the notices stands."""
    notices.post("begun")
    officer = Officer.objects.create(name="duty officer", state="XA", roles=[Role.DUTY_OFFICER])
    return signed_in(officer)
