"""The limits are one frozen table, and each is what the protocol says."""

from dataclasses import FrozenInstanceError
from datetime import timedelta

import pytest

from comity.foundation.limits import KIB, LIMITS, Limits


def test_the_limits_that_the_protocol_names() -> None:
    assert LIMITS.act == 1024 * 1024
    assert LIMITS.clock_skew == timedelta(minutes=5)
    assert LIMITS.record == 2**53 - 1


def test_nobody_changes_a_limit() -> None:
    with pytest.raises(FrozenInstanceError):
        LIMITS.act = 2


def test_no_limit_is_zero_for_empty_is_never_permission() -> None:
    assert all(getattr(LIMITS, name) for name in Limits.__slots__)


def test_an_envelope_has_room_for_the_largest_act_and_all_its_recipients() -> None:
    header_of_one, tags = 1600, 16 * (LIMITS.act // (64 * KIB) + 1)
    assert LIMITS.act + tags + LIMITS.sealed_for * header_of_one + 10_000 < LIMITS.envelope
