"""Ground for the committee's tests: who acts, and where real texts stand."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.access import Actor, Role
from comity.node import founding, installation
from comity.words import StateCode

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shared() -> Callable[[str], bytes]:
    """The bytes of a real text; the test is skipped where they do not stand beside the repository."""
    folder = Path(os.environ.get("COMITY_SHARED") or REPOSITORY.parent / "shared") / "data"

    def read(name: str) -> bytes:
        if not (folder / name).exists():
            pytest.skip(
                f"the real text {name} does not stand beside the repository (COMITY_SHARED names the folder)"
            )
        return (folder / name).read_bytes()

    return read


@pytest.fixture(scope="session")
def demonstration() -> tuple[str, ...]:
    """The three drafts of the demonstration."""
    folder = REPOSITORY / "src/comity/reference/demonstration"
    return tuple((folder / f"draft-{number}.md").read_text(encoding="utf-8") for number in (1, 2, 3))


@pytest.fixture(scope="session")
def secretariat() -> Actor:
    return Actor("secretariat", None, frozenset({Role.SECRETARIAT}))


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the secretariat's node, with its keys."""
    home = tmp_path_factory.mktemp("secretariat") / "node"
    plan = founding.Plan(StateCode("ZZ"), {"en": "Secretariat"}, "http://localhost:8000", kind="secretariat")
    founding.found(home, plan)
    return home


@pytest.fixture
def node(founded: Path, settings, monkeypatch: pytest.MonkeyPatch, transactional_db) -> Path:
    """The secretariat's node, its record empty."""
    monkeypatch.setenv("COMITY_HOME", str(founded))
    settings.INSTALLATION = installation.here()
    return founded
