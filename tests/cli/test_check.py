"""`comity check` tells each step's faults, and ends with 1 when there is one."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from comity.cli import check
from comity.cli.check import Step, program


def clean(_folder: Path) -> list[str]:
    return []


def faulty(_folder: Path) -> list[str]:
    return [f"page.py:{line}: [bold] a fault" for line in range(50)]


def test_every_step_comes_back_with_its_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = list(check.run([Step("one", clean, ""), Step("two", faulty, "Mend it.")], tmp_path))
    assert {outcome.step.name: len(outcome.faults) for outcome in outcomes} == {"one": 0, "two": 50}
    told = capsys.readouterr().out
    assert "page.py:0: [bold] a fault" in told
    assert "and 10 more" in told
    assert "Mend it." in told


def test_a_look_that_breaks_is_a_fault_and_stops_no_other(tmp_path: Path) -> None:
    def broken(_folder: Path) -> list[str]:
        raise KeyError("gone")

    outcomes = {
        outcome.step.name: outcome.faults
        for outcome in check.run([Step("a", broken, ""), Step("b", clean, "")], tmp_path)
    }
    assert outcomes == {"a": ["could not look: KeyError: 'gone'"], "b": []}


def test_a_program_that_fails_gives_its_lines_and_one_that_succeeds_gives_none(tmp_path: Path) -> None:
    name = Path(sys.executable).name
    assert program(name, "-c", "print('noise')")(tmp_path) == []
    assert program(name, "-c", "print('a fault'); raise SystemExit(3)")(tmp_path) == ["a fault"]
    assert program(name, "-c", "raise SystemExit(3)")(tmp_path) == [f"{name} ended with 3"]


@pytest.mark.parametrize(("look", "code"), [(clean, 0), (faulty, 1)])
def test_the_outcome_is_told_to_machines(monkeypatch: pytest.MonkeyPatch, look: check.Look, code: int) -> None:
    monkeypatch.setattr(check, "STEPS", (Step("only", look, ""),))
    ended = CliRunner().invoke(check.app, ["--json"])
    assert ended.exit_code == code
    assert [(row["step"], bool(row["faults"])) for row in json.loads(ended.stdout)] == [("only", bool(code))]


def test_an_unknown_step_is_refused_and_the_known_are_named() -> None:
    ended = CliRunner().invoke(check.app, ["fromat"])
    assert ended.exit_code == 2
    assert "fromat" in ended.output
    assert "sentences" in ended.output.replace("\n", " ")
