"""One connection of a reader, from its request to its end: server-sent events (HTML, 9.2).

    event: change   id: 57   data: what came after the version that the reader has, as JSON
    event: ended             the reader may not read any more; the browser is not to come again
    id: 57                   a sign of life, every fifteen seconds

* A browser that comes again says the last ``id`` that it has (``Last-Event-ID``), and is told what came after it.
* Only pages of this node's own desks may read: another origin is refused, even on the same host.
* A session has at most a few connections, and the process as many as it may open files.
"""

import asyncio
import os
import random
import resource
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from comity.node.capabilities import let_go
from comity.node.live.admission import Admission, admit, session_of
from comity.node.live.door import DESKS, PREFIX
from comity.node.live.feeds import feed
from comity.node.live.hub import Hub, Reader
from comity.node.live.sheets import Topic, seen_version

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
PER_SESSION = 12  # pages that one officer may have open
_SPARE = 200  # files that are not readers
_RETRY = (1000, 4000)  # milliseconds: not everybody comes again at once
_KEEPERS = 2  # threads that ask who may read
_STREAM = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # a proxy passes each event on at once
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: whose it is, what it follows, what it has."""

    topic: Topic
    seen: int
    session: str
    origin: str

    @classmethod
    def of(cls, scope: Message) -> "Asked | None":
        """Read a request; None if it asks for nothing that could stand here."""
        told = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        parts = scope["path"].removeprefix(PREFIX).split("/")
        if (
            len(parts) != len(Topic._fields)
            or parts[1] not in dict(settings.LANGUAGES)
            or feed(parts[0]) is None
        ):
            return None
        host, origin = told.get("host", ""), told.get("origin", "")
        if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS) or not _is_own(origin, host):
            return None
        since = parse_qs(scope["query_string"].decode("latin-1")).get("since", ["0"])[0]
        seen = told.get("last-event-id") or since
        cookies = told.get("cookie", "")
        return cls(Topic(*parts), seen_version(seen), session_of(cookies), origin)


def _is_own(origin: str, host: str) -> bool:
    """Whether an origin is this node's desks at the same host; a request within one origin names none."""
    if not origin:
        return True
    from_, to, node = urlsplit(origin), urlsplit(f"//{host}"), urlsplit(settings.INSTALLATION.url)
    desks = {node.port, urlsplit(f"//{os.environ.get(DESKS, '')}").port}
    return from_.hostname == to.hostname and from_.port in desks


class Desk:
    """Answers every connection of this process; made in the loop of the connections."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.hub.begin()
        self._keepers = ThreadPoolExecutor(_KEEPERS, "keeper")
        self._most = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _SPARE

    async def close(self) -> None:
        """End what goes on beside the connections."""
        await asyncio.to_thread(self.hub.end)
        self._keepers.shutdown()

    async def answer(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one connection until it ends."""
        asked = Asked.of(scope)
        if asked is None:
            return await _refuse(send, 404)
        if self._is_full(asked.session):
            return await _refuse(send, 429)
        admitted = await asyncio.get_running_loop().run_in_executor(self._keepers, _admitted, asked)
        if admitted is None:
            return await _refuse(send, 403)
        if self._is_full(asked.session):  # others came in while it was asked
            return await _refuse(send, 429)
        reader = Reader(asked.topic, asked.seen, admitted, asyncio.current_task())
        self.hub.join(reader)
        try:
            await self._stream(reader, receive, send, asked.origin)
        finally:
            self.hub.leave(reader)
        return None

    def _is_full(self, session: str) -> bool:
        """Whether the process, or the session where there is one, has all the connections that it may have."""
        return self.hub.count() >= self._most or (session != "" and self.hub.count(session) >= PER_SESSION)

    async def _stream(self, reader: Reader, receive: Receive, send: Send, origin: str) -> None:
        await receive()
        gone = asyncio.ensure_future(receive())
        gone.add_done_callback(lambda _: reader.woken.set())
        headers = [*_STREAM, *_shared(origin)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        wait = random.randint(*_RETRY)  # noqa: S311  # it keeps nothing secret
        await _write(reader, send, b"retry: %d\n\n" % wait)
        try:
            while not gone.done():
                reader.woken.clear()
                if reader.refused:
                    await send({"type": "http.response.body", "body": b"event: ended\ndata: -\n\n"})
                    return
                told = self.hub.lacking(reader)
                if told:
                    await _write(reader, send, told)
                elif reader.beaten:
                    await _write(reader, send, b"id: %d\n\n" % reader.seen)
                else:
                    await reader.woken.wait()
        finally:
            gone.cancel()


async def _write(reader: Reader, send: Send, words: bytes) -> None:
    reader.beaten, reader.sending = False, time.monotonic()
    await send({"type": "http.response.body", "body": words, "more_body": True})
    reader.sending = 0.0


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def _admitted(asked: Asked) -> Admission | None:
    found = feed(asked.topic.feed)
    try:
        return admit(asked.session, found.deed) if found else None
    finally:
        let_go()


def _shared(origin: str) -> list[tuple[bytes, bytes]]:
    """What lets a page at another port of this host read, with its cookie."""
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]
