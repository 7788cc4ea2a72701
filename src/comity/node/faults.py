"""Places where a test may kill this process, to prove that nothing is lost there.

``COMITY_FAULT=before-commit`` and the like make the process kill itself, as SIGKILL does, when it comes to that place;
``before-commit:7`` when it comes there for the seventh time. Nothing else is changed, nothing is cleaned up: it is what
a power cut leaves behind. A simulation of many nodes in one process puts its own death in the place of ``meet``.

    before-commit     a received act is verified and written, its transaction is not committed
    after-commit      a received act is committed, the answer is not sent
    during-evidence   a part of a range of evidence is sent to the peer that fetches it
    during-transfer   some leaves of a piece of evidence are on disk, the transfer is not complete
    before-delivery   a dispatch is claimed, nothing is sent
    after-delivery    the peer has answered, the answer is not written down
"""

import os
import signal
from collections.abc import Callable
from enum import StrEnum


class Fault(StrEnum):
    """The places, by name."""

    BEFORE_COMMIT = "before-commit"
    AFTER_COMMIT = "after-commit"
    DURING_EVIDENCE = "during-evidence"
    DURING_TRANSFER = "during-transfer"
    BEFORE_DELIVERY = "before-delivery"
    AFTER_DELIVERY = "after-delivery"


def pass_by(place: Fault) -> None:
    """Go on, unless this process was asked to die at ``place``."""
    meet(place)


def as_asked(asked: str) -> Callable[[Fault], None]:
    """Make the death that ``asked`` names: a place, and after a colon the how manieth time."""
    wanted, _, times = asked.partition(":")
    left = [int(times or 1)]

    def met(place: Fault) -> None:
        if place == wanted:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    return met


meet: Callable[[Fault], None] = as_asked(os.environ.get("COMITY_FAULT", ""))
