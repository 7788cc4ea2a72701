"""Both sides read one table; whatever crosses on the way, they end in the same state."""

import pytest
from hypothesis import given, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from comity.errors.requests import NotNow, NotTheAddressee
from comity.regime.requests.rules.life import (
    AWAITING,
    CARRIED,
    ENDED,
    STEPS,
    Deed,
    Event,
    Side,
    State,
    advance,
    arrive,
    open_deeds,
)

DEEDS = st.sampled_from(Deed)
STATES = st.sampled_from(State)
SIDES = st.sampled_from(Side)


@given(state=STATES, deed=DEEDS, side=SIDES)
def test_an_act_is_open_exactly_where_its_row_says_so(state, deed, side):
    if deed in open_deeds(state, side=side):
        assert advance(state, deed, side=side) is (STEPS[deed].after or state)
    else:
        with pytest.raises((NotNow, NotTheAddressee)):
            advance(state, deed, side=side)


@given(state=st.sampled_from(sorted(ENDED)), side=SIDES)
def test_nothing_is_open_after_the_end(state, side):
    assert open_deeds(state, side=side) == ()


@pytest.mark.mandate("E11")
@pytest.mark.parametrize("deed", [Deed.ACCEPT, Deed.REFUSE, Deed.PRESERVE, Deed.DISCLOSE, Deed.LAPSE])
def test_only_the_requested_state_decides(deed):
    assert STEPS[deed].side is Side.REQUESTED
    for state in State:
        with pytest.raises(NotTheAddressee):
            advance(state, deed, side=Side.REQUESTER)


def test_each_act_has_its_own_word_in_the_record():
    events = [step.event for step in STEPS.values()]
    assert len(set(events)) == len(events)
    assert set(Event) == set(events) | {Event.DRAFTED, Event.RECEIVED, Event.CONTINUED, Event.OVERDUE}
    assert all(event.count(":") == 2 and event.startswith("requests:") for event in Event)


@given(state=STATES, deed=DEEDS, side=SIDES)
def test_my_own_act_never_comes_back_to_me(state, deed, side):
    if STEPS[deed].side is side:
        with pytest.raises(NotTheAddressee):
            arrive(state, deed, side=side)


@pytest.mark.parametrize("deed", [Deed.SEND, Deed.REVISE, Deed.DISCARD])
@pytest.mark.parametrize("state", list(State))
def test_a_request_that_arrives_twice_does_not_begin_again(deed, state):
    with pytest.raises((NotNow, NotTheAddressee)):
        arrive(state, deed, side=Side.REQUESTED)


def test_a_refusal_that_crosses_a_withdrawal_stands_on_both_sides():
    requester = advance(State.SENT, Deed.WITHDRAW, side=Side.REQUESTER)
    requested = advance(State.OPENED, Deed.REFUSE, side=Side.REQUESTED)
    assert arrive(requester, Deed.REFUSE, side=Side.REQUESTER) is State.REFUSED
    assert arrive(requested, Deed.WITHDRAW, side=Side.REQUESTED) is State.REFUSED


def test_an_acceptance_that_crosses_a_withdrawal_gives_way_to_it():
    requester = advance(State.SENT, Deed.WITHDRAW, side=Side.REQUESTER)
    requested = advance(State.OPENED, Deed.ACCEPT, side=Side.REQUESTED)
    assert arrive(requester, Deed.ACCEPT, side=Side.REQUESTER) is State.WITHDRAWN
    assert arrive(requested, Deed.WITHDRAW, side=Side.REQUESTED) is State.WITHDRAWN


@pytest.mark.mandate("E8")
class TwoDesks(RuleBasedStateMachine):
    """A requester and a requested State that act at will, with two lines between them that keep order."""

    def __init__(self):
        super().__init__()
        self.states = {Side.REQUESTER: State.SENT, Side.REQUESTED: State.RECEIVED}
        self.lines = {Side.REQUESTER: [], Side.REQUESTED: []}  # on the way to that side

    @rule(side=SIDES, data=st.data())
    def act(self, side, data):
        choices = open_deeds(self.states[side], side=side)
        if not choices:
            return
        deed = data.draw(st.sampled_from(choices))
        self.states[side] = advance(self.states[side], deed, side=side)
        if deed in CARRIED:
            self.lines[side.other].append(deed)

    @precondition(lambda self: any(self.lines.values()))
    @rule(data=st.data())
    def carry(self, data):
        side = data.draw(st.sampled_from([side for side, line in self.lines.items() if line]))
        self.states[side] = arrive(self.states[side], self.lines[side].pop(0), side=side)

    @invariant()
    def both_hold_the_same_once_all_has_arrived(self):
        if any(self.lines.values()):
            return
        mine, theirs = self.states[Side.REQUESTER], self.states[Side.REQUESTED]
        waiting = {State.SENT, State.RECEIVED, State.OPENED}
        assert mine == theirs or {mine, theirs} <= waiting

    @invariant()
    def what_was_decided_is_never_undone(self):
        if self.states[Side.REQUESTED] is State.REFUSED:
            assert self.states[Side.REQUESTER] not in {State.ACCEPTED, State.PRESERVED, State.DISCLOSED}


TestTwoDesks = TwoDesks.TestCase


def test_every_state_but_the_first_can_be_reached():
    reached = {State.SENT, State.RECEIVED, State.DRAFT}
    for _ in State:
        reached |= {
            advance(state, deed, side=side)
            for side in Side
            for state in reached
            for deed in open_deeds(state, side=side)
        }
    assert reached == set(State)
    assert reached >= AWAITING
