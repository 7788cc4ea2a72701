"""The geometry of a payload, and the places where a moved chunk is looked for."""

import pytest
from hypothesis import given, strategies as st

from comity.errors.sealing import EmptyLastChunk, EndUnproved, FileCut
from comity.foundation.sealing.payload import CHUNK, NONCE, SEALED_CHUNK, TAG, Layout, _neighbours


@given(st.integers(0, 2**50))
def test_a_layout_is_read_back_from_the_size_it_gives(size: int) -> None:
    layout = Layout(size)
    assert Layout.of_payload(layout.sealed_size) == layout
    assert sum(layout.length(chunk) for chunk in {0, layout.last}) <= max(size, 0)
    assert layout.last * CHUNK + layout.length(layout.last) == size


@pytest.mark.parametrize(
    ("size", "error"),
    [
        (0, FileCut),
        (NONCE, FileCut),
        (NONCE + TAG - 1, FileCut),
        (NONCE + SEALED_CHUNK + 1, EndUnproved),
        (NONCE + SEALED_CHUNK + TAG - 1, EndUnproved),
        (NONCE + SEALED_CHUNK + TAG, EmptyLastChunk),
    ],
)
def test_a_size_that_no_payload_has_is_refused(size: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        Layout.of_payload(size)


@given(st.integers(1, 60), st.data())
def test_every_other_place_is_tried_once_and_the_nearest_first(chunks: int, data: st.DataObject) -> None:
    chunk = data.draw(st.integers(0, chunks - 1))
    tried = list(_neighbours(chunk, chunks))
    assert sorted(tried) == [other for other in range(chunks) if other != chunk]
    assert [abs(other - chunk) for other in tried] == sorted(abs(other - chunk) for other in tried)


def test_a_chunk_that_is_not_whole_has_no_other_place() -> None:
    assert list(_neighbours(3, 0)) == []
