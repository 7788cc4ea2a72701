"""A network that loses, repeats, delays, reorders, cuts and changes what is sent; the nodes must bear all of it.

A request goes through the carrier of the node that asks and enters the door of the node that is asked, as bytes. What
the network does with it is drawn beforehand; when nothing is drawn it arrives.
"""

import io
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.urls import resolve
from tests.simulator.node import Killed, SimulatedNode
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

from comity.foundation.limits import LIMITS
from comity.node import own, views
from comity.node.throttle import Throttle
from comity.words import StateCode

DOORS = "comity.node.doors"


class Fate(Enum):
    """What becomes of one request."""

    ARRIVES = "arrives"
    LOST = "lost"
    ANSWER_LOST = "its answer is lost"
    REPEATED = "arrives twice"
    DELAYED = "arrives later, when nobody waits any more"
    CHANGED = "arrives with a byte changed"
    OVERTAKEN = "is answered so late that another worker has taken it over"
    TURNED_AWAY = "is turned away, because its State asks too often"


class Unreachable(Exception):
    """Nothing came back."""


@dataclass(frozen=True)
class Message:
    """One request on its way."""

    source: StateCode
    target: StateCode
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Network:
    """The lines between nodes, what is drawn for the requests to come, and all that was ever said on them."""

    nodes: dict[StateCode, SimulatedNode]
    watch: Callable[[Message, Answer], None]  # sees each answer as it leaves
    overtake: Callable[[Message], None]
    fates: deque[Fate] = field(default_factory=deque)
    cuts: set[tuple[StateCode, StateCode]] = field(default_factory=set)
    late: list[Message] = field(default_factory=list)
    past: list[Message] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)
    counted: dict[Fate, int] = field(default_factory=dict)

    def carry(self, message: Message) -> Answer:
        """Take a request to where it goes, and the answer back, as far as they come."""
        fate = self.fates.popleft() if self.fates else Fate.ARRIVES
        self.counted[fate] = self.counted.get(fate, 0) + 1
        self.past.append(message)
        self.said.append(message.body + repr(message).encode())
        if fate is Fate.DELAYED:
            self.late.append(message)
        if fate in {Fate.LOST, Fate.DELAYED}:
            raise Unreachable(fate.value)
        if fate is Fate.CHANGED:
            message = replace(message, body=_changed(message.body))
        with _often() if fate is Fate.TURNED_AWAY else nullcontext():
            answer = self.arrive(message)
        if fate is Fate.REPEATED:
            self.arrive(message)
        if fate is Fate.OVERTAKEN:
            self.overtake(message)
        if fate is Fate.ANSWER_LOST or (message.target, message.source) in self.cuts:
            raise Unreachable(fate.value)
        return answer

    def arrive(self, message: Message) -> Answer:
        """Let a request enter the door of the node it is for; its death is silence to whoever asked."""
        node = self.nodes[message.target]
        if node.down or (message.source, message.target) in self.cuts:
            raise Unreachable("no answer")
        try:
            with node.running():
                answer = self._entered(message)
        except Killed as death:
            if death.node is not node:
                raise
            raise Unreachable("the connection broke") from None
        self.said.append(answer.body)
        self.watch(message, answer)
        return answer

    def _entered(self, message: Message) -> Answer:
        path, _, query = message.path.partition("?")
        headers = {f"HTTP_{name.upper().replace('-', '_')}": text for name, text in message.headers.items()}
        environ: dict[str, Any] = {
            **headers,
            "REQUEST_METHOD": message.method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": headers.get("HTTP_CONTENT_TYPE", ""),
            "CONTENT_LENGTH": str(len(message.body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.input": io.BytesIO(message.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
        request = WSGIRequest(environ)
        door = resolve(path, urlconf=DOORS)
        response = door.func(request, *door.args, **door.kwargs)
        return Answer(response.status_code, list(response.items()), b"".join(response))


@dataclass
class Wire:
    """The network as the carrier of the node that runs sees it: a pool of connections that never dies."""

    network: Network

    def request(
        self, method: str, url: str, *, body: bytes | io.BytesIO = b"", headers: Mapping[str, str], **_: bool
    ) -> HTTPResponse:
        parts = urlsplit(url)
        target = StateCode((parts.hostname or "")[:2].upper())
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = body if isinstance(body, bytes) else body.read()
        message = Message(own.state(), target, method, path, headers, sent)
        try:
            answer = self.network.carry(message)
        except Unreachable as silence:
            raise ProtocolError(str(silence)) from None
        content = io.BytesIO(answer.body)
        return HTTPResponse(content, headers=answer.headers, status=answer.status, preload_content=False)


@contextmanager
def _often() -> Iterator[None]:
    """Let whoever asks have asked as often as it may already."""
    measures, spent = views.THROTTLE, Throttle(time.monotonic, replace(LIMITS, burst=0))
    views.THROTTLE = spent
    try:
        yield
    finally:
        views.THROTTLE = measures


def _changed(body: bytes) -> bytes:
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]
