from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from comity.access import Actor, Role, permits
from comity.errors.node import RolesConflict
from comity.node.rules import (
    ACCESS,
    COMMAND_LINE,
    LONGEST,
    NODE_ACTOR,
    OF_A_STATE,
    patience,
    require_compatible,
)


def test_every_deed_of_the_node_is_permitted_to_somebody_and_none_to_a_stranger():
    for deed, alternatives in ACCESS.items():
        assert alternatives
        assert not permits(ACCESS, Actor("a stranger"), deed)


@pytest.mark.parametrize(
    "deed",
    [deed for deed in ACCESS if deed.split(".")[1].split("-")[0] in {"receive", "refuse", "fetch", "expire"}],
)
def test_only_the_installation_itself_takes_what_peers_send(deed: str):
    assert permits(ACCESS, NODE_ACTOR, deed)
    everybody_else = Actor("everybody else", None, frozenset(Role) - {Role.NODE})
    assert not permits(ACCESS, everybody_else, deed)


def test_the_command_line_acts_as_administrator_and_as_nobody_else():
    assert permits(ACCESS, COMMAND_LINE, "node.pin-profile")
    assert not permits(ACCESS, COMMAND_LINE, "node.receive-act")


@pytest.mark.parametrize("role", sorted(OF_A_STATE))
def test_no_officer_serves_the_secretariat_and_a_state_at_once(role: Role):
    with pytest.raises(RolesConflict):
        require_compatible([Role.SECRETARIAT, role])
    require_compatible([role])
    require_compatible([Role.SECRETARIAT])


def test_no_officer_is_the_installation_itself():
    with pytest.raises(RolesConflict):
        require_compatible([Role.NODE])


@given(st.integers(0, 10_000), st.binary(min_size=2, max_size=2))
def test_patience_never_ends_and_never_exceeds_an_hour_and_a_half(attempts: int, chance: bytes):
    span = patience(attempts, lambda _size: chance)
    assert timedelta(seconds=1) <= span <= LONGEST * 1.5


@given(st.integers(1, 40))
def test_patience_doubles_until_an_hour(attempts: int):
    def none(_size: int) -> bytes:
        return b"\x00\x00"

    assert patience(attempts + 1, none) == min(patience(attempts, none) * 2, LONGEST)
