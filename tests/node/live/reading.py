"""Readers of live streams, on connections of the ASGI form, and the loop in which they read."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from comity.node.live.streams import Desk, Message, Receive, Send
from comity.node.models import Officer

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PATIENCE = 30.0
Answer = Callable[[Message, Receive, Send], Awaitable[None]]


class Reader:
    """A browser's connection, as the server sees it; one that is ``stuck`` takes nothing more until it is freed."""

    def __init__(
        self, answer: Answer, path: str, session: str = "", *, stuck: bool = False, **told: str
    ) -> None:
        self.status, self.headers, self._text = 0, dict[str, str](), ""
        self.events, self.signs = asyncio.Queue[tuple[str, str, str]](), asyncio.Queue[str]()
        self._left, self.free, self.answered = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._asked, self._stuck = False, stuck
        scope = asking(path, session, **told)
        self.task = asyncio.ensure_future(answer(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        if not self._asked:
            self._asked = True
            return {"type": "http.request"}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = int(message["status"])
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            self.answered.set()
            return
        self._text += bytes(message["body"]).decode()
        *whole, self._text = self._text.split("\n\n")
        for event in whole:
            told = dict(line.split(": ", 1) for line in event.split("\n"))
            if "event" not in told:
                self.signs.put_nowait(event)
                continue
            self.events.put_nowait((told["event"], told.get("id", ""), told["data"]))
            if self._stuck:
                await self.free.wait()

    async def change(self) -> dict[str, Any]:
        """Wait for the next change."""
        name, number, data = await asyncio.wait_for(self.events.get(), PATIENCE)
        assert name == "change", name
        told: dict[str, Any] = json.loads(data)
        assert number == str(told["version"])
        return told

    async def begin(self) -> "Reader":
        """Wait for the whole page, which whoever names no version is told first."""
        await self.change()
        return self

    async def ended(self) -> None:
        """Wait until the other side has ended it."""
        await asyncio.wait_for(asyncio.wait([self.task]), PATIENCE)

    async def leave(self) -> None:
        """Close the connection."""
        self._left.set()
        await asyncio.wait_for(self.task, PATIENCE)


def asking(path: str, session: str = "", **told: str) -> Message:
    """A browser's request for a stream; what is ``told`` is further headers."""
    path, _, query = path.partition("?")
    told = {"host": "localhost:8000", "cookie": f"{settings.SESSION_COOKIE_NAME}={session}", **told}
    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()]
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": headers,
    }


def signed_in(officer: Officer) -> str:
    """The session of an officer who signed in."""
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def returning(work: Callable[..., object], *given: object) -> object:
    """Do what a thread that ends does, and give its connection back."""
    try:
        return work(*given)
    finally:
        connection.close()


async def away(work: Callable[..., object], *given: object) -> object:
    """Do it as another process would: beside the connections."""
    return await asyncio.to_thread(returning, work, *given)


def looped(scene: Callable[[], Awaitable[None]]) -> None:
    """Play a scene in a loop of its own: a browser's driver may have one in this thread."""

    async def whole() -> None:
        try:
            await scene()
        finally:
            connection.close()  # a task has a connection of its own, which nobody else could give back

    async def play() -> None:
        await asyncio.wait_for(whole(), 4 * PATIENCE)

    with ThreadPoolExecutor(1) as beside:
        beside.submit(returning, lambda: asyncio.run(play())).result()


def streaming(scene: Callable[[Desk], Awaitable[None]]) -> None:
    """Play a scene before a whole desk of streams."""

    async def play() -> None:
        desk = Desk()
        try:
            await scene(desk)
        finally:
            await desk.close()

    looped(play)


def pieces(told: dict[str, Any], region: str = "law") -> dict[str, str]:
    """The pieces of a region that a change tells."""
    found: dict[str, str] = told["regions"][region]["pieces"]
    return found
