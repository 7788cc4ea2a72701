"""Two nodes on loopback, made and run by the commands that anyone uses, and an officer of the first who sends.

The nodes open one subject more than others, the letters: their settings say so, and nothing else differs.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.processes import seconds

ROOT = Path(__file__).resolve().parents[2]
STATES = {"XA": "Aldova", "XB": "Borania"}
PATIENCE = 120.0  # seconds until a node that does not start, on a busy machine, is a fault
COMITY = (sys.executable, "-m", "comity.cli.main")


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its State, its folder, its address."""

    state: str
    home: Path
    port: int
    fingerprint: str = ""

    @property
    def environment(self) -> Mapping[str, str]:
        """What its processes are told."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY", "DJANGO"))}
        paths = os.pathsep.join((str(ROOT), str(ROOT / "src")))
        settings = {"DJANGO_SETTINGS_MODULE": "bench.nodes.settings", "PYTHONPATH": paths}
        return {**kept, **settings, "COMITY_HOME": str(self.home)}

    def run(self, *words: str) -> str:
        """Run one command of this node, and return what it printed."""
        done = subprocess.run(
            [*COMITY, *words], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout


@dataclass(frozen=True, slots=True)
class Officer:
    """The sending officer's process."""

    process: subprocess.Popen[str]
    nodes: tuple[int, ...]  # the processes of the two nodes

    def processor_seconds(self) -> float | None:
        """Say how much processor time the officer and both nodes have used so far; the waiting is part of it."""
        return seconds((self.process.pid, *self.nodes))

    def exchange(self, size: int) -> float:
        """Send ``size`` characters; return the seconds until the receipts stand verified at the sender."""
        return self._asked(f"{size}")[0]

    def crowd(self, senders: int, size: int, seconds: float) -> list[float]:
        """Let ``senders`` send at once for so many seconds; return the seconds of each letter."""
        return self._asked(f"crowd {senders} {size} {seconds}")

    def _asked(self, line: str) -> list[float]:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the officer has no pipes")
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("the officer's process stopped; what it said stands above")
        return [float(each) for each in answer.split()]


@contextmanager
def running() -> Iterator[Officer]:
    """Make two nodes, let each pin the other, run them, and yield an officer of the first."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-")))
        nodes = [_make(folder, state, name) for state, name in STATES.items()]
        for node, other in (nodes, nodes[::-1]):
            document = str(folder / f"{other.state}.jws")
            other.run("profile", "export", document)
            node.run("profile", "pin", document, "--fingerprint", other.fingerprint)
        served = [subprocess.Popen([*COMITY, "node", "run"], env=node.environment, cwd=ROOT) for node in nodes]
        for process in served:
            stack.callback(_end, process)
        for node in nodes:
            _await_door(node.port)
        pipe = subprocess.PIPE
        driver = [sys.executable, "-m", "bench.nodes.driver"]
        officer = subprocess.Popen(
            driver, env=nodes[0].environment, cwd=ROOT, stdin=pipe, stdout=pipe, text=True
        )
        stack.callback(_end, officer)
        yield Officer(officer, tuple(process.pid for process in served))


def _make(folder: Path, state: str, name: str) -> Node:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    node = Node(state, folder / state.lower(), port)
    words = ("--state", state, "--name", name, "--url", f"http://127.0.0.1:{port}", "--json")
    made = json.loads(node.run("node", "init", *words))
    return replace(node, fingerprint=made["fingerprint"])


def _end(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """End a process in its own time, or else at once."""
    process.terminate()
    try:
        process.wait(PATIENCE / 4)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await_door(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("a node did not start")
