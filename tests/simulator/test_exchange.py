"""Whatever a network, a clock or a death does, each act takes effect once, or is refused, or is seen to wait."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.simulator import letters
from tests.simulator.ground import Ground
from tests.simulator.machine import Exchange
from tests.simulator.network import Fate
from tests.simulator.world import World

from comity.words import StateCode

CALM = settings(
    max_examples=8,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
XA, XB, XC = map(StateCode, ("XA", "XB", "XC"))
HOUR = 3_600_000


@pytest.mark.mandate("E8")
def test_three_nodes_hold_one_story_over_a_hostile_network(founded: Ground, unblocked: None) -> None:
    Exchange.ground = founded
    run_state_machine_as_test(Exchange, settings=CALM)


@pytest.mark.parametrize("fate", Fate, ids=lambda fate: fate.name.lower())
@pytest.mark.parametrize("prompt", [True, False], ids=["by the sender", "by the worker"])
def test_whatever_becomes_of_a_request_its_act_takes_effect_once(
    world: World, fate: Fate, prompt: bool
) -> None:
    world.prompt = prompt
    world.network.fates.append(fate)
    letter = world.write(XA, [XB, XC], kind=letters.TELL)
    world.turn(XA)
    assert letter is not None
    world.mend()
    world.require_in_the_end()
    assert world.standing(letter) == {XB: "delivered", XC: "delivered"}


def test_a_line_that_is_cut_one_way_leaves_an_act_that_took_effect_and_is_seen_to_wait(world: World) -> None:
    world.network.cuts.add((XB, XA))
    letter = world.write(XA, [XB], kind=letters.TELL)
    world.turn(XA)
    assert letter is not None
    assert world.standing(letter) == {XB: "waiting"}
    assert len(world.effects(letter, XB)) == 1
    world.mend()
    world.require_in_the_end()
    assert world.standing(letter) == {XB: "delivered"}


@pytest.mark.parametrize("hours", [-26, 26])
@pytest.mark.parametrize("whose", [XA, XB])
def test_a_wrong_clock_delays_an_act_in_sight_until_it_is_right_again(
    world: World, whose: StateCode, hours: int
) -> None:
    world.nodes[whose].skew = hours * HOUR
    letter = world.write(XA, [XB], kind=letters.TELL)
    world.turn(XA)
    assert letter is not None
    assert world.standing(letter) == {XB: "waiting"}
    world.mend()
    world.require_in_the_end()


def test_a_refused_act_keeps_its_place_without_effect_and_what_follows_it_is_taken(world: World) -> None:
    refused = world.write(XA, [XB, XC], kind=letters.DECLINED)
    world.turn(XA)
    ((thread, _),) = world.threads(XA)
    following = world.write(XA, [XB, XC], kind=letters.TELL, thread=thread)
    answer = world.write(XB, [XA, XC], kind=letters.TELL, thread=thread)
    assert refused is not None
    assert following is not None
    assert answer is not None
    world.mend()
    world.require_in_the_end()
    assert world.standing(refused) == {XB: "refused", XC: "refused"}
    assert world.standing(following) == {XB: "delivered", XC: "delivered"}
    assert world.standing(answer) == {XA: "delivered", XC: "delivered"}
