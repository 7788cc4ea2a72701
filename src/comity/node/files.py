"""Files as places to seal from and to, read and written at any offset by several threads at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OpenFile:
    """An open file: a source and a sink of the sealing pages."""

    handle: int

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return os.fstat(self.handle).st_size

    def read_at(self, buffer: memoryview, offset: int) -> int:
        """Fill ``buffer`` from ``offset``; returns how many bytes came."""
        return os.preadv(self.handle, [buffer], offset)

    def write_at(self, piece: memoryview | bytes, offset: int) -> None:
        """Write all of ``piece`` at ``offset``."""
        view = memoryview(piece)
        while view:
            written = os.pwrite(self.handle, view, offset)
            view, offset = view[written:], offset + written

    def resize(self, size: int) -> None:
        """Cut or stretch the file to ``size``; what is stretched reads as zeros."""
        os.ftruncate(self.handle, size)

    def sync(self) -> None:
        """Return when what was written is on the disk."""
        os.fsync(self.handle)


@contextmanager
def opened(path: Path, *, write: bool = False) -> Iterator[OpenFile]:
    """Open ``path``; for writing it is made where it is absent, with mode 600."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT if write else os.O_RDONLY, 0o600)
    try:
        yield OpenFile(handle)
    finally:
        os.close(handle)
