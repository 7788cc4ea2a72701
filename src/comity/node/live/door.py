"""Where the live streams of this node are served, and by which address its pages reach them.

    [live]
    bind = "127.0.0.1:8801"             where the streams are served
    address = "http://example.org:8801" by which browsers reach them; the node's own address if absent

* Behind a proxy, as a public node is, the proxy passes ``/live/`` of the node's own address on to ``bind``: one origin.
* Without this table a node that browsers reach by plain http, as in a trial, serves streams at a free port of its host.
  Its pages name that port to the browser, and nothing else.
* Without it a node behind https has no stream. Its pages ask from time to time whether something changed.
"""

import os
import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from comity.errors.node import LiveIncomplete
from comity.node.installation import Installation

PREFIX = "/live/"
BESIDE = "COMITY_LIVE"  # how ``node run`` tells its parts at which free port the streams are
DESKS = "COMITY_DESKS"  # and where the desks are
_FIRST, _PORTS = 20_000, 12_000  # below those that systems give to connections that go out


@dataclass(frozen=True, slots=True)
class Door:
    """A place for streams; ``address`` is empty where they have the desks' own origin."""

    bind: str
    address: str = ""
    beside: bool = False  # at another port of whatever host the browser asked for

    @property
    def place(self) -> tuple[str, int]:
        """Host and port to serve at."""
        address = urlsplit(f"//{self.bind}")
        return address.hostname or "127.0.0.1", address.port or 0

    def origin(self, scheme: str, host: str) -> str:
        """The origin that a page at ``host`` must be let connect to; empty if it is the page's own."""
        if not self.beside:
            return self.address.rstrip("/")
        return f"{scheme}://{urlsplit(f'//{host}').hostname}:{self.place[1]}"


def told(node: Installation) -> Door | None:
    """Read where the streams are, or that there are none; raises LiveIncomplete."""
    live = node.extra.get("live")
    if live is None:
        beside = os.environ.get(BESIDE, "")
        return Door(beside, beside=True) if beside else None
    bind, address = live.get("bind"), live.get("address", "")
    if not isinstance(bind, str) or not urlsplit(f"//{bind}").port:
        raise LiveIncomplete("bind")
    if not isinstance(address, str) or (address and not urlsplit(address).hostname):
        raise LiveIncomplete("address")
    return Door(bind, address)


def opened(node: Installation, host: str) -> Door | None:
    """Choose where ``node run`` serves the streams of a node whose desks are at ``host``."""
    if "committee" not in node.desks:
        return None
    if "live" in node.extra or urlsplit(node.url).scheme != "http":
        return told(node)
    return Door(f"{host}:{_free(host)}", beside=True)


def _free(host: str) -> int:
    """Find a port that is free, and that the system gives to nobody else until it is taken."""
    while True:
        port = _FIRST + secrets.randbelow(_PORTS)
        with socket.socket() as door, suppress(OSError):
            door.bind((host, port))
            return port
