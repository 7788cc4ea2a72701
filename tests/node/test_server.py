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

from comity.errors.node import PlaceTaken, SettingInvalid
from comity.node import server
from comity.node.installation import Installation

PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path):
    url = f"http://127.0.0.1:{free_port()}"
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


@pytest.mark.journey
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the parts of a process are read from /proc")
def test_a_node_answers_and_ends_whole_when_one_of_its_parts_is_killed(running) -> None:
    parent, url = running
    assert until(lambda: answers(url))
    all_parts = parts(parent.pid)
    assert len(all_parts) == 3
    os.kill(all_parts[1], signal.SIGKILL)
    assert parent.wait(PATIENCE) == 1
    assert not answers(url)


@pytest.mark.journey
def test_a_node_that_is_told_to_stop_ends_well(running) -> None:
    parent, url = running
    assert until(lambda: answers(url))
    parent.terminate()
    assert parent.wait(PATIENCE) == 0


def test_where_another_program_is_nothing_is_started(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        place = f"127.0.0.1:{other.getsockname()[1]}"
        for node, bind in (
            (Installation(tmp_path, url=f"http://{place}"), ""),
            (Installation(tmp_path, url="https://node.example"), place),
            (Installation(tmp_path, extra={"live": {"bind": place}}), f"127.0.0.1:{free_port()}"),
        ):
            with pytest.raises(PlaceTaken) as refused:
                server.run(node, bind=bind)
            assert refused.value.facts["reason"]


def test_a_host_that_is_none_of_this_machine_is_refused_and_not_tried_for_ever(tmp_path: Path) -> None:
    with pytest.raises(PlaceTaken):
        server.run(Installation(tmp_path, url="http://192.0.2.1:8000"))


@pytest.mark.parametrize("bind", ["8000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", ":8000", "a b:1"])
def test_a_place_that_is_not_host_and_port_is_refused(tmp_path: Path, bind: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        server.run(Installation(tmp_path), bind=bind)
    assert refused.value.place == "--bind"


def test_each_door_of_a_node_has_its_place(tmp_path: Path) -> None:
    node = Installation(tmp_path, url="https://node.example:8443", extra={"live": {"bind": "[::1]:8801"}})
    assert server.places(node) == [("node.example", 8443), ("::1", 8801)]
    assert server.places(node, bind="localhost:8000")[0] == ("127.0.0.1", 8000)
