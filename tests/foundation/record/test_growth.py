"""A checkpoint is believed only when it is shown to continue the one seen before."""

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import party

from comity.errors.record import ForkedRecord, GrowthMissing, MalformedProof, WrongRecord
from comity.errors.trees import ConsistencyUnproved
from comity.foundation.fields import Fields
from comity.foundation.record import Checkpoint, Growth, Log, MemoryStore, require_linked

XA = party("XA")
ORIGIN = "xa.example/record"


def log_of(*entries: str) -> Log:
    log = Log(MemoryStore(), ORIGIN)
    log.append([entry.encode() for entry in entries])
    return log


def shown(log: Log, size: int) -> Checkpoint:
    return Checkpoint(log.origin, size, log.root(size)).signed(XA.log_key)


STORY = [f"entry {number}" for number in range(40)]
LOG = log_of(*STORY)


@given(st.integers(0, 40), st.integers(0, 40))
def test_two_checkpoints_of_one_history_are_linked_in_either_order(one: int, other: int) -> None:
    old, new = sorted((one, other))
    growth = Growth.of(LOG, old, new)
    assert require_linked(shown(LOG, one), shown(LOG, other), [growth]) == (None if one == other else growth)


@given(st.integers(0, 40), st.integers(0, 40))
def test_what_is_written_is_read_back(one: int, other: int) -> None:
    old, new = sorted((one, other))
    growth = Growth.of(LOG, old, new)
    fields = Fields(growth.to_json(), path="growth", refusal=MalformedProof)
    assert Growth.read(fields) == growth
    fields.close()


def test_without_the_growth_from_what_was_seen_nothing_is_believed() -> None:
    for growths in ([], [Growth.of(LOG, 11, 20)], [Growth.of(LOG, 10, 21)]):
        with pytest.raises(GrowthMissing):
            require_linked(shown(LOG, 10), shown(LOG, 20), growths)


@pytest.mark.parametrize("size", [1, 8, 10, 16, 19])
def test_a_rewritten_history_is_told_from_a_bad_path(size: int) -> None:
    other = log_of(*STORY[: size - 1], "rewritten", *STORY[size:])
    with pytest.raises(ForkedRecord):
        require_linked(shown(LOG, size), shown(other, 40), [Growth.of(other, size, 40)])
    with pytest.raises(ConsistencyUnproved):
        require_linked(shown(LOG, size), shown(other, 40), [Growth.of(LOG, size, 40)])
    with pytest.raises(ForkedRecord):
        require_linked(shown(LOG, size), shown(other, size), [])


def test_checkpoints_of_two_records_are_never_compared() -> None:
    with pytest.raises(WrongRecord):
        require_linked(shown(LOG, 3), Checkpoint("xb.example/record", 3, LOG.root(3)), [])
