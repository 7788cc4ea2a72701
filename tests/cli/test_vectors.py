"""`comity vectors` verifies the vectors, and tells by its end whether they agree."""

import subprocess
import sys

from typer.testing import CliRunner

from comity.cli import vectors
from comity.cli.inspection import checkout


def test_it_runs_the_runner_in_a_clean_interpreter_and_ends_as_it_ends(monkeypatch) -> None:
    asked = []

    def run(command, **facts):
        asked.append((command, facts["cwd"]))
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(vectors.subprocess, "run", run)
    assert CliRunner().invoke(vectors.app, []).exit_code == 3
    assert CliRunner().invoke(vectors.app, ["--write"]).exit_code == 3
    assert asked == [
        ([sys.executable, "-I", "vectors/run.py"], checkout.root()),
        ([sys.executable, "-m", "vectors.make", "--write"], checkout.root()),
    ]
