"""How soon readers of an article see an act that was made: real connections to a real node, on loopback.

* The negotiation is the generated one: 68 articles, 30,000 words, some 45,000 acts. Acts are made by the service, in a
  process of its own, as an officer's are. Every reader is a delegate with a session of its own; a sixth of them read in
  each language.
* The time counts from the return of the service, which is after the commit, until the bytes of the event are read.
* The readers, the node and whoever acts share the machine's processors.
* The peer in the same run: the same readers ask the same node for changes, each again as soon as it is answered, and
  are told "not modified" where nothing changed (``If-None-Match``). No pause between two questions is shorter. Each
  question has a connection of its own: the desks hold fewer open ones than there are readers.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import AtMost, Figure, percentile
from bench.processes import seconds
from bench.streams.readers import PATIENCE, Heard, ask, follow

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("COMITY_SHARED") or ROOT.parent / "shared") / "data"
LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")
COUNTS = (100, 500, 1500)
PAUSE = 0.5  # seconds between two acts
SETTINGS = "comity.node.settings"


@dataclass(frozen=True, slots=True)
class Desk:
    """The node, and the process in it that acts."""

    node: subprocess.Popen[bytes]
    actor: subprocess.Popen[str]
    told: Mapping[str, Any]
    port: int
    live: int

    def requests(self, readers: int) -> list[bytes]:
        """What each reader asks the stream."""
        place = f"{self.told['slug']}/{self.told['article']}"
        return [
            f"GET /live/text/{LANGUAGES[reader % 6]}/{place} HTTP/1.1\r\n{self.head(reader)}\r\n".encode()
            for reader in range(readers)
        ]

    def question(self, reader: int) -> str:
        """What each reader asks again and again where there is no stream; ``{version}`` is what it has."""
        path = f"/text/{self.told['slug']}/negotiation/{self.told['article']}/changes?since={{version}}"
        return f'GET {path} HTTP/1.1\r\n{self.head(reader)}Connection: close\r\nIf-None-Match: "{{version}}"\r\n\r\n'

    def act(self) -> tuple[int, float, float]:
        """Make one act: its number, when it was begun, when it was committed."""
        assert self.actor.stdin is not None
        assert self.actor.stdout is not None
        self.actor.stdin.write("act\n")
        self.actor.stdin.flush()
        number, began, committed = json.loads(self.actor.stdout.readline())
        return number, began, committed

    def spent(self) -> float:
        """Processor seconds of the node so far."""
        return seconds((self.node.pid,)) or 0.0

    def head(self, reader: int) -> str:
        """The headers that say where, whose session, and in which language."""
        sessions = self.told["sessions"]
        language = f"comity_language={LANGUAGES[reader % 6]}"
        return f"Host: 127.0.0.1\r\nCookie: {self.told['cookie']}={sessions[reader]}; {language}\r\n"


@contextmanager
def opened(readers: int, *, small: bool) -> Iterator[Desk]:
    """Make the node, store the negotiation, sign the readers in, and run it."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-live-") as folder, ExitStack() as stack:
        home, port, live = Path(folder) / "node", _free(), _free()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY", "DJANGO"))}
        paths = os.pathsep.join((str(ROOT), str(ROOT / "src")))
        environment = {
            **kept,
            "PYTHONPATH": paths,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "COMITY_HOME": str(home),
        }
        comity = (sys.executable, "-m", "comity.cli.main")
        inside = (sys.executable, "-m", "bench.desk.inside", "store", str(SHARED))
        init = (*comity, "node", "init", "--state", "ZZ", "--kind", "secretariat", "--name", "Secretariat")
        for command in (
            (*init, "--url", f"http://127.0.0.1:{port}", "--json"),
            (*inside, "--small") if small else inside,
        ):
            subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
        with (home / "node.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'\n[live]\nbind = "127.0.0.1:{live}"\n')
        node = subprocess.Popen((*comity, "node", "run"), env=environment, cwd=ROOT)
        stack.callback(_stop, node)
        actor = subprocess.Popen(
            (sys.executable, "-m", "bench.streams.inside", str(readers)),
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.callback(_stop, actor)
        assert actor.stdout is not None
        told = json.loads(actor.stdout.readline())
        for each in (port, live):
            _await(each)
        yield Desk(node, actor, told, port, live)


def _free() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _await(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing answers at port {port}")


def _stop(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass(frozen=True, slots=True)
class Measured:
    """What some readers saw of some acts."""

    readers: int
    delays: tuple[float, ...]  # seconds from the commit of an act until a reader had it, for each of both
    from_beginning: tuple[float, ...]  # the same from the moment at which the act was begun
    spent: float  # processor seconds of the node for one act, with whatever its readers ask meanwhile


async def streamed(desk: Desk, readers: int, acts: int) -> Measured:
    """Let readers follow the article, and make acts, each once all have the one before."""
    heard = Heard(readers)
    opened = await follow(desk.live, desk.requests(readers), heard)
    try:
        await heard.all_have(1)
        return await _acted(desk, heard, acts)
    finally:
        for transport in opened:
            transport.close()


async def asked(desk: Desk, readers: int, acts: int) -> Measured:
    """Let readers ask for changes of the article as often as they are answered, and make acts."""
    heard = Heard(readers)
    asking = [
        asyncio.ensure_future(ask(desk.port, desk.question(reader), reader, 0, heard))
        for reader in range(readers)
    ]
    try:
        await heard.all_have(1)
        return await _acted(desk, heard, acts)
    finally:
        for each in asking:
            each.cancel()
        await asyncio.gather(*asking, return_exceptions=True)


async def _acted(desk: Desk, heard: Heard, acts: int) -> Measured:
    delays: list[float] = []
    begun: list[float] = []
    since = desk.spent()
    for _ in range(acts):
        await asyncio.sleep(PAUSE)
        number, began, committed = await asyncio.to_thread(desk.act)
        times = await heard.all_have(number)
        delays += [each - committed for each in times]
        begun += [each - began for each in times]
    return Measured(heard.readers, tuple(delays), tuple(begun), (desk.spent() - since) / acts)


def measure(*, quick: bool) -> list[Figure]:
    """Measure the streams for more and more readers, and the asking of the same readers beside the largest."""
    counts, acts = ((20, 60), 2) if quick else (COUNTS, 12)
    with opened(counts[-1], small=quick) as desk:
        told = [asyncio.run(streamed(desk, count, acts)) for count in counts]
        peer = asyncio.run(asked(desk, counts[-1], 1 if quick else 2))
    most = told[-1]
    return [
        _delay(f"seen by {most.readers:,} readers, p99", 99, most, acts, AtMost(1.0)),
        *(_delay(f"seen by {each.readers:,} readers, p50", 50, each, acts) for each in told),
        *(_delay(f"seen by {each.readers:,} readers, p99", 99, each, acts) for each in told[:-1]),
        _delay(f"seen by {most.readers:,} readers, the last of all", 100, most, acts),
        Figure(
            name=f"from the beginning of the act, {most.readers:,} readers, p99",
            value=percentile(most.from_beginning, 99),
            unit="s",
            rounds=acts,
            less_is_better=True,
        ),
        *(
            Figure(
                name=f"the node works for an act, {each.readers:,} readers",
                value=each.spent,
                unit="s",
                rounds=acts,
                less_is_better=True,
            )
            for each in told
        ),
        Figure(
            name=f"p99 beside asking without pause, {most.readers:,} readers",
            value=percentile(most.delays, 99),
            unit="s",
            rounds=acts,
            peer="asking, 304 if nothing changed",
            peer_value=percentile(peer.delays, 99),
            less_is_better=True,
        ),
    ]


def _delay(name: str, percent: float, measured: Measured, acts: int, target: AtMost | None = None) -> Figure:
    value = percentile(measured.delays, percent)
    return Figure(name=name, value=value, unit="s", rounds=acts, target=target, less_is_better=True)
