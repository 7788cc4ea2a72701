"""Validity: a key counts from its beginning up to, not including, its end."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from comity.errors.identity import EmptyValidity, KeyExpired, KeyNotYetValid
from comity.foundation.identity import Validity
from comity.words import Instant

NOON = Instant.parse("2026-11-21T12:00:00.000Z")
TICK = timedelta(milliseconds=1)
DAY = Validity(NOON, NOON + timedelta(days=1))


@given(st.integers(0, 86_400_000 - 1))
def test_every_moment_inside_counts(milliseconds: int) -> None:
    DAY.require(NOON + milliseconds * TICK)


def test_the_moment_before_is_too_early() -> None:
    with pytest.raises(KeyNotYetValid) as refused:
        DAY.require(NOON + -TICK)
    assert refused.value.facts == {"since": NOON}


def test_the_end_itself_is_too_late() -> None:
    with pytest.raises(KeyExpired) as refused:
        DAY.require(DAY.until)
    assert refused.value.place == str(DAY.until)


@pytest.mark.parametrize("span", [timedelta(), -TICK])
def test_a_validity_without_a_moment_is_refused(span: timedelta) -> None:
    with pytest.raises(EmptyValidity):
        Validity(NOON, NOON + span)
