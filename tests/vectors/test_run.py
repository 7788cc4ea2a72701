"""The runner verifies the vectors by itself, and notices every result that is not so."""

import ast
import copy
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "vectors"
RUNNER = FOLDER / "run.py"
FILES = sorted(FOLDER.glob("*.json"))
HELD = "values-that-nothing-gives"


@pytest.fixture(scope="module")
def runner():
    spec = importlib.util.spec_from_file_location("vectors_runner", RUNNER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.mandate("E4", "E8")
def test_the_runner_agrees_with_every_file_in_a_clean_interpreter(tmp_path) -> None:
    command = [sys.executable, "-I", str(RUNNER)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == [*(path.stem for path in FILES), "all"]


def test_the_runner_needs_only_python_and_cryptography() -> None:
    tree = ast.parse(RUNNER.read_text(encoding="utf-8"))
    names = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) == {"cryptography"}


def test_the_runner_says_no_when_it_has_nothing_to_run(tmp_path) -> None:
    (tmp_path / "run.py").write_bytes(RUNNER.read_bytes())
    command = [sys.executable, "-I", str(tmp_path / "run.py")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_result_that_is_changed_is_noticed(runner, path, tmp_path) -> None:
    file = json.loads(path.read_text(encoding="utf-8"))
    for group in file["groups"]:
        for test in group["tests"]:
            spoil(test)
    spoilt = tmp_path / path.name
    spoilt.write_text(json.dumps(file), encoding="utf-8")
    count, faults = runner.run(spoilt)
    assert [fault.split(":")[0] for fault in faults] == [
        f"{path.name} {number}" for number in range(1, count + 1)
    ]


def spoil(test: dict) -> None:
    """Change what a test expects: another code, another value, or the other result."""
    if test["result"] == "invalid":
        test["error"] = "another-code"
    elif test["gives"]:
        name = min(test["gives"])
        test["gives"][name] = HELD
    else:
        test.update(result="invalid", error="another-code")


def test_a_test_that_was_left_out_is_noticed(runner, tmp_path) -> None:
    file = json.loads((FOLDER / "canonical.json").read_text(encoding="utf-8"))
    shorter = copy.deepcopy(file)
    shorter["groups"][0]["tests"].pop()
    path = tmp_path / "canonical.json"
    path.write_text(json.dumps(shorter), encoding="utf-8")
    assert runner.run(path)[1] == [
        f"canonical.json: {file['numberOfTests'] - 1} tests, not {file['numberOfTests']}"
    ]
