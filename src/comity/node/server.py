"""Running a node: the desks and the exchange in one process, the worker in another, all under one parent.

The live streams of pages have a process that holds many connections; with mutual TLS the exchange has one of its own.
When one of them ends, for whatever reason, the others are ended too and the parent ends with them: whoever watches over
the node (systemd, a container, the demonstration) starts it anew, and nothing that was committed is lost.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from comity.errors.node import PlaceTaken
from comity.node import ahead, sheet
from comity.node.installation import Installation
from comity.node.live import door
from comity.node.live.door import Door
from comity.node.mutual_tls import MutualTls

THREADS = 4
READERS = 20_000  # streams that one process may hold at once; each is an open file
_PATIENCE = 10.0


def run(node: Installation, *, bind: str = "") -> int:
    """Serve the node at ``bind``, or where its address says, until it is told to stop; returns the exit code.

    Raises PlaceTaken with the first place of it where nothing can be served, before anything is started.
    """
    served = places(node, bind=bind)
    for place in served:
        _require_free(*place)
    host, port = served[0]
    settings = {"DJANGO_SETTINGS_MODULE": "comity.node.settings"}
    live = door.opened(node, host)
    told = {"COMITY_HOME": str(node.home), door.DESKS: f"{host}:{port}", door.BESIDE: live.bind if live else ""}
    environment = {**settings, **os.environ, **told}
    tls = MutualTls.of(node)
    if tls:
        tls.calling()  # files that hold no certificates stop the node here, and by name
    nodes = [_served("nodes", *_place(tls.bind), *tls.options())] if tls else []
    commands = [
        _served("application", host, port),
        *nodes,
        *([_streamed(live)] if live else []),
        [sys.executable, "-m", "comity.cli.main", "node", "worker", "--alone"],
    ]
    reads_ahead = {**environment, ahead.WANTED: "desks"}
    parts = [
        subprocess.Popen(command, env=environment if turn else reads_ahead)  # noqa: S603  # our own commands
        for turn, command in enumerate(commands)
    ]
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda caught, _frame: stopping.append(caught))
    while not stopping and all(part.poll() is None for part in parts):
        time.sleep(0.1)
    return 0 if _stop(parts) and stopping else 1


def _served(what: str, host: str, port: int, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", f"comity.node.wsgi:{what}", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", str(THREADS)),
        *("--no-ws", "--http", "1", "--log-level", "warning", "--workers-kill-timeout", "5"),
        *more,
    ]


def _streamed(live: Door) -> list[str]:
    host, port = live.place
    return [
        *(sys.executable, "-m", "granian", "comity.node.live.application:application", "--interface", "asginl"),
        *("--host", host, "--port", str(port), "--workers", "1", "--backpressure", str(READERS), "--no-ws"),
        *("--backlog", "4096", "--http", "1", "--log-level", "warning", "--workers-kill-timeout", "1"),
    ]


def places(node: Installation, *, bind: str = "") -> list[tuple[str, int]]:
    """Say at which hosts and ports the node is served: the desks first; raises SettingInvalid for a wrong ``bind``."""
    if bind:
        sheet.require(bind, sheet.PLACE, "--bind")
    address = urlsplit(node.url)
    host = address.hostname or "127.0.0.1"
    desks = _place(bind) if bind else ("127.0.0.1" if host == "localhost" else host, address.port or 8000)
    tls = MutualTls.of(node)
    live = door.told(node) if "live" in node.extra and "committee" in node.desks else None
    return [desks, *([_place(tls.bind)] if tls else []), *([live.place] if live else [])]


def _place(bind: str) -> tuple[str, int]:
    address = urlsplit(f"//{bind}")
    host = address.hostname or "127.0.0.1"
    return "127.0.0.1" if host == "localhost" else host, address.port or 8000


def _require_free(host: str, port: int) -> None:
    """Return when something can be served there, or raise PlaceTaken."""
    try:
        kind, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            probe.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # as whoever serves: what has just ended is free
            probe.bind(place)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise PlaceTaken(f"{host}:{port}", reason=reason or type(error).__name__) from None


def _stop(parts: Sequence[subprocess.Popen[bytes]]) -> bool:
    for part in parts:
        if part.poll() is None:
            part.terminate()
    for part in parts:
        try:
            part.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()
    return True
