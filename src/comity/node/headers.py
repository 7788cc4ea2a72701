"""The headers of this node's sealed evidence: who can open what stands in its objects, kept apart so that it can end.

    HOME/headers/ab/abcdef...     the header whose payload is the object of the same name

* A payload without a header is noise, wherever copies of it stand. To destroy evidence is to destroy its headers.
* A header that goes is overwritten with chance where it stands, forced to disk, and only then removed.
                                                                        NIST SP 800-88 Rev. 1, 2.6, cryptographic erase
* A disk may keep what was overwritten, and so does every backup. A header that is found there opens only with the
  sealing key of the authority; the operator keeps backups of this folder apart, and short.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from comity.errors.node import ObjectMissing
from comity.node.objects import sync
from comity.words import Digest


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers under one folder."""

    folder: Path

    @classmethod
    def of(cls, home: Path) -> "Headers":
        """Open the headers of the node in ``home``."""
        return cls(home / "headers")

    def holds(self, name: Digest) -> bool:
        """Say whether the header of ``name`` stands here."""
        return self._place(name).exists()

    def find(self, name: Digest) -> bytes:
        """Return the header of ``name``, or raise ObjectMissing."""
        try:
            return self._place(name).read_bytes()
        except FileNotFoundError:
            raise ObjectMissing(name[:16]) from None

    def keep(self, name: Digest, header: bytes) -> None:
        """Make ``header`` the one of ``name``, durable; one that stood there before is overwritten and gone."""
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = place.with_name(f".{token_hex(8)}")
        handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, header)
            os.fsync(handle)
        finally:
            os.close(handle)
        before = os.open(place, os.O_WRONLY) if place.exists() else None
        written.replace(place)
        sync(place.parent)
        if before is not None:
            _overwrite(before)

    def destroy(self, name: Digest) -> None:
        """Overwrite and remove the header of ``name``; repeating it is harmless."""
        place = self._place(name)
        try:
            handle = os.open(place, os.O_WRONLY)
        except FileNotFoundError:
            return
        _overwrite(handle)
        place.unlink(missing_ok=True)
        sync(place.parent)

    def _place(self, name: Digest) -> Path:
        return self.folder / name[:2] / name


def _overwrite(handle: int) -> None:
    """Write chance over an open file, force it to disk, and close it."""
    try:
        os.pwrite(handle, os.urandom(os.fstat(handle).st_size), 0)
        os.fsync(handle)
    finally:
        os.close(handle)
