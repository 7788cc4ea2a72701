"""Waking the workers of this node at once when a deed has left something to deliver.

    HOME/wake/PID      a datagram socket on which one worker listens

* Whoever commits a delivery calls, and every worker of this installation looks at the outbox in the same moment.
* A call that nobody hears is no loss: a worker looks at the outbox after each pause anyway. Workers on other machines,
  and systems without such sockets, have only the pauses.
* A call says nothing. Hearing one too many makes a worker look once too often.
"""

import os
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = "wake"
_CALL = b"!"


class Ear:
    """What one worker listens with; deaf where the system has no such sockets or the path is too long for one."""

    def __init__(self, heard: socket.socket | None) -> None:
        self._heard = heard

    def wait(self, seconds: float) -> bool:
        """Return after ``seconds``, or at once when called; says whether it was called."""
        ready, _, _ = select.select([self._heard] if self._heard else [], [], [], seconds)
        for heard in ready:
            _drain(heard)
        return bool(ready)


@contextmanager
def listening(home: Path) -> Iterator[Ear]:
    """Listen for calls as this process, until the block ends."""
    place = home / _FOLDER / str(os.getpid())
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        place.unlink(missing_ok=True)
        heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    except (OSError, AttributeError):
        yield Ear(None)
        return
    with heard:
        heard.setblocking(False)
        try:
            heard.bind(str(place))
        except OSError:
            yield Ear(None)
            return
        try:
            yield Ear(heard)
        finally:
            place.unlink(missing_ok=True)


def call(home: Path) -> None:
    """Wake every worker that listens; the place of one that was killed is cleared away."""
    places = list((home / _FOLDER).glob("*"))
    if not places:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as voice:
        voice.setblocking(False)
        for place in places:
            try:
                voice.sendto(_CALL, str(place))
            except BlockingIOError:
                continue  # it has been called often enough
            except OSError:
                place.unlink(missing_ok=True)


def _drain(heard: socket.socket) -> None:
    """Take every call that was made: many together are one."""
    while True:
        try:
            heard.recv(len(_CALL))
        except BlockingIOError:
            return
