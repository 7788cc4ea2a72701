"""The ground of the tests holds: a throwaway home, the right database, marks that mean something."""

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from comity.node.installation import Installation


def test_no_test_ever_sees_the_home_of_a_real_node() -> None:
    home = django_settings.INSTALLATION.home
    assert home.name.startswith("comity-tests-")
    assert os.environ["COMITY_HOME"] == str(home)


def test_a_test_may_have_an_installation_of_its_own(node_home: Path, settings) -> None:
    installation: Installation = settings.INSTALLATION
    assert installation.home == node_home
    assert installation.exists
    assert installation.state == "XA"


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    wanted = "postgresql" if os.environ.get("COMITY_DATABASE") else "sqlite"
    assert connection.vendor == wanted
    if wanted == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)


@pytest.mark.django_db
def test_whatever_touches_the_database_is_marked_as_store(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("store")
