"""One State asks as often as it may and no more often, and never at the cost of another."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from comity.errors.node import TooManyRequests
from comity.foundation.limits import LIMITS
from comity.node.throttle import Throttle
from comity.words import StateCode

XA, XB = StateCode("XA"), StateCode("XB")
FEW = replace(LIMITS, rate=2, burst=3)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def taken(throttle: Throttle, state: StateCode, asked: int) -> int:
    count = 0
    for _ in range(asked):
        try:
            throttle.admit(state)
        except TooManyRequests:
            continue
        count += 1
    return count


def test_a_batch_counts_each_of_its_envelopes():
    throttle = Throttle(Clock(), FEW)
    throttle.admit(XA, 2)
    with pytest.raises(TooManyRequests):
        throttle.admit(XA, 2)
    throttle.admit(XA, 1)
    assert taken(throttle, XA, 1) == 0


def test_at_once_a_state_may_ask_as_often_as_its_measure_holds_and_not_once_more():
    throttle = Throttle(Clock(), FEW)
    assert taken(throttle, XA, 3) == 3
    with pytest.raises(TooManyRequests) as refused:
        throttle.admit(XA)
    assert (refused.value.place, refused.value.facts["seconds"]) == ("XA", 1)


def test_one_state_never_uses_up_what_another_may_ask():
    throttle = Throttle(Clock(), FEW)
    taken(throttle, XA, 10)
    assert taken(throttle, XB, 10) == 3


def test_the_measure_fills_again_with_time_and_never_over_its_brim():
    clock = Clock()
    throttle = Throttle(clock, FEW)
    taken(throttle, XA, 3)
    clock.seconds += 0.5
    assert taken(throttle, XA, 5) == 1
    clock.seconds += 1000
    assert taken(throttle, XA, 5) == 3


@given(st.lists(st.floats(0, 2), max_size=40))
def test_over_any_time_no_more_is_taken_than_the_burst_and_the_rate(pauses: list[float]):
    clock = Clock()
    throttle, count, since = Throttle(clock, FEW), 0, clock.seconds
    for pause in pauses:
        clock.seconds += pause
        count += taken(throttle, XA, 2)
    assert count <= FEW.burst + FEW.rate * (clock.seconds - since) + 1e-6
