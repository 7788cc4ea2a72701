"""Aldova's node with its keys and profile, its peer Borania in memory, and a subject of letters between them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from tests.node import letters
from tests.node.peer import Peer
from tests.node.wire import Wire

from comity.node import directory, founding, installation, own, subjects
from comity.node.clock import now
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode


@pytest.fixture
def node(tmp_path: Path, settings, db) -> Path:
    """Aldova's node, founded as the command founds it, its own profile signed."""
    home = tmp_path / "XA"
    founding.found(home, founding.Plan(StateCode("XA"), {"en": "Aldova"}, "http://localhost:8000"))
    settings.INSTALLATION = installation.read(home)
    directory.sign_own(COMMAND_LINE)
    return home


@pytest.fixture
def subject(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The subject of letters, declared as any subject is."""
    config = apps.get_app_config("node")
    declared = {"access": "tests.node.letters.ACCESS", "understands": letters.UNDERSTANDS}
    declared |= {"deadlines": letters.DEADLINES, "custody": letters.CUSTODY}
    for name, value in declared.items():
        monkeypatch.setattr(config, name, value, raising=False)
    monkeypatch.setattr(
        apps.get_app_config("evidence"), "custody", ""
    )  # its custodian knows its own items only
    subjects.forget()
    yield
    monkeypatch.undo()
    subjects.forget()
    for heard in (letters.received, letters.late, letters.kept):
        heard.clear()


@pytest.fixture
def peer(node: Path, subject: None, monkeypatch: pytest.MonkeyPatch) -> Peer:
    """Borania, pinned here, knowing us, reached without a wire."""
    borania = Peer()
    borania.known[own.state()] = directory.own_profile()
    directory.pin(COMMAND_LINE, borania.document(now()))
    monkeypatch.setattr(own.carrier(), "pool", Wire(borania))
    return borania
