"""Papers are made one at a time, beside the pages, and whoever asks again is given what he asked for."""

from concurrent.futures import Future
from threading import Event

import pytest

from comity.committee.text.services.making import Heard, Making, Underway
from comity.errors.interchange import NoTypesetter

LONG = 30.0


def held(gate: Event, written: bytes = b"made"):
    def make(_heard: Heard) -> bytes:
        assert gate.wait(LONG)
        return written

    return make


def never(_heard: Heard) -> bytes:
    raise AssertionError("made twice")


def test_a_paper_that_is_made_at_once_is_given_at_once_and_kept() -> None:
    making = Making()
    assert making.asked("a", lambda _heard: b"made", patience=LONG) == b"made"
    assert making.asked("a", never, patience=LONG) == b"made"


def test_whoever_waits_is_told_how_long_and_how_many_are_made_before() -> None:
    making, gate = Making(), Event()
    assert making.asked("a", held(gate), patience=0) == Underway(0, 0)
    assert making.asked("b", held(gate, b"other"), patience=0) == Underway(0, 1)
    assert making.knows("b")
    gate.set()
    assert making.asked("b", never, patience=LONG) == b"other"
    assert making.asked("a", never, patience=LONG) == b"made"


def test_a_refusal_is_raised_and_forgotten_so_that_the_next_one_may_try_again() -> None:
    making = Making()

    def refused(_heard: Heard) -> bytes:
        raise NoTypesetter("Pango")

    with pytest.raises(NoTypesetter):
        making.asked("a", refused, patience=LONG)
    assert not making.knows("a")
    assert making.asked("a", lambda _heard: b"made", patience=LONG) == b"made"


def test_no_more_wait_than_are_kept() -> None:
    making, gate = Making(most=2), Event()
    begun: list[Future[bytes]] = []
    for name in "abcd":
        making.asked(name, held(gate, name.encode()), patience=0)
        begun.append(making._papers[name].made)
    assert [making.knows(name) for name in "abcd"] == [False, False, True, True]
    assert begun[1].cancelled()
    gate.set()
    assert making.asked("d", never, patience=LONG) == b"d"
    assert making.asked("b", lambda _heard: b"anew", patience=LONG) == b"anew"


def test_whoever_waits_is_told_how_many_pages_are_set() -> None:
    making, gate, counted = Making(), Event(), Event()

    def make(heard: Heard) -> bytes:
        heard(41)
        counted.set()
        assert gate.wait(LONG)
        return b"made"

    making.asked("a", make, patience=0)
    assert counted.wait(LONG)
    told = making.asked("a", never, patience=0)
    assert isinstance(told, Underway)
    assert told.pages == 41
    gate.set()
    assert making.asked("a", never, patience=LONG) == b"made"
