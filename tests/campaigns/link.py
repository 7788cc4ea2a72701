"""Two real nodes, each in a network namespace of its own, over a line that is whole, slow, lossy, or cut for a while.

Over each line Aldova's officer sends short letters and one long one; the campaign waits until all are delivered, and
holds each to one effect at Borania. The figures are of each letter's way from its signature until the receipts of the
other side stand verified in the sender's database.
"""

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.campaigns.lines import ADDRESSES, Line, line
from tests.two_nodes import ROOT, RealNode

SETTINGS = "tests.campaigns.settings"
PORT = 8000
SHORT, LONG = 1_000, 256 * 1024  # bytes of a letter
RATE, LOSS, CUT = "64kbit", 10, 20.0  # bit/s, percent, seconds
PATIENCE = 600.0
COMITY = (sys.executable, "-m", "comity.cli.main")


class FarNode(RealNode):
    """A node at one end of the line."""

    end: int
    line: Line

    @property
    def url(self) -> str:
        return f"http://{ADDRESSES[self.end]}:{PORT}"

    def environment(self, **more: str) -> dict[str, str]:
        paths = os.pathsep.join((str(ROOT), str(ROOT / "src")))
        return super().environment(**more) | {"DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": paths}

    def begin(self, *words: str, **pipes: Any) -> subprocess.Popen[Any]:
        """Run a process at this end."""
        return subprocess.Popen(
            [*self.line.inside(self.end), *words],
            env=self.environment(),
            cwd=ROOT,
            start_new_session=True,
            **pipes,
        )

    def select(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.home / "comity.sqlite3")) as rows:
            return rows.execute(statement, values).fetchall()

    def answers(self) -> bool:
        asked = f"import urllib.request as r; r.urlopen('{self.url}/exchange/v1/checkpoint', timeout=5)"
        command = [*self.line.inside(self.end), sys.executable, "-c", asked]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _whole(_line: Line) -> None:
    """Change nothing."""


def _slow(one: Line) -> None:
    one.slow(RATE)


def _lossy(one: Line) -> None:
    one.lose(LOSS)


def _cut(one: Line) -> None:
    """Cut the line in the midst of the letters, and join it again."""

    def later() -> None:
        time.sleep(CUT / 10)
        one.cut()
        time.sleep(CUT)
        one.join()

    threading.Thread(target=later).start()


LINES: Mapping[str, tuple[Callable[[Line], None], str]] = {
    "whole": (_whole, "as it is"),
    "slow": (_slow, f"{RATE}/s each way"),
    "lossy": (_lossy, f"{LOSS} % of the packets dropped each way"),
    "cut": (_cut, f"cut for {CUT:.0f} s in the midst"),
}


def main(*, names: Sequence[str], letters: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Send over each line, and return the figures."""
    faults: list[str] = []
    figures: dict[str, Any] = {}
    with line() as between, _nodes(between) as (aldova, borania), _officer(aldova) as officer:
        for name in names or LINES:
            impair, what = LINES[name]
            since = aldova.select("SELECT COALESCE(MAX(id), 0) FROM node_dispatch")[0][0]
            bytes_before, packets_before = between.carried()
            impair(between)
            begun = time.monotonic()
            officer.send(letters - 1, SHORT)
            officer.send(1, LONG)
            _await(aldova, faults, name)
            spent = time.monotonic() - begun
            carried, packets = between.carried()
            told = {
                "line": what,
                **_figures(aldova, since),
                "seconds_in_all": round(spent, 1),
                "bytes_on_the_line": carried - bytes_before,
                "packets": packets - packets_before,
                "packets_dropped": between.dropped(),
            }
            between.mend()
            figures[name] = told
            say(f"{name}: {told}")
            faults += _doubled_or_lost(aldova, borania, name)
    return figures | {"faults": faults}


class Officer:
    """The process of the sending officer."""

    def __init__(self, process: subprocess.Popen[Any]) -> None:
        self.process = process

    def send(self, count: int, size: int, pause: float = 0.25) -> None:
        self.process.stdin.write(f"{count} {size} {pause}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline(), "the officer's process stopped"


@contextmanager
def _nodes(between: Line) -> Iterator[tuple[FarNode, FarNode]]:
    memory = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="comity-link-", dir=memory))
    nodes = (FarNode("XA", "Aldova", folder / "xa", PORT), FarNode("XB", "Borania", folder / "xb", PORT))
    for end, node in enumerate(nodes):
        node.end, node.line = end, between
        node.do("node", "init", "--state", node.state, "--name", node.name, "--url", node.url, "--json")
        node.do("profile", "export", str(node.profile))
    for node, peer in (nodes, nodes[::-1]):
        node.pin(peer)
    try:
        for node in nodes:
            with node.log.open("ab") as log:
                node.running = node.begin(*COMITY, "node", "run", stdout=log, stderr=log)
            node.until(node.answers, "the node answers")
        yield nodes
    finally:
        for node in nodes:
            node.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _officer(node: FarNode) -> Iterator[Officer]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = node.begin(sys.executable, "-m", "tests.campaigns.officer", **pipes)
    try:
        yield Officer(process)
    finally:
        process.stdin.close()
        process.wait(30)


def _await(node: FarNode, faults: list[str], name: str) -> None:
    """Return when nothing waits any more."""
    end = time.monotonic() + PATIENCE
    while waiting := node.select("SELECT last_error, attempts FROM node_dispatch WHERE state = 'waiting'"):
        if time.monotonic() > end:
            faults.append(f"{name}: after {PATIENCE:.0f} s there still waits {waiting}")
            return
        time.sleep(0.1)


def _figures(node: FarNode, since: int) -> dict[str, Any]:
    rows = node.select(
        "SELECT d.delivered_at - e.at, d.attempts, d.state FROM node_dispatch d "
        "JOIN node_envelope e ON e.digest = d.envelope_id WHERE d.id > ? AND d.receipt_id IS NULL ORDER BY d.id",
        since,
    )
    *short, long = [(spent or 0) / 1000 for spent, _, _ in rows]
    return {
        "letters": len(rows),
        "delivered": sum(state == "delivered" for _, _, state in rows),
        "attempts": sum(attempts for _, attempts, _ in rows),
        "short_median_s": round(statistics.median(short), 3),
        "short_slowest_s": round(max(short), 3),
        "long_s": round(long, 3),
    }


def _doubled_or_lost(aldova: FarNode, borania: FarNode, name: str) -> list[str]:
    sent = [act for (act,) in aldova.select("SELECT act FROM node_envelope WHERE way = 'out' ORDER BY act")]
    effects = borania.select(
        "SELECT about FROM node_recordentry WHERE event = 'letters:letter:received' ORDER BY about"
    )
    if sent == [act for (act,) in effects]:
        return []
    return [f"{name}: {len(sent)} letters were sent, {len(effects)} had an effect, or others than those sent"]
