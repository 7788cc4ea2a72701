"""A bell between the processes of one machine: who puts something into the outbox wakes the worker at once.

It is a pipe with a name in the node's folder. Nobody needs to hear it: the worker looks by itself every second, and on
a system without named pipes, or on another machine, that is all there is.
"""

import os
import select
import time
from pathlib import Path

from comity.node import own

_PIPE = "wake"
_SUPPORTED = hasattr(os, "mkfifo")


def ring() -> None:
    """Wake the worker of this node if one listens; a full or absent pipe is as good."""
    try:
        bell = os.open(_place(), os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return
    try:
        os.write(bell, b"\x00")
    except OSError:
        pass
    finally:
        os.close(bell)


class Bell:
    """The listening end, for as long as a worker lives."""

    def __init__(self) -> None:
        self._pipe = _listen() if _SUPPORTED else None

    def wait(self, seconds: float) -> None:
        """Return when the bell rings, or after ``seconds``."""
        if self._pipe is None:
            time.sleep(seconds)
        elif select.select([self._pipe], [], [], seconds)[0]:
            os.read(self._pipe, 4096)


def _listen() -> int:
    place = _place()
    if not place.exists():
        os.mkfifo(place, 0o600)
    return os.open(
        place, os.O_RDWR | os.O_NONBLOCK
    )  # open for writing too, so that the last writer's end is no end


def _place() -> Path:
    return own.installation().home / _PIPE
