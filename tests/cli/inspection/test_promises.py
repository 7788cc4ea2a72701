"""Promises are counted from the marks on tests, read without running them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from comity.cli import mandate
from comity.cli.inspection import checkout, promises
from comity.reference import mandate as reference

PAGE = """
import pytest

pytestmark = [pytest.mark.store, pytest.mark.mandate("E8")]

@pytest.mark.mandate("E4", "E8")
@pytest.mark.parametrize("n", [1, 2])
def test_a_seal_holds(n): ...

def test_another(): ...

@pytest.mark.mandate("R2")
class TestDesk:
    async def test_a_door(self): ...

def build(): ...
"""


def written(folder: Path, text: str) -> Path:
    (folder / "tests").mkdir()
    (folder / "tests" / "test_page.py").write_text(text, encoding="utf-8")
    return folder


def test_marks_of_module_class_and_test_are_laid_together() -> None:
    found = {keeper.name: keeper.ids for keeper in promises.read(PAGE, "tests/test_page.py")}
    assert found == {"test_a_seal_holds": ("E8", "E4"), "test_another": ("E8",), "test_a_door": ("E8", "R2")}


def test_a_test_counts_once_for_each_promise(tmp_path: Path) -> None:
    kept = promises.kept(written(tmp_path, PAGE))
    assert {name: len(tests) for name, tests in kept.items() if tests} == {"R2": 1, "E4": 1, "E8": 3}


def test_an_unknown_promise_is_named(tmp_path: Path) -> None:
    text = '@pytest.mark.mandate("E4", "E99")\ndef test_x(): ...\n'
    assert promises.faults(written(tmp_path, text)) == ["tests/test_page.py:2: no promise E99"]


def test_a_mark_on_what_is_no_test_is_named(tmp_path: Path) -> None:
    text = '@pytest.mark.mandate("E4")\ndef build(): ...\n'
    assert promises.faults(written(tmp_path, text)) == ["tests/test_page.py:2: no test"]


def test_the_mandate_is_whole_and_in_order() -> None:
    ids = [promise.id for promise in reference.promises()]
    assert ids == [f"R{n}" for n in range(17)] + ["P1", "P2", "P3", "PS"] + [f"E{n}" for n in range(1, 13)]
    assert len({promise.title for promise in reference.promises()}) == len(ids)


def test_the_command_prints_every_promise_as_json() -> None:
    told = CliRunner().invoke(mandate.app, ["--json"])
    kept = promises.kept(checkout.root())
    assert {row["id"]: row["tests"] for row in json.loads(told.stdout)} == {
        name: len(kept[name]) for name in kept
    }


@pytest.mark.parametrize("promise", ["R0", "E12"])
def test_the_command_prints_every_promise_for_a_reader(promise: str) -> None:
    assert promise in CliRunner().invoke(mandate.app).stdout
