"""Several envelopes go in one body, and nothing else is taken for one."""

import pytest
from hypothesis import given, strategies as st

from comity.errors.envelopes import TooLarge, TooMany
from comity.errors.exchange import MalformedBatch
from comity.foundation.envelopes import digest_of
from comity.foundation.exchange import read_batch, write_batch
from comity.foundation.limits import LIMITS

ENVELOPES = st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=LIMITS.batch, unique=True)
LENGTH = 4


@pytest.mark.mandate("E8")
@given(ENVELOPES)
def test_what_is_handed_over_together_is_read_as_it_was_in_its_order(envelopes: list[bytes]) -> None:
    read = read_batch(write_batch(envelopes))
    assert list(read) == envelopes
    assert [one.digest for one in read] == [digest_of(one) for one in envelopes]


def test_each_envelope_stands_behind_its_length_in_four_bytes() -> None:
    assert write_batch([b"abc", b"x" * 258]) == b"\0\0\0\3abc\0\0\1\2" + b"x" * 258


@given(ENVELOPES, st.data())
def test_what_is_cut_anywhere_is_refused_or_ends_between_two(
    envelopes: list[bytes], data: st.DataObject
) -> None:
    body = write_batch(envelopes)
    cut = data.draw(st.integers(0, len(body) - 1))
    ends = {len(write_batch(envelopes[:count])): count for count in range(1, len(envelopes))}
    if cut in ends:
        assert list(read_batch(body[:cut])) == envelopes[: ends[cut]]
        return
    with pytest.raises(MalformedBatch) as refused:
        read_batch(body[:cut])
    assert refused.value.place == ("envelopes" if not cut else str(max(end for end in (0, *ends) if end < cut)))


@given(ENVELOPES, st.binary(min_size=1, max_size=LENGTH - 1))
def test_whatever_is_added_behind_the_last_is_refused_where_it_begins(
    envelopes: list[bytes], more: bytes
) -> None:
    body = write_batch(envelopes)
    with pytest.raises(MalformedBatch) as refused:
        read_batch(body + more)
    assert refused.value.place == str(len(body))


@given(
    st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=LIMITS.batch - 1, unique=True), st.data()
)
def test_one_that_stands_twice_is_refused_wherever_it_stands(
    envelopes: list[bytes], data: st.DataObject
) -> None:
    doubled = list(envelopes)
    doubled.insert(data.draw(st.integers(0, len(envelopes))), data.draw(st.sampled_from(envelopes)))
    with pytest.raises(MalformedBatch) as refused:
        read_batch(write_batch(doubled))
    assert refused.value.place == "envelopes"


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=LIMITS.batch - 1, unique=True), st.data())
def test_an_empty_one_is_refused_wherever_it_stands(envelopes: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(envelopes)))
    with pytest.raises(MalformedBatch) as refused:
        read_batch(write_batch([*envelopes[:place], b"", *envelopes[place:]]))
    assert refused.value.place == str(len(write_batch(envelopes[:place])))


def test_no_envelope_is_no_batch() -> None:
    with pytest.raises(MalformedBatch):
        read_batch(b"")


def test_as_many_as_the_limit_are_taken_and_one_more_is_refused() -> None:
    envelopes = [bytes([number]) for number in range(LIMITS.batch + 1)]
    assert len(read_batch(write_batch(envelopes[:-1]))) == LIMITS.batch
    with pytest.raises(TooMany) as refused:
        read_batch(write_batch(envelopes))
    assert refused.value.facts["limit"] == LIMITS.batch


def test_the_whole_is_within_the_limit_of_one_envelope() -> None:
    longest = b"x" * (LIMITS.envelope - LENGTH)
    assert read_batch(write_batch([longest])) == (longest,)
    for over in ([longest + b"x"], [longest[: LIMITS.envelope // 2], longest[: LIMITS.envelope // 2 + 1]]):
        with pytest.raises(TooLarge) as refused:
            read_batch(write_batch(over))
        assert refused.value.place == "batch"


@given(st.integers(LIMITS.envelope + 1, (1 << 8 * LENGTH) - 1), ENVELOPES)
def test_a_length_over_the_limit_is_refused_before_as_many_bytes_are_awaited(
    length: int, envelopes: list[bytes]
) -> None:
    with pytest.raises(TooLarge) as refused:
        read_batch(write_batch(envelopes[:-1]) + length.to_bytes(LENGTH, "big") + envelopes[-1])
    assert refused.value.facts["size"] == length
