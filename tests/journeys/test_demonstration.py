"""The demonstration, as a new user starts it: three real nodes, every scene proved, nothing left behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCENES = 13


@pytest.mark.journey
@pytest.mark.mandate("R16", "E4", "E8", "E11", "P2")
def test_both_halves_are_played_and_every_proof_holds(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "comity.cli.main",
        "demo",
        "--once",
        "--size",
        "3",
        "--folder",
        str(tmp_path),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["proved"] is True
    assert len(told["steps"]) == SCENES
    assert all(step["proof"] for step in told["steps"])
    assert "opened.csv" not in {file.name for file in tmp_path.iterdir()}
