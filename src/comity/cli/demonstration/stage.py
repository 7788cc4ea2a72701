"""The stage: three nodes on loopback, each with its own folder, keys, officers and processes.

Everything goes through the doors that users have: the command line of each node, and its pages.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import urllib3

from comity.errors.demonstration import NodeDidNotStart, SceneFailed
from comity.reference.states import state
from comity.words import Language, StateCode

PORTS: Mapping[str, int] = {"ZZ": 8701, "XA": 8702, "XB": 8703}
_PATIENCE = 60.0  # seconds that a node may take to answer for the first time


@dataclass(frozen=True, slots=True)
class SignIn:
    """One office that signs in on a node."""

    name: str
    roles: tuple[str, ...]
    authority: str = ""
    password: str = ""
    of: str = ""  # the State for which a delegate speaks


@dataclass(slots=True)
class Player:
    """One node: where it lives, at which address, who signs in, and its process while it runs."""

    code: StateCode
    home: Path
    url: str
    sign_ins: list[SignIn] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    @property
    def names(self) -> dict[Language, str]:
        """The names of its State."""
        return {language: state(self.code).name(language) for language in Language}

    def ask(self, *words: str, said: str = "") -> Any:
        """Run one command on this node, as its officers would, and return the JSON that it prints."""
        return ask(*words, home=self.home, said=said)

    def start(self) -> None:
        """Start the node's processes; a reader of its pages may come as soon as this returns."""
        log = (self.home / "node.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "comity.cli.main", "node", "run"],
                env=_environment(self.home),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + _PATIENCE
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise NodeDidNotStart(self.code, log=self.home / "node.log")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the node's processes, the worker and the desks with their parent."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)

    def _answers(self) -> bool:
        try:
            url = f"{self.url}/exchange/v1/profile"
            return urllib3.request("GET", url, timeout=2, retries=False).status == HTTPStatus.OK
        except urllib3.exceptions.HTTPError:
            return False


def raise_curtain(folder: Path) -> dict[str, Player]:
    """Choose an address for each node; a port that is taken is replaced by a free one."""
    return {
        code: Player(StateCode(code), folder / code.lower(), f"http://localhost:{_free(port)}")
        for code, port in PORTS.items()
    }


def ask(*words: str, home: Path, said: str = "") -> Any:
    """Run a command of ``comity`` with ``home`` as its node, and return the JSON it prints; raises SceneFailed.

    What is said in a case or secret, ``said``, goes in by standard input.
    """
    done = subprocess.run(
        [sys.executable, "-m", "comity.cli.main", *words],
        env=_environment(home),
        input=said,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        raise SceneFailed(" ".join(words[:2]), said=_last_line(done.stderr))
    return json.loads(done.stdout) if done.stdout.strip() else None


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "COMITY_HOME": str(home), "LC_ALL": "C.UTF-8"}


def _last_line(said: str) -> str:
    lines: Sequence[str] = said.strip().splitlines()
    return lines[-1][:400] if lines else "nothing"


def _free(port: int) -> int:
    with socket.socket() as wanted:
        wanted.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            wanted.bind(("127.0.0.1", port))
        except OSError:
            wanted.bind(("127.0.0.1", 0))
        return int(wanted.getsockname()[1])
