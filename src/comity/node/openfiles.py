"""Files of this machine as the places that sealing reads from and writes to.

A file that is made stands under its name only when it is whole and on the disk; nothing is overwritten, and nothing
partial is kept. What the system refuses is told with its reason, never with a content.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from comity.errors.sealing import FileUnusable, OutputExists


class FileSource:
    """An open file that several threads read anywhere."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size

    @property
    def size(self) -> int:
        """The size when the file was opened."""
        return self._size

    def read_at(self, buffer: memoryview, offset: int) -> int:
        """Fill ``buffer`` from ``offset``."""
        return os.preadv(self._descriptor, [buffer], offset)


class FileSink:
    """An open file that several threads write anywhere."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write_at(self, piece: memoryview, offset: int) -> None:
        """Write all of ``piece`` at ``offset``."""
        written = 0
        while written < len(piece):
            written += os.pwrite(self._descriptor, piece[written:], offset + written)


@contextmanager
def reading(path: Path) -> Iterator[FileSource]:
    """Open ``path`` as a source, or raise FileUnusable."""
    with _told(path):
        descriptor = os.open(path, os.O_RDONLY)
    try:
        yield FileSource(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def making(path: Path, *, mode: int = 0o600) -> Iterator[FileSink]:
    """Make the file ``path``: it appears whole when the block ends well, and not at all when it does not.

    Raises OutputExists or FileUnusable.
    """
    if path.exists():
        raise OutputExists(path.name)
    part = path.with_name(f".{path.name[:200]}.{token_hex(4)}.part")
    with _told(path):
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with _told(path):
            yield FileSink(descriptor)
            os.fsync(descriptor)
            os.link(part, path)  # fails where a file of that name has come meanwhile
            _sync_folder(path.parent)
    finally:
        os.close(descriptor)
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say a refusal of the system in our words."""
    try:
        yield
    except FileExistsError:
        raise OutputExists(path.name) from None
    except OSError as error:
        raise FileUnusable(path.name, reason=error.strerror or type(error).__name__) from error
