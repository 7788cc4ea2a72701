"""The peer pymerkle: an RFC 6962 log in Python, in memory or in SQLite, run as a process of an environment of its own.

It is GPL: it is installed into a throwaway environment and spoken to over pipes, never imported.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent


class PeerUnavailable(Exception):
    """The peer could not be installed here; the figures are then taken without it."""


def environment() -> Path:
    """Return the peer's Python, installed the first time under the system's temporary folder."""
    requirements = HERE / "requirements.txt"
    wanted = requirements.read_bytes() + sys.version.encode()
    folder = Path(tempfile.gettempdir()) / f"comity-peer-pymerkle-{hashlib.sha256(wanted).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(requirements)]
        done = subprocess.run(install, check=False, capture_output=True, text=True)
        if done.returncode:
            raise PeerUnavailable("pymerkle could not be installed: " + done.stderr.strip()[-300:])
        (folder / "ready").touch()
    return python


class Peer:
    """A running peer."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, name: str, count: int) -> object:
        """Have the peer measure ``name`` over ``count`` things."""
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise PeerUnavailable("pymerkle has no pipes")
        asked.write(json.dumps([name, count]) + "\n")
        asked.flush()
        answer = answers.readline()
        if not answer:
            raise PeerUnavailable("pymerkle stopped")
        return json.loads(answer)

    def seconds(self, name: str, count: int) -> float:
        """Have the peer measure ``name``, and take its answer as seconds."""
        answer = self.ask(name, count)
        if not isinstance(answer, float):
            raise PeerUnavailable(f"pymerkle answered {answer!r}")
        return answer


@contextmanager
def running() -> Iterator[Peer]:
    """Start the peer, and end it with the block."""
    command = [str(environment()), str(HERE / "inside" / "measure.py")]
    with tempfile.TemporaryDirectory(prefix="comity-bench-peer-") as folder:
        process = subprocess.Popen([*command, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            yield Peer(process)
        finally:
            process.terminate()
            process.wait()
