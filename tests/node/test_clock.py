"""The one clock of a node reads the time of the machine, in UTC, to the millisecond."""

from datetime import UTC, datetime

from comity.node.clock import now
from comity.words import Instant


def test_now_lies_between_before_and_after() -> None:
    before = Instant.at(datetime.now(UTC))
    assert before <= now() <= Instant.at(datetime.now(UTC))
