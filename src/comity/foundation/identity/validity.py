"""When a key counts: from ``since`` up to, not including, ``until``."""

from dataclasses import dataclass

from comity.errors.identity import EmptyValidity, KeyExpired, KeyNotYetValid
from comity.words import Instant


@dataclass(frozen=True, slots=True)
class Validity:
    """The span in which acts under a key count."""

    since: Instant
    until: Instant

    def __post_init__(self) -> None:
        if self.until <= self.since:
            raise EmptyValidity(self.until, since=self.since)

    def require(self, at: Instant) -> None:
        """Return when ``at`` lies in the span, or raise KeyNotYetValid or KeyExpired."""
        if at < self.since:
            raise KeyNotYetValid(at, since=self.since)
        if at >= self.until:
            raise KeyExpired(at, until=self.until)
