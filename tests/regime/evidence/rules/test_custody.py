"""Events of custody follow from one another; whatever is taken out, put in or changed is named at its place."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from tests.regime.states import AT

from comity.errors.evidence import CustodyBroken, MissingPurpose, UnsafeName
from comity.regime.evidence.rules import (
    BEGINNINGS,
    CustodyEvent,
    Event,
    Result,
    clean_name,
    require_purpose,
    verify_custody,
)
from comity.words import AuthorityId, Digest

ITEM = Digest("a" * 64)
MIDDLE = sorted(set(Event) - {Event.DESTROYED})


def chained(events: list[tuple[Event, int]]) -> list[CustodyEvent]:
    chain: list[CustodyEvent] = []
    at = AT
    for event, minutes in events:
        at += timedelta(minutes=minutes)
        chain.append(
            CustodyEvent(
                item=ITEM,
                event=event,
                at=at,
                authority=AuthorityId("XB/duty"),
                office="duty officer",
                how="by courier",
                result=Result.DONE,
                prev=chain[-1].digest if chain else None,
            )
        )
    return chain


CHAINS = st.builds(
    lambda first, rest: chained([first, *rest]),
    st.tuples(st.sampled_from(sorted(BEGINNINGS)), st.integers(0, 99)),
    st.lists(st.tuples(st.sampled_from(MIDDLE), st.integers(0, 99)), min_size=2, max_size=6),
)


@pytest.mark.mandate("E4")
@given(CHAINS)
def test_a_chain_that_follows_is_handed_back(chain):
    assert verify_custody(chain) == chain


@pytest.mark.mandate("E4")
@given(CHAINS, st.data())
def test_an_event_that_was_changed_is_found_at_the_next_one(chain, data):
    place = data.draw(st.integers(0, len(chain) - 2))
    forged = [*chain]
    forged[place] = replace(forged[place], how="by another courier")
    with pytest.raises(CustodyBroken) as refused:
        verify_custody(forged)
    assert refused.value.place == str(place + 2)


@pytest.mark.mandate("E4")
@given(CHAINS, st.data())
def test_an_event_that_was_taken_out_is_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 2))
    with pytest.raises(CustodyBroken):
        verify_custody([*chain[:place], *chain[place + 1 :]])


@given(CHAINS)
def test_two_events_that_changed_places_are_found(chain):
    with pytest.raises(CustodyBroken):
        verify_custody([chain[0], chain[2], chain[1], *chain[3:]])


def test_custody_does_not_begin_with_nothing_or_in_the_middle():
    with pytest.raises(CustodyBroken):
        verify_custody([])
    for event in set(Event) - BEGINNINGS:
        with pytest.raises(CustodyBroken):
            verify_custody(chained([(event, 0)]))


def test_an_event_of_another_item_does_not_enter():
    chain = chained([(Event.COLLECTED, 0), (Event.SEALED, 1)])
    with pytest.raises(CustodyBroken):
        verify_custody([chain[0], replace(chain[1], item=Digest("b" * 64))])


def test_time_does_not_run_backwards():
    with pytest.raises(CustodyBroken):
        verify_custody(chained([(Event.COLLECTED, 0), (Event.SEALED, -1)]))


def test_nothing_follows_destruction():
    verify_custody(chained([(Event.COLLECTED, 0), (Event.DESTROYED, 1)]))
    with pytest.raises(CustodyBroken):
        verify_custody(chained([(Event.COLLECTED, 0), (Event.DESTROYED, 1), (Event.ACCESSED, 1)]))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("log.csv", "log.csv"),
        ("C:\\case\\log.csv", "log.csv"),
        ("../../log.csv", "log.csv"),
        ("سجل.csv", "سجل.csv"),
    ],
)
def test_a_name_is_kept_without_its_path(name, clean):
    assert clean_name(name) == clean


@pytest.mark.parametrize("name", ["", "..", "a/", "line\nbreak", "x" * 201, "\u202egnp.exe"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(UnsafeName):
        clean_name(name)


@pytest.mark.parametrize("purpose", ["", "  ", "..", "--"])
def test_a_purpose_says_something(purpose):
    with pytest.raises(MissingPurpose):
        require_purpose(purpose)
