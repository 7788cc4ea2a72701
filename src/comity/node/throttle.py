"""How often one State may ask: its own measure, so that a node gone wild holds up no other.

* Each State has a measure that fills by ``LIMITS.rate`` requests a second, up to ``LIMITS.burst``; each request takes
  one of it, a batch one for each of its envelopes.
* An empty measure refuses with the seconds to wait; the asking node tries again by itself, and nothing is lost.
* Who asks is proved by the signature of the hop before anything is counted: nobody can empty another's measure.
* Each process counts for itself: with several, a State may ask that many times as often.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from threading import Lock

from comity.errors.node import TooManyRequests
from comity.foundation.limits import LIMITS, Limits
from comity.words import StateCode


@dataclass(slots=True)
class Throttle:
    """The measures of all States, by the seconds of a clock that only goes forward."""

    clock: Callable[[], float]
    limits: Limits = LIMITS
    _left: dict[StateCode, tuple[float, float]] = field(default_factory=dict)  # requests, as of which second
    _lock: Lock = field(default_factory=Lock)

    def admit(self, state: StateCode, count: int = 1) -> None:
        """Count so many requests of ``state``, or raise TooManyRequests with the seconds until they would be taken."""
        now = self.clock()
        with self._lock:
            left, since = self._left.get(state, (float(self.limits.burst), now))
            left = min(self.limits.burst, left + (now - since) * self.limits.rate)
            taken = left >= count
            self._left[state] = (left - count if taken else left, now)
        if not taken:
            raise TooManyRequests(state, seconds=ceil((count - left) / self.limits.rate))
