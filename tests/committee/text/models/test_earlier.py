"""A negotiation as it stood after an earlier entry: what the log gives, folded once."""

import pytest
from tests.committee.text.test_negotiation import DELEGATE, current, opened, paragraph

from comity.access import Actor
from comity.committee.text.models import earlier
from comity.committee.text.rules.negotiation.acts import PlaceBrackets
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.services import Said, enter

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


def test_the_text_after_each_entry_is_what_the_log_up_to_it_gives(secretariat: Actor) -> None:
    row = opened(secretariat)
    for place in range(12):  # more than are kept
        enter(DELEGATE, row.text, PlaceBrackets(paragraph(row), place % 6, place % 6 + 1), Said("XA"))
    now = current(row)
    for number in [*range(1, len(now.log) + 1), 1, 2]:
        assert earlier(now, number).negotiation == consolidate(now.log[:number]).negotiation
    assert earlier(now, 2) is earlier(now, 2)
