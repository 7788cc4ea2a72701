"""Two real nodes on loopback: Aldova and Borania, made and run by the commands that anyone uses.

A node runs in a session of its own, so that it can be killed whole, as a power cut does, and started again.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import urllib3

ROOT = Path(__file__).resolve().parent.parent
PARTY = '\n[[instruments]]\nid = "UNCC"\nsince = 2026-03-02\n'
PATIENCE = 120.0


@dataclass
class RealNode:
    """One State's installation and, while it runs, its processes."""

    state: str
    name: str
    home: Path
    port: int
    running: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.home.with_suffix(".log")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
        return {**kept, "COMITY_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "comity.node.settings", **more}

    def do(self, *words: str, fault: str = "", said: str = "") -> Any:
        """Run one command of this node, with ``said`` on its standard input, and return the JSON that it printed."""
        command = [sys.executable, "-m", "comity.cli.main", *words]
        done = subprocess.run(
            command,
            env=self.environment(COMITY_FAULT=fault),
            cwd=ROOT,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"
        return json.loads(done.stdout) if "--json" in words else done.stdout

    def make(self) -> None:
        self.do("node", "init", "--state", self.state, "--name", self.name, "--url", self.url, "--json")
        told = self.home / "node.toml"
        told.write_text(told.read_text(encoding="utf-8") + PARTY, encoding="utf-8")
        self.do("profile", "sign")
        office = f"{self.state}/duty"
        self.do(
            "node",
            "officer",
            "add",
            f"duty officer of {self.name}",
            "--role",
            "duty-officer",
            "--authority",
            office,
        )
        self.do("profile", "export", str(self.profile))

    @property
    def profile(self) -> Path:
        return self.home.with_suffix(".jws")

    def pin(self, peer: "RealNode") -> None:
        fingerprint = peer.do("profile", "show", "--json")["fingerprint"]
        self.do("profile", "pin", str(peer.profile), "--fingerprint", fingerprint)

    def start(self, *, fault: str = "") -> None:
        command = [sys.executable, "-m", "comity.cli.main", "node", "run"]
        environment = self.environment(**({"COMITY_FAULT": fault} if fault else {}))
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                command, env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        self.until(self.answers, "the node answers")

    def answers(self) -> bool:
        with suppress(urllib3.exceptions.HTTPError):
            url = f"{self.url}/exchange/v1/checkpoint"
            return urllib3.request("GET", url, timeout=30, retries=False).status == 200
        return False

    def until(self, come: Any, what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not come():
            assert time.monotonic() < end, f"{self.state}: {what}: {self.log.read_text()[-2000:]}"
            time.sleep(0.1)

    def died(self) -> bool:
        """Whether the node has ended, as it does when one of its processes was killed."""
        return self.running is None or self.running.poll() is not None

    def kill(self) -> None:
        """Kill every process of the node at once."""
        if self.running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None

    def stop(self) -> None:
        """Ask the node to end, and wait for it."""
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()
            try:
                self.running.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        self.kill()


@contextmanager
def two_nodes(folder: Path) -> Iterator[tuple[RealNode, RealNode]]:
    """Make Aldova and Borania in ``folder``, each pinned by the other; stop them in the end."""
    nodes = (
        RealNode("XA", "Aldova", folder / "xa", free_port()),
        RealNode("XB", "Borania", folder / "xb", free_port()),
    )
    for node in nodes:
        node.make()
    for node, peer in (nodes, nodes[::-1]):
        node.pin(peer)
    try:
        yield nodes
    finally:
        for node in nodes:
            node.stop()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
