"""Clocks of a request, as values: when one started, how long it runs, when it stood still.

* A period in hours or days runs without a break from its start; a day is twenty-four hours, so that sixty days are
  never less than sixty days in any zone.                                                         UNCC 42(8)
* The answer clock stands still while the requester has been asked for more.                    UNCC 40(15)
* A preservation lasts at least sixty days from its execution; once a request for assistance is announced, the data
  stay preserved until that request is decided.                                    UNCC 42(8); BUDAPEST 29(7)
"""

from dataclasses import dataclass
from datetime import timedelta

from comity.errors.requests import PreservationTooShort
from comity.reference.legal_clocks import periods
from comity.words import Instant


@dataclass(frozen=True, slots=True)
class Pause:
    """A time during which a clock stands still; without an end it stands still now."""

    since: Instant
    until: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What runs from ``start`` for ``length``, but for the pauses."""

    name: str
    start: Instant
    length: timedelta
    pauses: tuple[Pause, ...] = ()
    stopped: Instant | None = None

    def due(self, at: Instant) -> Instant:
        """Say when it runs out, as it looks at ``at``."""
        return self.start + self.length + self._stood_still(at)

    def left(self, at: Instant) -> timedelta:
        """Count what is left of it at ``at``, negative once it ran out; a stopped clock keeps what was left."""
        return self.due(at) - (self.stopped or at)

    def expired(self, at: Instant) -> bool:
        """Say whether it ran out before it was stopped."""
        return self.left(at) < timedelta(0)

    def share(self, at: Instant) -> float:
        """Measure how much of it has run, from 0 to 1."""
        return min(1.0, max(0.0, 1 - self.left(at) / self.length))

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return any(pause.until is None for pause in self.pauses)

    def _stood_still(self, at: Instant) -> timedelta:
        return sum(((pause.until or at) - pause.since for pause in self.pauses), timedelta(0))


def answer_clock(received: Instant, *, urgent: bool, length: timedelta | None = None) -> Clock:
    """Start the time in which the duty desk answers: the node's own promise, or the table's."""
    name = "answer-urgent" if urgent else "answer"
    return Clock(name=name, start=received, length=length or periods()[name].length)


def preserved_until(since: Instant, until: Instant | None = None) -> Instant:
    """Set the end of a preservation that was executed at ``since``: the least, or a later one; never an earlier."""
    least = since + periods()["preservation"].length
    if until is not None and until < least:
        raise PreservationTooShort("until", least=least, days=periods()["preservation"].length.days)
    return until or least


def preservation_clock(since: Instant, until: Instant) -> Clock:
    """Make the clock of a preservation."""
    return Clock(name="preservation", start=since, length=until - since)


def lapses(until: Instant, *, assistance_announced: bool, at: Instant) -> bool:
    """Say whether a preservation lapses now: its time is over and no announced request keeps it alive."""
    return at >= until and not assistance_announced
