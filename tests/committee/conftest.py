"""Ground for the committee's tests: who acts, and where real texts stand."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.access import Actor, Role

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
