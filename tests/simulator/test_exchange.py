"""Whatever a network, a clock or a death does, each act takes effect once, or is refused, or is seen to wait."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.simulator.machine import Exchange
from tests.simulator.world import Ground, ground

CALM = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def founded(django_db_blocker) -> Iterator[Ground]:
    with django_db_blocker.unblock(), ground() as founded:
        yield founded


@pytest.fixture
def unblocked(django_db_blocker) -> Iterator[None]:
    logging.disable(logging.ERROR)  # refusals by the thousand are what is wanted here
    with django_db_blocker.unblock():
        yield
    logging.disable(logging.NOTSET)


def test_three_nodes_hold_one_story_over_a_hostile_network(founded: Ground, unblocked: None) -> None:
    Exchange.ground = founded
    run_state_machine_as_test(Exchange, settings=CALM)
