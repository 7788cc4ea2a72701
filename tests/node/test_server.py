"""A node is one parent: it serves at its address, and when one of its parts dies the other is ended with it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import urllib3

pytestmark = pytest.mark.journey
PATIENCE = 60.0


@pytest.fixture
def running(tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    ours = {name: value for name, value in os.environ.items() if name != "COMITY_DATABASE"}
    environment = {**ours, "COMITY_HOME": str(tmp_path / "node")}
    comity = [sys.executable, "-m", "comity.cli.main"]
    made = [
        *comity,
        "node",
        "init",
        "--state",
        "ZZ",
        "--kind",
        "secretariat",
        "--name",
        "Secretariat",
        "--url",
        url,
        "--json",
    ]
    subprocess.run(made, env=environment, check=True, capture_output=True)
    parent = subprocess.Popen([*comity, "node", "run"], env=environment)
    try:
        yield parent, url
    finally:
        parent.terminate()
        parent.wait(PATIENCE)


def answers(url: str) -> bool:
    try:
        return urllib3.request("GET", url + "/exchange/v1/profile", retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def until(holds) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


def parts(parent: int) -> list[int]:
    told = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(child) for child in told.read_text().split()] if told.exists() else []


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the parts of a process are read from /proc")
def test_a_node_answers_and_ends_whole_when_one_of_its_parts_is_killed(running) -> None:
    parent, url = running
    assert until(lambda: answers(url))
    all_parts = parts(parent.pid)
    assert len(all_parts) == 3
    os.kill(all_parts[1], signal.SIGKILL)
    assert parent.wait(PATIENCE) == 1
    assert not answers(url)


def test_a_node_that_is_told_to_stop_ends_well(running) -> None:
    parent, url = running
    assert until(lambda: answers(url))
    parent.terminate()
    assert parent.wait(PATIENCE) == 0
