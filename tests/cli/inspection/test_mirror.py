"""What decides or writes and has no test of its name is found."""

from pathlib import Path

import pytest

from comity.cli.inspection import mirror


def inspect(folder: Path, *names: str) -> list[str]:
    return mirror.faults(folder, [folder / name for name in names])


@pytest.mark.parametrize(
    ("page", "test"),
    [
        ("foundation/trees.py", "foundation/test_trees.py"),
        ("foundation/record/log.py", "foundation/record/test_log.py"),
        ("node/outbox.py", "node/test_outbox.py"),
        ("regime/requests/rules.py", "regime/requests/test_rules.py"),
        ("regime/requests/rules/life.py", "regime/requests/rules/test_life.py"),
        ("regime/requests/services/sending.py", "regime/requests/services/test_sending.py"),
    ],
)
def test_a_page_that_decides_or_writes_needs_its_test(tmp_path: Path, page: str, test: str) -> None:
    assert inspect(tmp_path, f"src/comity/{page}") == [f"src/comity/{page}: no test stands at tests/{test}"]
    assert inspect(tmp_path, f"src/comity/{page}", f"tests/{test}") == []


@pytest.mark.parametrize(
    "test", ["tests/regime/requests/test_services.py", "tests/regime/requests/test_sending.py"]
)
def test_a_room_that_became_a_folder_may_be_tested_as_one(tmp_path: Path, test: str) -> None:
    assert inspect(tmp_path, "src/comity/regime/requests/services/sending.py", test) == []


@pytest.mark.parametrize(
    "page",
    [
        "node/apps.py",
        "node/migrations/0001_initial.py",
        "foundation/__init__.py",
        "desks/reader.py",
        "words.py",
    ],
)
def test_what_decides_nothing_or_is_a_page_needs_none(tmp_path: Path, page: str) -> None:
    assert inspect(tmp_path, f"src/comity/{page}") == []
