"""What the process of the desks reads before its first reader asks, beside all that it serves.

A subject whose pages stand on something long names what reads it in its ``AppConfig`` (``ahead``). Whatever goes wrong
there is logged; the page that needs it will read it, and say so to whoever asks.
"""

import logging
import os
from threading import Thread

from django.db import connection

from comity.node import subjects

LOG = logging.getLogger(__name__)
WANTED = "COMITY_READS_AHEAD"  # told to the process of the desks, and to no other of the node


def begin() -> Thread | None:
    """Begin to read, in a thread that ends with the process; None where this process was not told to."""
    if not os.environ.get(WANTED):
        return None
    thread = Thread(target=_read, name="ahead", daemon=True)
    thread.start()
    return thread


def _read() -> None:
    for each in subjects.ahead():
        try:
            each()
        except Exception:
            LOG.exception("nothing was read ahead")
    connection.close()
