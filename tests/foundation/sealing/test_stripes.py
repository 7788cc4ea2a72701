"""Work across threads: every piece once, the lowest failure told."""

import threading
from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from comity.foundation.sealing.stripes import across


@given(st.integers(0, 50), st.integers(1, 6))
def test_every_piece_is_done_once(pieces: int, threads: int) -> None:
    done: list[int] = []
    across(pieces, threads=threads, worker=lambda: done.append)
    assert sorted(done) == list(range(pieces))


def test_each_thread_has_its_own_worker() -> None:
    both = threading.Barrier(2, timeout=30)
    made: list[int] = []

    def worker() -> Callable[[int], None]:
        made.append(threading.get_ident())
        return lambda _number: both.wait() and None

    across(2, threads=2, worker=worker)
    assert len(set(made)) == 2


def test_the_lowest_failure_is_the_one_that_is_told() -> None:
    later_failed = threading.Event()

    def do(number: int) -> None:
        if number == 1:
            later_failed.set()
            raise ValueError("piece 1")
        if number == 0:
            assert later_failed.wait(30)  # the lower piece fails after the higher one
            raise ValueError("piece 0")

    with pytest.raises(ValueError, match="piece 0"):
        across(100, threads=2, worker=lambda: do)


def test_after_a_failure_no_further_piece_is_taken() -> None:
    done: list[int] = []

    def do(number: int) -> None:
        if number == 3:
            raise ValueError("piece 3")
        done.append(number)

    with pytest.raises(ValueError, match="piece 3"):
        across(1000, threads=1, worker=lambda: do)
    assert done == [0, 1, 2]


def test_a_worker_that_cannot_be_made_is_told() -> None:
    def worker() -> Callable[[int], None]:
        raise MemoryError

    with pytest.raises(MemoryError):
        across(4, threads=2, worker=worker)
