"""The table gives cases to a State's own officers, counts to oversight, and nothing to anybody else."""

from itertools import combinations

import pytest

from comity.access import ANONYMOUS, Actor, Role, permits
from comity.regime.requests.rules import ACCESS
from comity.regime.requests.rules.life import Deed, Side, State
from comity.regime.requests.rules.standing import Standing
from comity.words import AuthorityId, StateCode

CASE = Standing(
    reference="XA-2026-0001",
    thread="",
    side=Side.REQUESTED,
    state=State.OPENED,
    ours=AuthorityId("XA/duty"),
    theirs=AuthorityId("XB/duty"),
)
OFFICERS = {Role.DUTY_OFFICER, Role.CENTRAL_AUTHORITY}
OTHERS = sorted(set(Role) - OFFICERS - {Role.OVERSIGHT})


def actor(*roles: Role, state: str = "XA") -> Actor:
    return Actor("somebody", StateCode(state), frozenset(roles))


@pytest.mark.mandate("E8")
@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_the_duty_officer_and_the_central_authority_may_do_all_of_their_own_state(role):
    assert all(permits(ACCESS, actor(role), deed, CASE) for deed in ACCESS)


@pytest.mark.mandate("E11")
@pytest.mark.parametrize("deed", sorted(ACCESS))
def test_the_same_office_of_another_state_may_do_nothing_to_a_case(deed):
    stranger = actor(*OFFICERS, state="XB")
    assert not permits(ACCESS, stranger, deed, CASE)


@pytest.mark.mandate("E12")
@pytest.mark.parametrize("deed", sorted(ACCESS))
def test_no_other_roles_together_amount_to_a_permission(deed):
    assert not permits(ACCESS, ANONYMOUS, deed, CASE)
    for number in range(len(OTHERS) + 1):
        for roles in combinations(OTHERS, number):
            assert not permits(ACCESS, actor(*roles), deed, CASE)


@pytest.mark.mandate("E12")
def test_oversight_counts_and_does_nothing_else():
    assert [deed for deed in ACCESS if permits(ACCESS, actor(Role.OVERSIGHT), deed, CASE)] == ["requests.count"]


def test_an_officer_of_no_state_has_no_case():
    assert not permits(ACCESS, Actor("somebody", None, frozenset(OFFICERS)), "requests.list")


def test_every_deed_of_the_life_has_its_row_but_those_of_the_clock():
    assert {f"requests.{deed}" for deed in Deed} - set(ACCESS) == {"requests.lapse"}


def test_what_bears_no_authority_is_nobodys_case():
    assert not permits(ACCESS, actor(*OFFICERS), "requests.read", "a case by its name alone")
