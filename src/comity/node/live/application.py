"""The door of the live streams, as an ASGI application: ``GET /live/<feed>/<language>/<thing>/<part>?since=<version>``.

What is needed to answer is loaded with the first reader, so that a node that nobody reads live carries nothing of it.
"""

import asyncio
import os
import resource
import sys
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

import django

from comity.node.live.door import PREFIX

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.settings")
Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
_TURN = 0.001  # seconds until the thread that renders lets the connections go on
_loaded: "asyncio.Future[Any] | None" = None


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one connection."""
    if scope["type"] != "http":
        return
    if not scope["path"].startswith(PREFIX) or scope["method"] != "GET":
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await (await _desk()).answer(scope, receive, send)


async def _desk() -> Any:
    global _loaded  # noqa: PLW0603  # one process, one desk
    if _loaded is None:
        _loaded = asyncio.ensure_future(_load())
    return await asyncio.shield(_loaded)


async def _load() -> Any:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # each reader is an open file
    sys.setswitchinterval(_TURN)
    await asyncio.to_thread(django.setup)
    streams = await asyncio.to_thread(import_module, "comity.node.live.streams")
    return streams.Desk()
