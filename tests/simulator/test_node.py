"""A node of the simulation dies where it is told to, and its open transaction with it."""

import pytest
from tests.simulator import letters
from tests.simulator.node import writing
from tests.simulator.world import World

from comity.words import StateCode

XA, XB = map(StateCode, ("XA", "XB"))


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ('INSERT INTO "node_receipt" ("envelope") VALUES (?)', "INSERT node_receipt"),
        ("\n    UPDATE node_dispatch SET state = %s", "UPDATE node_dispatch"),
        ('DELETE FROM "node_loosecheckpoint" WHERE 1', "DELETE node_loosecheckpoint"),
        ("BEGIN IMMEDIATE", "BEGIN"),
        ("SELECT 1 FROM node_fork", ""),
        ("PRAGMA foreign_keys = ON", ""),
    ],
)
def test_a_place_is_named_by_what_its_statement_writes(statement: str, named: str) -> None:
    assert writing(statement) == named


@pytest.mark.parametrize(("lives", "kept"), [(0, 0), (3, 0), (40, 1)])
def test_what_was_not_committed_dies_with_the_process(world: World, lives: int, kept: int) -> None:
    node = world.nodes[XA]
    node.lives = lives
    letter = world.write(XA, [XB], kind=letters.TELL)
    assert (letter is not None) == bool(kept)
    assert node.down is not bool(kept)
    assert len(node.select("SELECT 1 FROM node_envelope")) == kept


def test_a_node_that_is_down_hears_nothing(world: World) -> None:
    world.nodes[XB].lives = 0
    world.write(XA, [XB], kind=letters.TELL)
    world.turn(XA)
    assert world.nodes[XB].down
    assert not world.nodes[XB].select("SELECT 1 FROM node_envelope")
    assert len(world.deaths) == 1
