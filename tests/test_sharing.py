"""Long tests are begun first, in every process, and none is lost by it."""

import pytest
from hypothesis import given, strategies as some
from tests.sharing import laid

TESTS = some.lists(some.tuples(some.booleans(), some.integers(0, 3), some.uuids()), max_size=40, unique=True)


def lay(tests: list[tuple], processes: int) -> list[tuple]:
    return laid(tests, processes, is_long=lambda test: test[0], bond=lambda test: test[1] or test)


@given(TESTS, some.integers(1, 4))
def test_every_test_is_run_once_and_the_short_ones_in_their_order(tests: list[tuple], processes: int):
    order = lay(tests, processes)
    assert sorted(order) == sorted(tests)
    assert [test for test in order if not test[0]] == [test for test in tests if not test[0]]


@given(TESTS, some.integers(1, 4))
def test_long_tests_that_are_bound_follow_one_another(tests: list[tuple], processes: int):
    bonds = [test[1] or test for test in lay(tests, processes) if test[0]]
    runs = [bond for place, bond in enumerate(bonds) if not place or bonds[place - 1] != bond]
    assert len(runs) == len(set(runs))


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_each_process_begins_with_its_share_of_the_long_tests(processes: int):
    tests = [(number > 23, 0, number) for number in range(30)]
    order = lay(tests, processes)
    share = len(tests) // processes
    for first in range(0, len(tests), share):
        kinds = [is_long for is_long, _, _ in order[first : first + share]]
        assert sum(kinds) == 6 // processes
        assert kinds == sorted(kinds, reverse=True)
