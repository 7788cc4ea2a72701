"""`comity campaign` ends with 1 when something was lost, and tells its figures."""

import json
import os
import subprocess
import sys

import pytest
import typer
from tests.two_nodes import ROOT

from comity.cli import campaign


@pytest.mark.parametrize("as_json", [True, False])
def test_figures_are_told_and_a_fault_ends_with_1(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    campaign._tell({"runs": 7, "faults": []}, as_json=as_json)
    with pytest.raises(typer.Exit) as ended:
        campaign._tell({"runs": 8, "faults": ["an act is lost"]}, as_json=as_json)
    assert ended.value.exit_code == 1
    told = capsys.readouterr().out
    assert "7" in told
    assert "an act is lost" in told


def _run(*words: str) -> dict:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY", "DJANGO"))}
    command = [sys.executable, "-m", "comity.cli.main", "campaign", *words, "--json"]
    done = subprocess.run(command, env=kept, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.journey
def test_a_few_deaths_of_real_processes_lose_and_double_nothing() -> None:
    told = _run("kill", "--runs", "4")
    assert told["killed"] == 4
    assert told["places"] > 80
    assert told["lost_or_doubled"] == 0
    assert not told["broken"]


@pytest.mark.journey
def test_a_simulation_draws_worlds_until_the_time_is_up() -> None:
    told = _run("simulate", "--minutes", "0.02")
    assert told["worlds"] >= 50
    assert told["letters"] > 0
