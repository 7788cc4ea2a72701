"""A law's page is its own docstring, laid out for a reader, with nothing of it lost."""

from pathlib import Path

import pytest

from comity.cli.documents import laws
from comity.cli.documents.laws import Volume

PAGE = '''"""The life of a thing.

* It begins once.                                       UNCC 42(1)
* It ends, and may say ``why``.

    drawn ──► as drawn

word        what it says
other word  what that says
"""

LIMIT = 3


class Thing(Frozen):
    """A thing: its name and its size, `<` all others."""

    name: str
    _secret: int = 0

    def grow(self, *, by: int) -> "Thing":
        """Grow, never shrink."""

    def _hide(self): ...


def begin(at: Instant) -> Thing:
    """Begin."""


def _private(): ...
'''


@pytest.fixture
def told(tmp_path: Path) -> str:
    room = tmp_path / "src" / "comity" / "subject"
    room.mkdir(parents=True)
    (room / "rules.py").write_text(PAGE, encoding="utf-8")
    return laws.page(Volume("subject", "A subject", ("subject/rules",)), tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "# A subject",
        "## `comity.subject.rules`",
        "* It begins once. *UNCC 42(1)*",
        "* It ends, and may say `why`.",
        "    drawn ──► as drawn",
        "    word        what it says",
        "### `Thing`",
        "class Thing(Frozen)",
        "    name: str",
        "A thing: its name and its size, `<` all others.",
        "#### `grow`",
        "def grow(self, *, by: int) -> 'Thing'",
        "def begin(at: Instant) -> Thing",
    ],
)
def test_what_the_source_says_is_on_the_page(told: str, line: str) -> None:
    assert line in told.splitlines()


@pytest.mark.parametrize("name", ["_private", "_hide", "_secret", "LIMIT"])
def test_what_is_private_or_undescribed_is_not(told: str, name: str) -> None:
    assert name not in told


def test_a_subject_that_is_not_there_has_an_empty_page(tmp_path: Path) -> None:
    assert laws.page(Volume("x", "Nothing yet", ("absent/rules",)), tmp_path).startswith("# Nothing yet")
