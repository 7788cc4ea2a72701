"""What the shell lets an officer do."""

import pytest

from comity.access import ANONYMOUS, Actor, Role, permits
from comity.desks.rules import ACCESS, SEE_COUNTS, SEE_UNLINKING, SIGN_IN


def holding(role: Role) -> Actor:
    return Actor("somebody", roles=frozenset({role}))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.NODE])
def test_every_office_signs_in(role):
    assert permits(ACCESS, holding(role), SIGN_IN)


def test_nobody_signs_in_without_an_office_and_the_machine_never():
    assert not permits(ACCESS, ANONYMOUS, SIGN_IN)
    assert not permits(ACCESS, holding(Role.NODE), SIGN_IN)


@pytest.mark.mandate("E12")
def test_counts_are_for_oversight_and_the_administrator_alone():
    allowed = {role for role in Role if permits(ACCESS, holding(role), SEE_COUNTS)}
    assert allowed == {Role.OVERSIGHT, Role.ADMINISTRATOR}


@pytest.mark.mandate("E12")
def test_why_an_entry_was_unlinked_is_for_oversight_and_for_those_who_decide_it():
    allowed = {role for role in Role if permits(ACCESS, holding(role), SEE_UNLINKING)}
    assert allowed == {Role.OVERSIGHT, Role.CENTRAL_AUTHORITY, Role.SECRETARIAT}
