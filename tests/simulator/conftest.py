"""Nodes that are founded once for a page of tests, and a world of them for each test."""

import logging
from collections.abc import Iterator

import pytest
from tests.simulator.ground import Ground, ground
from tests.simulator.world import World


@pytest.fixture(scope="module")
def founded(django_db_blocker) -> Iterator[Ground]:
    logging.disable(logging.ERROR)  # refusals by the thousand are what is wanted here
    with django_db_blocker.unblock(), ground() as founded:
        yield founded
    logging.disable(logging.NOTSET)


@pytest.fixture
def unblocked(django_db_blocker) -> Iterator[None]:
    """Nodes of the simulation have their own databases, none of which is the one that the tests share."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def world(founded: Ground, unblocked: None) -> Iterator[World]:
    with founded.world() as world:
        yield world
