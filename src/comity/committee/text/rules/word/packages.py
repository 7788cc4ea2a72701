"""The zip that a Word document is: opened without trust, written the same every time.

* The package has at most 32 MiB and two thousand parts; of what is read no part unfolds to more than 32 MiB, whatever
  its own header claims. Only the parts that are needed are unfolded.
* A package under a password, a broken one, and one that holds no document are refused by name.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

from comity.committee.text.rules.markup import LARGEST, read_markup
from comity.errors.interchange import FileTooLarge, NotWord

MOST_PARTS = 2000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STEP = 64 * 1024
_ROOT_RELATIONS = "_rels/.rels"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Package:
    """An opened package."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) > LARGEST:
            raise FileTooLarge(len(raw), limit=LARGEST)
        try:
            self._zip = zipfile.ZipFile(BytesIO(raw))
        except _BROKEN as error:
            raise NotWord("zip") from error
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS:
            raise FileTooLarge(len(parts), limit=MOST_PARTS)
        self._parts = {part.filename: part for part in parts}

    def read(self, name: str) -> bytes | None:
        """Unfold a part; None if there is none of that name."""
        part = self._parts.get(name)
        if part is None:
            return None
        if part.flag_bits & 1:
            raise NotWord("password")
        found = bytearray()
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(_STEP):
                    found += piece
                    if len(found) > LARGEST:
                        raise FileTooLarge(len(found), limit=LARGEST)
        except _BROKEN as error:
            raise NotWord(name[:80]) from error
        return bytes(found)

    def main(self) -> str:
        """The name of the part that holds the text."""
        raw = self.read(_ROOT_RELATIONS)
        if raw is None:
            raise NotWord(_ROOT_RELATIONS)
        found = _related(read_markup(raw), "", "/officeDocument")
        if found is None or found not in self._parts:
            raise NotWord("officeDocument")
        return found

    def related(self, part: str, kind: str) -> str | None:
        """The name of the part that ``part`` refers to as ``kind``."""
        folder, _, name = part.rpartition("/")
        raw = self.read(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        return _related(read_markup(raw), folder, f"/{kind}") if raw is not None else None


def _related(relations: etree._Element, folder: str, kind: str) -> str | None:
    for relation in relations:
        if str(relation.get("Type", "")).endswith(kind) and relation.get("TargetMode") != "External":
            target = str(relation.get("Target", ""))
            return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return None


def folded(parts: Mapping[str, bytes]) -> bytes:
    """Fold ``parts`` into a package: the same parts, the same octets."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, words in parts.items():
            made.writestr(zipfile.ZipInfo(name, _EPOCH), words, zipfile.ZIP_DEFLATED)
    return target.getvalue()
