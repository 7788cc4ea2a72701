"""The order in which tests run where several processes share them: what takes longest is begun first.

A journey takes up to two minutes, any other test a second. ``pytest-xdist`` cuts the list into one stretch for each
process, and a process that is done takes from the end of another's. So each stretch begins with its share of the
journeys, and what is left over at the end is short: no process waits while another ends a journey that it began last.

What is bound together stays in one stretch: tests that share a fixture of their module, which would be made twice.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")


def laid(
    items: Sequence[T], processes: int, *, is_long: Callable[[T], bool], bond: Callable[[T], Hashable]
) -> list[T]:
    """Lay ``items`` for so many processes; none is added or left out, and what is not long keeps its order."""
    bound: dict[Hashable, list[T]] = {}
    for item in filter(is_long, items):
        bound.setdefault(bond(item), []).append(item)
    stretches: list[list[T]] = [[] for _ in range(processes)]
    for place, together in enumerate(sorted(bound.values(), key=len, reverse=True)):
        stretches[place % processes].extend(together)
    short = [item for item in items if not is_long(item)]
    left = len(items)
    for place, stretch in enumerate(stretches):
        whole = left // (processes - place)  # as xdist will cut the list
        taken = max(0, whole - len(stretch))
        stretch.extend(short[:taken])
        del short[:taken]
        left -= len(stretch)
    return [item for stretch in stretches for item in stretch]


def is_journey(item: pytest.Item) -> bool:
    """Say whether a test is a user's whole way."""
    return item.get_closest_marker("journey") is not None


def shared_ground(item: pytest.Item) -> Hashable:
    """Name what a test is bound to: its module where it uses a fixture of that scope, otherwise itself alone."""
    known = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]  # pytest has no public name for it
    return (
        item.path if any(each.scope == "module" for found in known.values() for each in found) else item.nodeid
    )
