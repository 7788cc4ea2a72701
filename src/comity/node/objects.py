"""Large immutable bytes of this node: files in its folder, named by a digest, created once.

    HOME/objects/ab/abcdef...          a finished object, on disk before anyone may speak of it; of evidence the payload
    HOME/objects/ab/abcdef....leaves   the leaf hashes of a piece of evidence, which prove its every MiB
    HOME/objects/scratch/              what is being written; left-overs of a killed process are harmless

An object is finished by a hard link, which fails where a name exists: two writers cannot mix their bytes.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from comity.errors.node import ObjectMissing, ObjectsUnsupported, ObjectTaken
from comity.words import Digest


@dataclass(frozen=True, slots=True)
class Objects:
    """The store under one folder."""

    folder: Path

    @classmethod
    def of(cls, home: Path, setting: str = "") -> "Objects":
        """Open the store that the setting ``objects`` of ``node.toml`` names; empty means files in ``home``."""
        if setting:
            raise ObjectsUnsupported("node.toml", setting=setting.split("://", 1)[0])
        return cls(home / "objects")

    def place(self, name: Digest) -> Path:
        """Say where the object ``name`` stands, whether it exists or not."""
        return self.folder / name[:2] / name

    def holds(self, name: Digest) -> bool:
        """Say whether the object ``name`` is finished."""
        return self.place(name).exists()

    def find(self, name: Digest) -> Path:
        """Return the file of the finished object ``name``, or raise ObjectMissing."""
        if not self.holds(name):
            raise ObjectMissing(name[:16])
        return self.place(name)

    def scratch(self, name: str = "") -> Path:
        """Return a path on the same disk to write to; ``name`` makes it the same path after a restart."""
        folder = self.folder / "scratch"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / (name or token_hex(16))

    def put_once(self, name: Digest, content: bytes) -> Path:
        """Write ``content`` as the object ``name`` and make it durable; repeating the same is harmless."""
        written = self.scratch()
        written.write_bytes(content)
        return self.adopt(name, written)

    def leaves(self, name: Digest) -> bytes:
        """Return the leaf hashes that were kept with the object ``name``, one after the other."""
        try:
            return self._leaves(name).read_bytes()
        except FileNotFoundError:
            raise ObjectMissing(name[:16]) from None

    def adopt(self, name: Digest, written: Path, *, leaves: Sequence[bytes] = ()) -> Path:
        """Make the file ``written`` the object ``name``, durable, with its leaf hashes, and remove the scratch name."""
        place = self.place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if leaves:
            self._leaves(name).write_bytes(b"".join(leaves))
            sync(self._leaves(name))
        sync(written)
        try:
            os.link(written, place)
        except FileExistsError:
            if place.stat().st_size != written.stat().st_size:
                raise ObjectTaken(name[:16]) from None
        sync(place.parent)
        written.unlink()
        return place

    def share(self, name: Digest, *, of: Digest) -> None:
        """Let the object ``of``, with its leaf hashes, stand under ``name`` too: one file on the disk, two names."""
        place = self.place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for standing, other in ((self._leaves(of), self._leaves(name)), (self.find(of), place)):
            if standing.exists() and not other.exists():
                os.link(standing, other)
        sync(place.parent)

    def remove(self, name: Digest) -> None:
        """Remove the object ``name`` and its leaf hashes; repeating it is harmless."""
        for path in (self.place(name), self._leaves(name)):
            path.unlink(missing_ok=True)

    def _leaves(self, name: Digest) -> Path:
        return self.place(name).with_suffix(".leaves")


def sync(path: Path) -> None:
    """Return when what was written to ``path``, a file or a folder, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
