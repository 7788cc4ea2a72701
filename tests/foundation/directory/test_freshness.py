from datetime import timedelta

import pytest
from tests.foundation.parties import NOW

from comity.foundation.directory.freshness import LATE_AFTER, Freshness, freshness

TICK = timedelta(milliseconds=1)
EXPIRES = NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOW, Freshness.FRESH),
        (NOW + LATE_AFTER, Freshness.FRESH),
        (NOW + (LATE_AFTER + TICK), Freshness.LATE),
        (EXPIRES + -TICK, Freshness.LATE),
        (EXPIRES, Freshness.STALE),
    ],
)
def test_a_directory_is_fresh_then_late_then_stale(at, expected):
    assert freshness(refreshed=NOW, expires=EXPIRES, at=at) is expected


def test_what_was_never_seen_is_not_fresh():
    assert freshness(refreshed=None, expires=None, at=NOW) is Freshness.NEVER
    assert freshness(refreshed=NOW, expires=None, at=NOW) is Freshness.NEVER
