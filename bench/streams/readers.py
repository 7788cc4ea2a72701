"""Readers on real connections: those that a stream tells, and those that ask again and again."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE = 240.0  # seconds until an answer that does not come, on a busy machine, is a fault
TOGETHER = 50  # connections that are opened at once


@dataclass(slots=True)
class Heard:
    """The newest version that each reader was told, and when."""

    readers: int
    versions: dict[int, int] = field(default_factory=dict)
    times: dict[int, float] = field(default_factory=dict)

    def note(self, reader: int, version: int) -> None:
        """Note that a reader was told of a version now."""
        self.versions[reader], self.times[reader] = version, time.monotonic()

    async def all_have(self, version: int) -> list[float]:
        """Wait until every reader was told of ``version``; the moments at which they were."""
        end = time.monotonic() + PATIENCE
        while sum(each >= version for each in self.versions.values()) < self.readers:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.versions)} of {self.readers} readers were told")
            await asyncio.sleep(0.02)
        return list(self.times.values())


class Stream(asyncio.Protocol):
    """A connection that a stream comes in on: an event counts once its end has come."""

    def __init__(self, request: bytes, reader: int, heard: Heard) -> None:
        self.request, self.reader, self.heard = request, reader, heard
        self.begun = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        if isinstance(transport, asyncio.Transport):
            transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Note each version that is told."""
        *whole, self.begun = (self.begun + data).split(b"\n\n")
        for event in whole:
            name, _, rest = event.partition(b"\nid: ")
            if name.endswith(b"event: change"):
                self.heard.note(self.reader, int(rest.split(b"\n", 1)[0]))


async def follow(port: int, requests: list[bytes], heard: Heard) -> list[asyncio.Transport]:
    """Open a stream for each request."""
    loop = asyncio.get_running_loop()
    opened: list[asyncio.Transport] = []
    for first in range(0, len(requests), TOGETHER):
        some = range(first, min(first + TOGETHER, len(requests)))
        made = [_made(requests[reader], reader, heard) for reader in some]
        pairs = await asyncio.gather(*(loop.create_connection(each, "127.0.0.1", port) for each in made))
        opened += [transport for transport, _protocol in pairs]
    return opened


def _made(request: bytes, reader: int, heard: Heard) -> Callable[[], Stream]:
    return lambda: Stream(request, reader, heard)


async def ask(port: int, request: str, reader: int, version: int, heard: Heard) -> None:
    """Ask what came after ``version``, again as soon as it is answered, over a connection for each question."""
    while True:
        answers, asks = await asyncio.open_connection("127.0.0.1", port)
        try:
            asks.write(request.format(version=version).encode())
            head = (await answers.read()).partition(b"\r\n\r\n")[0].decode("latin-1").lower()
        finally:
            asks.close()
        if head.startswith("http/1.1 200"):
            version = int(head.partition('etag: "')[2].partition('"')[0])
            heard.note(reader, version)
