"""Two nodes on loopback, made and run by the commands that anyone uses, and an officer of the first who sends.

The parts of a node are started as ``comity node run`` starts them, with one subject more: the letters.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATES = {"XA": "Aldova", "XB": "Borania"}
COMITY = (sys.executable, "-m", "comity.cli.main")


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its State, its folder, its address."""

    state: str
    home: Path
    port: int

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

    def exchange(self, size: int) -> float:
        """Send ``size`` characters; return the seconds until the receipts stand verified at the sender."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the officer has no pipes")
        self.process.stdin.write(f"{size}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("the officer's process stopped; what it said stands above")
        return float(answer)


@contextmanager
def running() -> Iterator[Officer]:
    """Make two nodes, let each pin the other, run them, and yield an officer of the first."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-")))
        nodes = [_make(folder, state, name) for state, name in STATES.items()]
        _introduce(nodes)
        for node in nodes:
            port = (
                "--host",
                "127.0.0.1",
                "--port",
                str(node.port),
                "--workers",
                "1",
                "--blocking-threads",
                "4",
            )
            served = ("comity.node.wsgi:application", "--interface", "wsgi", "--no-ws", "--http", "1")
            quiet = ("--log-level", "warning")
            stack.enter_context(_process(node, [sys.executable, "-m", "granian", *served, *port, *quiet]))
            stack.enter_context(_process(node, [*COMITY, "node", "worker"]))
        for node in nodes:
            _await_door(node.port)
        officer = [sys.executable, "-m", "bench.nodes.driver"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        yield Officer(stack.enter_context(_process(nodes[0], officer, **pipes)))


def _make(folder: Path, state: str, name: str) -> Node:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    node = Node(state, folder / state.lower(), port)
    node.run("node", "init", "--state", state, "--name", name, "--url", f"http://127.0.0.1:{port}", "--json")
    return node


def _introduce(nodes: Sequence[Node]) -> None:
    for node in nodes:
        for peer in nodes:
            if peer is not node:
                profile = peer.home / "profile.jws"
                peer.run("profile", "export", str(profile))
                fingerprint = json.loads(peer.run("profile", "show", "--json"))["fingerprint"]
                node.run("profile", "pin", str(profile), "--fingerprint", fingerprint)


@contextmanager
def _process(node: Node, words: Sequence[str], **pipes: object) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(words, env=node.environment, cwd=ROOT, **pipes) as process:  # type: ignore[call-overload]  # pipes
        try:
            yield process
        finally:
            process.terminate()


def _await_door(port: int) -> None:
    for _ in range(300):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("a node did not start")
