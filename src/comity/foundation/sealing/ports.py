"""Where sealed and open bytes come from and go to.

The pages of this folder open no file: whoever calls them hands in a source and a sink. Both are used by several
threads at once, so each call names its own offset.
"""

from typing import Protocol

from comity.errors.sealing import SourceChanged


class Source(Protocol):
    """Bytes of a known size that can be read anywhere."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def read_at(self, buffer: memoryview, offset: int) -> int:
        """Fill ``buffer`` from ``offset``; returns how many bytes came, 0 only at the end."""


class Sink(Protocol):
    """A place that takes bytes at any offset, in any order."""

    def write_at(self, piece: memoryview, offset: int) -> None:
        """Write all of ``piece`` at ``offset``."""


class MemorySource:
    """Bytes that stand in memory already."""

    def __init__(self, content: bytes | bytearray) -> None:
        self._content = memoryview(content)

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self._content)

    def read_at(self, buffer: memoryview, offset: int) -> int:
        """Fill ``buffer`` from ``offset``."""
        piece = self._content[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        return len(piece)


class MemorySink:
    """Memory of a known size that takes what is opened or sealed."""

    def __init__(self, size: int) -> None:
        self.content = bytearray(size)

    def write_at(self, piece: memoryview, offset: int) -> None:
        """Write all of ``piece`` at ``offset``."""
        self.content[offset : offset + len(piece)] = piece


class NoSink:
    """Takes everything and keeps nothing: for a reader who only wants to know whether all is well."""

    def write_at(self, piece: memoryview, offset: int) -> None:
        """Let ``piece`` go."""


def read_exactly(source: Source, buffer: memoryview, offset: int) -> None:
    """Fill the whole of ``buffer`` from ``offset``, or raise SourceChanged."""
    filled = 0
    while filled < len(buffer):
        came = source.read_at(buffer[filled:], offset + filled)
        if came == 0:
            raise SourceChanged(f"byte {offset + filled}", size=source.size)
        filled += came
