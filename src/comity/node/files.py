"""Files of this machine as the places that sealing reads from and writes to, at any offset, by several threads at once.

A file that is made stands under its name only when it is whole and on the disk; nothing is overwritten, and nothing
partial is kept. What the system refuses is told with its reason, never with a content.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from comity.errors.sealing import FileUnusable, OutputExists


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
def reading(path: Path) -> Iterator[OpenFile]:
    """Open ``path`` as a source, or raise FileUnusable."""
    with _told(path):
        handle = os.open(path, os.O_RDONLY)
    with _closing(handle):
        yield OpenFile(handle)


@contextmanager
def continuing(path: Path) -> Iterator[OpenFile]:
    """Open ``path`` to go on writing it, with mode 600 where it is absent, or raise FileUnusable."""
    with _told(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with _closing(handle):
        yield OpenFile(handle)


@contextmanager
def making(path: Path, *, mode: int = 0o600, named: Path | None = None) -> Iterator[OpenFile]:
    """Make the file ``path``: it appears whole when the block ends well, and not at all when it does not.

    Raises OutputExists or FileUnusable, which call it by its name, or as it is ``named`` to whoever reads them.
    """
    named = named or path
    if path.exists():
        raise OutputExists(named.name)
    part = path.with_name(f".{path.name[:200]}.{token_hex(4)}.part")
    with _told(named):
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with _closing(handle), _told(named):
            yield OpenFile(handle)
            os.fsync(handle)
            os.link(part, path)  # fails where a file of that name has come meanwhile
            _sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def replacing(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of what ``path`` is now, its folders made; a reader sees the one or the other.

    Raises FileUnusable, also for what is no file but a folder or a device.
    """
    if path.exists() and not path.is_file():
        raise FileUnusable(path.name, reason=os.strerror(errno.EEXIST))
    part = path.with_name(f".{path.name[:200]}.{token_hex(4)}.part")
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with making(part, mode=0o644, named=path) as sink:
        sink.write_at(content, 0)
    with _told(path):
        part.replace(path)
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    with _closing(os.open(folder, os.O_RDONLY)) as handle:
        os.fsync(handle)


@contextmanager
def _closing(handle: int) -> Iterator[int]:
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say a refusal of the system in our words."""
    try:
        yield
    except FileExistsError:
        raise OutputExists(path.name) from None
    except OSError as error:
        raise FileUnusable(path.name, reason=error.strerror or type(error).__name__) from error
