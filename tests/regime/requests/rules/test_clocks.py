"""Clocks are values: what is left of them can be computed for any moment."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from tests.regime.states import AT

from comity.errors.requests import PreservationTooShort
from comity.regime.requests.rules.clocks import (
    Clock,
    Pause,
    answer_clock,
    lapses,
    preservation_clock,
    preserved_until,
)

MINUTES = st.integers(0, 10_000).map(lambda minutes: timedelta(minutes=minutes))


def test_an_urgent_request_is_answered_in_two_hours_and_another_in_a_day():
    assert answer_clock(AT, urgent=True).due(AT) == AT + timedelta(hours=2)
    assert answer_clock(AT, urgent=False).due(AT) == AT + timedelta(hours=24)
    assert answer_clock(AT, urgent=True, length=timedelta(minutes=30)).due(AT) == AT + timedelta(minutes=30)


@given(before=MINUTES, pause=MINUTES, after=MINUTES)
def test_a_clock_stands_still_while_more_is_asked(before, pause, after):
    start = AT + before
    clock = Clock(name="answer", start=AT, length=timedelta(days=30), pauses=(Pause(start, start + pause),))
    assert clock.left(start + pause + after) == timedelta(days=30) - before - after
    assert not clock.paused


@given(pause=MINUTES)
def test_nothing_runs_during_a_pause_that_has_not_ended(pause):
    clock = Clock(name="answer", start=AT, length=timedelta(hours=2), pauses=(Pause(AT),))
    assert clock.left(AT + pause) == timedelta(hours=2)
    assert clock.paused


def test_a_clock_expires_after_its_last_moment_and_not_at_it():
    clock = answer_clock(AT, urgent=True)
    assert not clock.expired(AT + timedelta(hours=2))
    assert clock.expired(AT + timedelta(hours=2, milliseconds=1))


def test_an_answer_in_time_stays_in_time_for_ever():
    clock = Clock(name="answer", start=AT, length=timedelta(hours=2), stopped=AT + timedelta(hours=1))
    assert clock.left(AT + timedelta(days=900)) == timedelta(hours=1)
    assert not clock.expired(AT + timedelta(days=900))


@given(ran=MINUTES)
def test_the_share_that_has_run_lies_between_nothing_and_all(ran):
    assert 0 <= answer_clock(AT, urgent=True).share(AT + ran) <= 1


@pytest.mark.mandate("E3", "E8")
def test_data_are_preserved_for_at_least_sixty_days():
    least = AT + timedelta(days=60)
    assert preserved_until(AT) == least
    assert preserved_until(AT, least) == least
    assert preserved_until(AT, AT + timedelta(days=90)) == AT + timedelta(days=90)
    with pytest.raises(PreservationTooShort):
        preserved_until(AT, AT + timedelta(days=60, milliseconds=-1))
    assert preservation_clock(AT, least).length == timedelta(days=60)


@pytest.mark.mandate("E8")
def test_an_announced_request_for_assistance_keeps_the_data_past_the_sixty_days():
    until = preserved_until(AT)
    assert not lapses(until, assistance_announced=False, at=until + timedelta(milliseconds=-1))
    assert lapses(until, assistance_announced=False, at=until)
    assert not lapses(until, assistance_announced=True, at=until + timedelta(days=365))
