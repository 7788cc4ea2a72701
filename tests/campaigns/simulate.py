"""Letting three simulated nodes live for as long as is asked, each life drawn anew."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, seed as begun_with, settings
from hypothesis.stateful import run_state_machine_as_test
from tests import conftest  # gives this process its home, and lets Django read its settings
from tests.simulator.ground import ground
from tests.simulator.machine import Exchange
from tests.simulator.world import World

EACH = settings(
    max_examples=50,
    stateful_step_count=40,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)
__all__ = ["conftest", "main"]


def main(*, minutes: float, seed: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Live until the time is up or something does not hold; what did not hold is told with its steps."""
    logging.disable(logging.ERROR)
    end, faults = time.monotonic() + 60 * minutes, []
    lives: Counter[str] = Counter()
    with ground() as founded:
        Exchange.ground = founded
        while time.monotonic() < end and not faults:
            Exchange.worlds.clear()
            try:
                run_state_machine_as_test(begun_with(seed)(Exchange), settings=EACH)
            except AssertionError as broken:
                faults.append("\n".join([f"seed {seed}: {broken}", *getattr(broken, "__notes__", ())]))
            for world in Exchange.worlds:
                lives.update(_count(world))
            say(f"seed {seed}: {lives['worlds']} worlds, {lives['letters']} letters, {lives['deaths']} deaths")
            seed += 1
    return {**lives, "faults": faults}


def _count(world: World) -> dict[str, int]:
    fates = {f"requests that {fate.name.lower()}": often for fate, often in world.network.counted.items()}
    states = Counter(state for letter in world.sent for state in world.standing(letter).values())
    ends = {f"deliveries {state}": often for state, often in states.items()}
    told = {"letters": len(world.sent), "deaths": len(world.deaths), "parcels": len(world.parcels)}
    return {"worlds": 1, **told, "keys rotated": world.rotated, **ends, **fates}
