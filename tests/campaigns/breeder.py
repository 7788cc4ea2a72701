"""One node's processes, bred by forking: a process that has loaded everything and opened nothing waits for orders.

Each order is a line of JSON on standard input. ``serve`` forks a process that answers at the node's address;
``work`` forks one that writes letters, opens received ones and does what the worker does, and waits for its end. What
they pass and where they die is the business of ``deaths``. ``prepare``, ``pin`` and ``checkpoint`` are not watched.
Before that it does once what its children will do (``rehearse``), and closes again what it opened: so that each child
begins with its keys, its peers' profiles and its statements at hand, as a process does that has run for a while.
"""

import gc
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.db import connection, connections
from tests.campaigns import entered
from tests.campaigns.deaths import Deaths
from tests.simulator import letters

from comity.node import directory, first_day, outbox, own, record, worker
from comity.node.models import Dispatch, Envelope, Receipt
from comity.node.rules import COMMAND_LINE
from comity.node.wsgi import application
from comity.words import Digest, StateCode

__all__ = ["entered", "main"]
ROUNDS = 6
PATIENCE = 20.0


class Quiet(WSGIRequestHandler):
    """Tells nobody of each request."""

    def log_message(self, *_: Any) -> None:
        pass


def serve(requests: int = 0) -> None:
    """Answer at the node's address until killed, or so many requests."""
    address = urlsplit(settings.INSTALLATION.url)
    with WSGIServer((address.hostname, address.port), Quiet) as server:
        server.set_app(application)
        tell({"listening": True})
        for _ in range(requests):
            server.handle_request()
        if not requests:
            server.serve_forever(poll_interval=3600)


def rehearse(order: dict[str, Any]) -> None:
    """Serve or work once in this process, which then closes what it opened and keeps what it knows."""
    serve(order["requests"]) if order["requests"] else work(order)
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()
    own._carrier.cache_clear()
    gc.freeze()  # what stands now is shared with every child


def work(order: dict[str, Any]) -> None:
    """Write, read and deliver as ordered; tell each letter once its officer would be told that it is sent."""
    if not order["prompt"]:
        outbox.employ(outbox.NoPostman())
    worker.alone()
    peer = StateCode(order["peer"])
    thread = None
    for kind, size, follows in order["write"]:
        sent, envelope = letters.write(
            own.state(), [peer], "w" * (size + 1), kind=kind, thread=thread if follows else None
        )
        thread = sent.thread
        tell({"sent": sent.id, "envelope": envelope, "kind": kind})
    unread = Envelope.objects.filter(way="in").exclude(
        digest__in=Receipt.objects.filter(kind="retrieval", state=own.state()).values("envelope")
    )
    for row in unread.order_by("-entry_id")[: order["read"]]:
        letters.read(own.state(), Digest(row.digest))
    _await_postman()
    for _ in range(ROUNDS if order["drain"] else 1):
        if order["drain"]:
            Dispatch.objects.filter(state="waiting").update(next_attempt=0)
        worker.once()
        if not Dispatch.objects.filter(state="waiting").exists():
            return


def _await_postman() -> None:
    """Return when the threads of this process have delivered what they took, or given it up."""
    end = time.monotonic() + PATIENCE
    while (
        time.monotonic() < end and Dispatch.objects.filter(state="waiting", lease_until__isnull=False).exists()
    ):
        time.sleep(0.005)


def prepare(order: dict[str, Any]) -> None:
    """Make the tables and the first profile, and write the profile down for the peer."""
    first_day.prepare()
    Path(order["file"]).write_bytes(directory.export())


def pin(order: dict[str, Any]) -> None:
    """Pin the peer's profile."""
    directory.pin(COMMAND_LINE, Path(order["file"]).read_bytes())


def checkpoint(_order: dict[str, Any]) -> None:
    """Tell what the record signs of itself now."""
    shown = record.checkpoint()
    tell({"size": shown.size, "root": shown.root.hex()})


PLAIN = {"prepare": prepare, "pin": pin, "checkpoint": checkpoint}


def tell(what: dict[str, Any]) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


def breed(role: str, order: dict[str, Any], deed: Callable[[], None]) -> int:
    """Fork a process for ``deed``, and return its id."""
    if child := os.fork():
        return child
    status = 1
    try:
        if role not in PLAIN:
            file, doom = Path(os.environ["COMITY_PLACES"]), order.get("doom")
            Deaths(f"{own.state()} {role}", file, tuple(doom) if doom else None).watch()
        deed()
        status = 0
    except Exception:  # noqa: BLE001  # whatever it is, it is told, and the process ends here
        traceback.print_exc()
    finally:
        os._exit(status)


def main() -> None:
    server = 0
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "serve":
            if server:
                with suppress(ProcessLookupError):
                    os.kill(server, signal.SIGKILL)
                os.waitpid(server, 0)
            server = breed("serve", order, serve)
            tell({"serving": server})
        elif order["do"] == "rehearse":
            rehearse(order)
            tell({"ended": 0})
        elif order["do"] == "served":
            ended = bool(server) and os.waitpid(server, os.WNOHANG)[0] == server
            server = 0 if ended else server
            tell({"ended": ended})
        else:
            deed = PLAIN.get(order["do"], work)
            _, status = os.waitpid(breed(order["do"], order, partial(deed, order)), 0)
            tell({"ended": os.waitstatus_to_exitcode(status)})
    if server:
        os.kill(server, signal.SIGKILL)


if __name__ == "__main__":
    main()
