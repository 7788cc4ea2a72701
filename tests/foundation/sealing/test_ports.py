"""A source is read to the last byte that was asked for, however little of it comes at a time."""

import pytest
from hypothesis import given, strategies as st

from comity.errors.sealing import SourceChanged
from comity.foundation.sealing.ports import MemorySink, MemorySource, read_exactly


class Trickle(MemorySource):
    """A source that gives at most three bytes at a time, as a socket may."""

    def read_at(self, buffer: memoryview, offset: int) -> int:
        return super().read_at(buffer[:3], offset)


@given(st.binary(max_size=64), st.data())
def test_any_part_is_read_whole(content: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    buffer = memoryview(bytearray(end - start))
    read_exactly(Trickle(content), buffer, start)
    assert bytes(buffer) == content[start:end]


def test_a_source_that_became_shorter_is_named_with_its_place() -> None:
    with pytest.raises(SourceChanged) as refused:
        read_exactly(MemorySource(b"12345"), memoryview(bytearray(4)), 3)
    assert refused.value.place == "byte 5"


def test_what_is_written_in_any_order_stands_at_its_place() -> None:
    sink = MemorySink(6)
    sink.write_at(memoryview(b"def"), 3)
    sink.write_at(memoryview(b"abc"), 0)
    assert bytes(sink.content) == b"abcdef"
