"""How long the server works for a page of the generated negotiation, and for its first page after a start.

A secretariat's node is made, with SQLite, and the log of ``bench.negotiated`` stands in its rows: 68 articles, 30,000
words, 193 States, 5,000 proposals, 40,000 positions. Another process of the node then reads the log and asks for each
page through the real address, as a delegate who is signed in; every page is rendered whole. Times are of the
processor. Where the real texts stand beside the repository, or in ``COMITY_SHARED``, a real draft is laid beside the
library of three conventions.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.figures import AtMost, Figure

from comity.node import founding
from comity.words import StateCode

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 9
ONCE = {"cold start", "progress, first page after a start", "whole text, first after a start"}
TARGETS: Mapping[str, float] = {
    "cold start": 1.5,
    "progress, first page after a start": 1,
    "whole text": 0.1,
    "article": 0.1,
    "largest article": 0.1,
    "draft beside instruments": 0.1,
}


def measure(*, quick: bool) -> list[Figure]:
    """Make the node, fill it, and ask for its pages."""
    rounds = 1 if quick else ROUNDS
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        home = Path(folder) / "node"
        plan = founding.Plan(
            StateCode("ZZ"), {"en": "Secretariat"}, "http://localhost:8000", kind="secretariat"
        )
        founding.found(home, plan)
        texts = Path(os.environ.get("COMITY_SHARED") or ROOT.parent / "shared") / "data"
        _inside(home, "store", str(texts), *(["--small"] if quick else []))
        found: Mapping[str, float] = json.loads(_inside(home, "pages", str(rounds)))
    return [
        Figure(
            name=name,
            value=value,
            unit="s",
            rounds=1 if name in ONCE else rounds,
            target=AtMost(TARGETS[name]) if name in TARGETS else None,
            less_is_better=True,
        )
        for name, value in found.items()
    ]


def _inside(home: Path, *words: str) -> str:
    """Run a process of the node, and return the last line that it printed."""
    told = {
        **os.environ,
        "COMITY_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "comity.node.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
    }
    command = [sys.executable, "-m", "bench.desk.inside", *words]
    done = subprocess.run(command, env=told, check=True, capture_output=True, text=True, cwd=ROOT)
    return done.stdout.strip().rpartition("\n")[2]
