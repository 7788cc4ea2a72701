import pytest
from bench.negotiated import SMALL, made
from hypothesis import given, settings, strategies as st
from tests.committee.text.rules.negotiation.logs import MINUTE, log

from comity.committee.text.rules.negotiation.acts import CHAIR, Accept, PlaceBrackets, Propose
from comity.committee.text.rules.negotiation.consolidation import NOTHING, Text, consolidate
from comity.committee.text.rules.negotiation.settling import settle
from comity.committee.text.rules.words import cut
from comity.errors.text import EntryOutOfTurn
from comity.words import Instant

MAY = Propose("p1", 2, 3, cut("may"))


@pytest.mark.mandate("R16")
@settings(max_examples=10)
@given(st.integers(0, 1000), st.data())
def test_entry_by_entry_gives_what_the_whole_log_gives(seed, data) -> None:
    entries = made(seed, SMALL)
    at = data.draw(st.integers(0, len(entries)))
    grown = consolidate(entries, at)
    for entry in entries[at : at + 30]:
        grown = grown.after(entry)
    whole = consolidate(entries, at + 30)
    assert grown.negotiation == whole.negotiation
    assert (grown.order, grown.numbers) == (whole.order, whole.numbers)
    assert {name: marks for name, marks in grown.marks.items() if marks} == {
        name: marks for name, marks in whole.marks.items() if marks
    }


def test_one_act_touches_one_provision() -> None:
    before = consolidate(log(("XA", MAY)))
    after = before.after(*log(("XA", MAY), ("XB", PlaceBrackets("p2", 0, 1)))[2:])
    touched = {
        name
        for name, each in after.negotiation.provisions.items()
        if before.negotiation.provisions[name] is not each
    }
    assert touched == {"p2"}
    assert after.marks["p1"] is before.marks["p1"]
    assert after.numbers is before.numbers


def test_the_text_of_a_moment_is_what_the_entry_before_it_left() -> None:
    entries = log(("XA", MAY), (CHAIR, Accept(2)))
    assert consolidate(entries, Instant(2 * MINUTE + 1)).negotiation.proposal(2).is_open
    assert not consolidate(entries, Instant(3 * MINUTE)).negotiation.proposal(2).is_open
    assert consolidate(entries, Instant(0)).order == ()
    assert consolidate((), None) == NOTHING == Text.of(settle(()))


def test_a_gap_or_a_moment_that_goes_back_is_refused() -> None:
    first, second, third = log(("XA", MAY), ("XB", PlaceBrackets("p2", 0, 1)))
    with pytest.raises(EntryOutOfTurn):
        consolidate((first, third))
    with pytest.raises(EntryOutOfTurn):
        consolidate((second,))
    from dataclasses import replace

    with pytest.raises(EntryOutOfTurn):
        consolidate((first, replace(second, at=Instant(0))))
