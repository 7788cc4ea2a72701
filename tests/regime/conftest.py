"""One real node of Aldova, and Borania as a peer who holds keys and speaks the protocol, both on one clock."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import tomli_w
from tests.regime.peer import Peer
from tests.regime.states import AT, profile, signing

from comity.access import Actor, Role
from comity.foundation.directory import sign_profile
from comity.node import clock, directory, founding, installation, own
from comity.node.rules import COMMAND_LINE
from comity.words import AuthorityId, StateCode


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = AT

    def now(self):
        return self.at

    def move(self, **span: int):
        self.at += timedelta(**span)
        return self.at


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The one clock of the node, in the hands of the test."""
    hand = Clock()
    modules = [
        "comity.node.acts",
        "comity.node.reception",
        "comity.node.directory",
        "comity.node.transfers",
        "comity.node.delivery",
        "comity.regime.requests.services.bundling",
        "comity.regime.requests.services.drafting",
        "comity.regime.evidence.services.keeping",
    ]
    for module in modules:
        if hasattr(__import__(module, fromlist=["now"]), "now"):
            monkeypatch.setattr(f"{module}.now", hand.now)
    monkeypatch.setattr(clock, "now", hand.now)
    return hand


@pytest.fixture
def node(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch, db, ticking) -> Path:
    """Aldova's node: founded, with its profile signed, and Borania's profile pinned."""
    home = tmp_path / "aldova"
    founding.found(home, founding.Plan(StateCode("XA"), {"en": "Aldova"}, "http://localhost:8000"))
    told = installation.tomllib.loads((home / "node.toml").read_text(encoding="utf-8"))
    since = (AT + timedelta(days=-200)).moment.date()
    told["instruments"] = [{"id": "UNCC", "since": since}, {"id": "BUDAPEST", "since": since}]
    told["requests"] = {"languages": ["en", "fr"]}
    (home / "node.toml").write_text(tomli_w.dumps(told), encoding="utf-8")
    monkeypatch.setenv("COMITY_HOME", str(home))
    settings.INSTALLATION = installation.here()
    own._keys.cache_clear()
    directory.sign_own(COMMAND_LINE)
    borania = replace(profile("XB"), nodes=profile("XB").nodes)
    directory.pin(COMMAND_LINE, sign_profile(borania, signing("XB root")))
    return home


@pytest.fixture
def peer(node, ticking) -> Peer:
    """Borania, which holds its own keys and what it was told."""
    return Peer(StateCode("XB"), directory.own_profile(), ticking)


@pytest.fixture
def duty() -> Actor:
    """The duty officer of Aldova."""
    return Actor("duty", StateCode("XA"), frozenset({Role.DUTY_OFFICER}), AuthorityId("XA/duty"))
