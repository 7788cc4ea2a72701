"""A node dies at each place where it writes something, one place after the other, until it has outlived them all."""

from itertools import count

import pytest
from tests.simulator import letters
from tests.simulator.ground import Ground
from tests.simulator.world import World

from comity.words import StateCode

XA, XB = map(StateCode, ("XA", "XB"))
LONG = 70_000  # bytes: kept as an object
FEWEST = {XA: 20, XB: 12}  # places that a send and a receive pass at least


def _lived(world: World, size: int) -> None:
    letter = world.write(XA, [XB], kind=letters.TELL, size=size)
    world.turn(XA)
    for envelope in world.unread(XB):
        world.read(XB, envelope)
    world.turn(XB)
    if letter is not None:
        ((thread, others),) = world.threads(XA)
        world.write(XA, others, kind=letters.DECLINED, thread=thread)
        world.turn(XA)


@pytest.mark.mandate("E8")
@pytest.mark.parametrize(("whose", "prompt"), [(XA, False), (XB, True)], ids=["the author", "the addressee"])
def test_nothing_is_lost_or_doubled_wherever_a_node_dies(
    founded: Ground, unblocked: None, whose: StateCode, prompt: bool
) -> None:
    died: list[str] = []
    for lives in count():
        with founded.world() as world:
            world.prompt = prompt
            world.nodes[whose].lives = lives
            _lived(world, LONG if lives % 2 else 0)
            died += world.deaths
            world.mend()
            world.require_in_the_end()
            if not world.deaths:
                break
    assert len(died) == lives
    assert lives >= FEWEST[whose]
