"""Nodes that are founded once and begin every world anew, with clock, chance and lines in the simulation's hands."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from tests.simulator.apps import Letters
from tests.simulator.network import Wire
from tests.simulator.node import Backup, SimulatedNode
from tests.simulator.world import BEGUN, STATES, World

from comity.errors.node import PeerUnreachable
from comity.node import clock, delivery, directory, errands, faults, founding, outbox, own, subjects
from comity.node.carrier import Carrier
from comity.node.keystore import NODE
from comity.node.rules import COMMAND_LINE
from comity.words import Instant, StateCode

DECLARED = ("access", "understands", "deadlines")


@dataclass
class Postman:
    """Delivers at once what a node has just committed, where the world says so, before anything else happens."""

    world: Any

    def takes(self, _peer: StateCode) -> bool:
        return bool(self.world.prompt)

    def deliver(self, claim: outbox.Claim, peer: StateCode) -> None:
        with suppress(PeerUnreachable):
            delivery.deliver([claim], peer)


@dataclass
class Ground:
    """Founded nodes that know one another, from which every world begins anew."""

    nodes: dict[StateCode, SimulatedNode]
    begun: dict[StateCode, Backup]
    folder: Path

    @contextmanager
    def world(self, seed: int = 0) -> Iterator[World]:
        """Begin a world: chance and the clock are its own, so that it can be played again."""
        for state, node in self.nodes.items():
            node.restore(self.begun[state])
            node.skew = 0
        bags = self.folder / "bags"
        shutil.rmtree(bags, ignore_errors=True)
        bags.mkdir()
        world = World(self.nodes, bags)
        with _held(self.nodes, world, random.Random(seed)):
            yield world


@contextmanager
def _held(nodes: dict[StateCode, SimulatedNode], world: Any, chance: random.Random) -> Iterator[None]:
    """Put the clock, chance, the carrier and the places of death into the hands of the simulation."""

    wire: Any = Wire(world.network)

    def of_now() -> SimulatedNode | None:
        return next((node for node in nodes.values() if node.installation is own.installation()), None)

    def nanoseconds() -> int:
        world.at = Instant(world.at.milliseconds + 1)  # no two things happen in one moment
        node = of_now()
        return (world.at.milliseconds + (node.skew if node else 0)) * 1_000_000

    def carrier() -> Carrier:
        return Carrier(own.state(), own.keys().signing(NODE), wire)

    def met(place: faults.Fault) -> None:
        node = of_now()
        if node is not None:
            node.pass_by(place)

    held = (
        (clock, "time", SimpleNamespace(time_ns=nanoseconds)),
        (own, "carrier", carrier),
        (os, "urandom", chance.randbytes),
        (faults, "meet", met),
        (errands, "_POOL", wire),
        (outbox, "_postman", Postman(world)),
    )
    before = [(place, name, getattr(place, name)) for place, name, _ in held]
    for place, name, value in held:
        setattr(place, name, value)
    try:
        yield
    finally:
        for place, name, value in before:
            setattr(place, name, value)


@contextmanager
def ground(states: Sequence[StateCode] = STATES) -> Iterator[Ground]:
    """Found a node of each State, let each pin the others, and keep how they begin."""
    memory = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="comity-simulator-", dir=memory))
    with _subject():
        nodes = {state: _founded(folder / str(state), state) for state in states}
        begun = SimpleNamespace(at=BEGUN + timedelta(days=-40), network=None, prompt=False)
        with _held(nodes, begun, random.Random(0)):
            documents = {}
            for state, node in nodes.items():
                node.make_tables()
                with node.running():
                    directory.sign_own(COMMAND_LINE)
                    documents[state] = directory.export()
            for state, node in nodes.items():
                with node.running():
                    for peer, document in documents.items():
                        if peer != state:
                            directory.pin(COMMAND_LINE, document)
        try:
            yield Ground(nodes, {state: node.backup() for state, node in nodes.items()}, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _founded(home: Path, state: StateCode) -> SimulatedNode:
    plan = founding.Plan(state, {"en": str(state)}, f"http://{state.lower()}.example")
    founding.found(home, plan)
    return SimulatedNode(home)


@contextmanager
def _subject() -> Iterator[None]:
    """Let the node know the letters and no other subject's custody."""
    node = apps.get_app_config("node")
    for name in DECLARED:
        setattr(node, name, getattr(Letters, name))
    subjects.forget()
    try:
        yield
    finally:
        for name in DECLARED:
            delattr(node, name)
        subjects.forget()
