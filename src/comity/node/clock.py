"""The one clock of a node."""

import time

from comity.words import Instant


def now() -> Instant:
    """Read the clock, in UTC, to the millisecond."""
    return Instant(time.time_ns() // 1_000_000)
