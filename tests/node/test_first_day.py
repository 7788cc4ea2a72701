"""A node begins once: its tables, its first profile, its administrator; beginning again changes nothing."""

import pytest

from comity.access import Role
from comity.node import first_day, profiles
from comity.node.models import Officer, PinnedProfile

pytestmark = pytest.mark.store


def test_a_new_node_signs_its_first_profile_and_an_old_one_keeps_its_own(node) -> None:
    PinnedProfile.objects.all().delete()
    first_day.prepare()
    first = profiles.own_profile()
    first_day.prepare()
    assert profiles.own_profile() == first
    assert first.serial == 1


def test_the_administrator_is_appointed_once_and_the_password_is_shown_once(node) -> None:
    secret = first_day.administrator("administrator", None)
    officer = Officer.objects.get(name="administrator")
    assert officer.check_password(secret)
    assert officer.actor.roles == {Role.ADMINISTRATOR}
    assert first_day.administrator("administrator", "another") == ""
    assert Officer.objects.get().check_password(secret)
