"""The door of the live streams as its server opens it: what is needed to answer is loaded with the first reader."""

import asyncio
import resource
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest
from tests.node.live.reading import Reader, looped

from comity.node.live.streams import Message, Receive, Send

PATH = "/live/notices/en/XB/reason"
BEFORE = "import sys; import comity.node.live.application; print('django.db' in sys.modules)"


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The page that a server loads, in which nobody has read yet; what it sets for the process is taken back."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "comity.node.settings")
    made = import_module("comity.node.live.application")
    monkeypatch.setattr(made, "_loaded", None)
    files, turn = resource.getrlimit(resource.RLIMIT_NOFILE), sys.getswitchinterval()
    resource.setrlimit(resource.RLIMIT_NOFILE, (files[1] - 1, files[1]))
    yield made
    resource.setrlimit(resource.RLIMIT_NOFILE, files)
    sys.setswitchinterval(turn)


def test_a_server_that_nobody_reads_carries_nothing_of_the_node() -> None:
    told = subprocess.run([sys.executable, "-c", BEFORE], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"path": "/text/"}, 404),
        ({"method": "POST"}, 404),
        ({"type": "lifespan"}, 0),
        ({"type": "websocket"}, 0),
    ],
)
def test_what_is_no_reader_loads_nothing(live: ModuleType, asked: dict[str, str], status: int) -> None:
    async def scene() -> None:
        async def answer(scope: Message, receive: Receive, send: Send) -> None:
            await live.application({**scope, **asked}, receive, send)

        reader = Reader(answer, PATH)
        await reader.ended()
        assert reader.status == status

    looped(scene)
    assert live._loaded is None


@pytest.mark.store
def test_first_readers_at_once_share_one_desk_even_if_the_very_first_has_left(
    live: ModuleType, duty: str
) -> None:
    async def scene() -> None:
        first, second, third = [Reader(live.application, PATH, duty) for _ in range(3)]
        await asyncio.sleep(0)  # by now each has asked
        first.task.cancel()
        await second.begin()
        await third.begin()
        desk = await live._loaded
        assert desk.hub.count(duty) == 2
        await desk.close()

    looped(scene)
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert least == most
