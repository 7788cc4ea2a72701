"""Places where a test may kill this process, to prove that nothing is lost there.

``COMITY_FAULT=before-commit`` and the like make the process kill itself, as SIGKILL does, when it comes to that place.
Nothing else is changed, nothing is cleaned up: it is what a power cut leaves behind.

    before-commit     a received act is verified and written, its transaction is not committed
    after-commit      a received act is committed, the answer is not sent
    during-evidence   a part of a range of evidence is sent to the peer that fetches it
    during-transfer   some leaves of a piece of evidence are on disk, the transfer is not complete
    before-delivery   a dispatch is claimed, nothing is sent
    after-delivery    the peer has answered, the answer is not written down
"""

import os
import signal
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
    """Go on, unless the environment asks for a death at this ``place``."""
    if os.environ.get("COMITY_FAULT") == place:
        os.kill(os.getpid(), signal.SIGKILL)
