"""Bags of files on a disk, as a folder or as one zip, in the form of BagIt (RFC 8493), written and read with distrust.

* Members have the names of the table below and no others; no link, no folder above, no name twice, nothing hidden.
* A zip is stored, not compressed: nothing unfolds into more than it is, and what is large is read where it stands.
* Members may not overlap in the file, so that the sum of their sizes is never more than the file.
* What is short is read whole, up to a limit; evidence is only ever read by spans.
"""

import os
import re
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from errno import EINVAL
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from comity.errors.bundle import MemberChanged, MemberMissing, MemberUnlisted, UnsafeMember
from comity.errors.envelopes import TooLarge, TooMany
from comity.errors.forwarding import NotABag
from comity.errors.sealing import FileUnusable, OutputExists
from comity.foundation.limits import LIMITS, MIB
from comity.node.objects import sync
from comity.words import Digest

BASE = "comity-parcel"  # the one folder of a zip                                                RFC 8493, 4
DATA = "data/"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST, _TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_TAG_FILES = ("bag-info.txt", "bagit.txt", _MANIFEST)
_HEX = "[0-9a-f]{64}"
_NAME = re.compile(
    rf"data/((statement|answered)\.jws|acts/{_HEX}\.age|receipts/{_HEX}\.jws|evidence/{_HEX}\.(header|payload|leaves))"
    r"|bag-info\.txt|bagit\.txt|(tag)?manifest-sha256\.txt"
)
_LINE = re.compile(rf"({_HEX})  ([!-~]{{1,128}})")
_PIECE = MIB
_LOCAL, _SIGNATURE = struct.Struct("<4s22xHH"), b"PK\x03\x04"  # APPNOTE 4.3.7
_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX, _RIGHTS = 3, (stat.S_IFREG | 0o444) << 16
Advance = Callable[[int], None]


def silent(_count: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a member stands: in which file, from which byte, how many."""

    path: Path
    offset: int
    size: int

    def pieces(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Read from ``start`` up to, not including, ``end``."""
        left = min(self.size if end is None else end, self.size) - start
        with self.path.open("rb") as file:
            file.seek(self.offset + start)
            while left > 0 and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece

    def digest(self, advance: Advance = silent) -> Digest:
        """Take the SHA-256 of all of it."""
        taken = sha256()
        for piece in self.pieces():
            taken.update(piece)
            advance(len(piece))
        return Digest.of(taken.digest())


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag whose form is right: its members, without ``data/``, and the digests that its manifest names."""

    members: Mapping[str, Extent]
    digests: Mapping[str, Digest]

    @property
    def size(self) -> int:
        """How many bytes the members have."""
        return sum(member.size for member in self.members.values())

    def holds(self, name: str) -> bool:
        """Say whether there is such a member."""
        return name in self.members

    def read(self, name: str, *, limit: int) -> bytes:
        """Return a short member; raises MemberMissing, TooLarge, or MemberChanged."""
        content = _read(self.find(name), name, limit)
        if Digest.of(sha256(content).digest()) != self.digests[name]:
            raise MemberChanged(name)
        return content

    def find(self, name: str) -> Extent:
        """Return where a member stands, or raise MemberMissing."""
        try:
            return self.members[name]
        except KeyError:
            raise MemberMissing(name) from None

    def verify(self, signed: Mapping[str, Digest], *, but: str, advance: Advance = silent) -> None:
        """Return when the members are those that were ``signed``, and the one called ``but``, byte for byte."""
        for name, extent in self.members.items():
            if name != but and name not in signed:
                raise MemberUnlisted(name)
            found = extent.digest(advance)
            if found != self.digests[name] or (name != but and found != signed[name]):
                raise MemberChanged(name)
        for name in signed:
            self.find(name)


def digests(members: Mapping[str, bytes | Path], advance: Advance = silent) -> Mapping[str, Digest]:
    """Take the digest of each member that is to be written."""
    return {name: _digest(content, advance) for name, content in members.items()}


def write(
    target: Path,
    members: Mapping[str, bytes | Path],
    named: Mapping[str, Digest],
    info: Mapping[str, str],
    advance: Advance = silent,
) -> None:
    """Write a bag: a zip where the name ends so, otherwise a folder; whole or not at all.

    ``named`` are the digests of ``members``. Raises OutputExists or FileUnusable.
    """
    if target.exists():
        raise OutputExists(target.name)
    part = target.with_name(f".{target.name[:200]}.{token_hex(4)}.part")
    files = _tagged(members, named, info)
    try:
        if target.suffix == ".zip":
            _write_zip(part, files, advance)
            os.link(part, target)
            part.unlink()
        else:
            _write_folder(part, files, advance)
            part.rename(target)
        sync(target.absolute().parent)
    except FileExistsError:
        raise OutputExists(target.name) from None
    except OSError as error:
        raise FileUnusable(target.name, reason=error.strerror or type(error).__name__) from error
    finally:
        _discard(part)


def read(path: Path) -> Bag:
    """Read the form of a bag; what its members hold is verified by ``Bag.verify``.

    1. every name is one of the table, stands once, is no link, and there are not too many
    2. it declares itself a bag
    3. the manifest of tags names them as they are
    4. the manifest names each member and no other
    """
    try:
        found = _folder(path) if path.is_dir() and not path.is_symlink() else _zip(path)  # 1
        if _read(_named(found, "bagit.txt"), "bagit.txt", len(_DECLARATION)) != _DECLARATION:  # 2
            raise NotABag("bagit.txt", expected="BagIt 1.0")
        tags = _lines(_read(_named(found, _TAGS), _TAGS, MIB), _TAGS)  # 3
        for name in _TAG_FILES:
            if _named(found, name).digest() != tags.get(name):
                raise MemberChanged(name)
        listed = _lines(_read(found[_MANIFEST], _MANIFEST, MIB), _MANIFEST)  # 4
    except OSError as error:
        raise FileUnusable(path.name, reason=error.strerror or type(error).__name__) from error
    members = {name: extent for name, extent in found.items() if name.startswith(DATA)}
    for name in listed.keys() - members.keys():
        raise MemberMissing(name)
    for name in members.keys() - listed.keys():
        raise MemberUnlisted(name)
    return Bag(
        {name.removeprefix(DATA): extent for name, extent in sorted(members.items())},
        {name.removeprefix(DATA): digest for name, digest in listed.items()},
    )


def _tagged(
    members: Mapping[str, bytes | Path], named: Mapping[str, Digest], info: Mapping[str, str]
) -> Mapping[str, bytes | Path]:
    """Add the tag files."""  # RFC 8493, 2.1 and 2.2
    size = sum(len(one) if isinstance(one, bytes) else one.stat().st_size for one in members.values())
    told = {**info, "Payload-Oxum": f"{size}.{len(members)}"}
    tags: dict[str, bytes] = {
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in told.items()).encode(),
        "bagit.txt": _DECLARATION,
        _MANIFEST: _listed({DATA + name: named[name] for name in members}),
    }
    tags[_TAGS] = _listed({name: _digest(content, silent) for name, content in tags.items()})
    return {**tags, **{DATA + name: content for name, content in members.items()}}


def _listed(named: Mapping[str, Digest]) -> bytes:
    return "".join(f"{named[name]}  {name}\n" for name in sorted(named)).encode("ascii")


def _digest(content: bytes | Path, advance: Advance) -> Digest:
    if isinstance(content, bytes):
        return Digest.of(sha256(content).digest())
    return Extent(content, 0, content.stat().st_size).digest(advance)


def _write_zip(part: Path, files: Mapping[str, bytes | Path], advance: Advance) -> None:
    with zipfile.ZipFile(part, "x", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(f"{BASE}/{name}", _TIME)
            info.create_system, info.external_attr = _UNIX, _RIGHTS
            info.file_size = len(content) if isinstance(content, bytes) else content.stat().st_size
            with archive.open(info, "w") as sink:
                for piece in _pieces(content):
                    sink.write(piece)
                    advance(len(piece))
    sync(part)


def _write_folder(part: Path, files: Mapping[str, bytes | Path], advance: Advance) -> None:
    for name, content in files.items():
        place = part / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as sink:
            for piece in _pieces(content):
                sink.write(piece)
                advance(len(piece))
        sync(place)


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    else:
        yield from Extent(content, 0, content.stat().st_size).pieces()


def _discard(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    part.unlink(missing_ok=True)


def _folder(top: Path) -> Mapping[str, Extent]:
    found: dict[str, Extent] = {}
    for folder, folders, files in os.walk(top):
        for name in (*folders, *files):
            place = Path(folder, name)
            told, shown = place.lstat(), place.relative_to(top).as_posix()
            if stat.S_ISDIR(told.st_mode):
                continue
            _require_safe(shown, found, regular=stat.S_ISREG(told.st_mode))
            found[shown] = Extent(place, 0, told.st_size)
    return found


def _zip(path: Path) -> Mapping[str, Extent]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise NotABag(path.name, expected="zip") from error
    except OSError as error:
        if error.errno == EINVAL:  # its directory would begin before the file does
            raise NotABag(path.name, expected="zip") from error
        raise
    found: dict[str, Extent] = {}
    whole, end = path.stat().st_size, 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        base, parted, name = info.filename.partition("/")
        kind = stat.S_IFMT(info.external_attr >> 16)
        shown = name if parted and base == BASE else info.filename
        _require_safe(shown, found, regular=kind in {0, stat.S_IFREG}, within=shown == name)
        stored = info.compress_type == zipfile.ZIP_STORED and info.compress_size == info.file_size
        if not stored or info.flag_bits & 1:
            raise UnsafeMember(name[:80], reason="compressed")
        offset = _begins(path, info, whole)
        if info.header_offset < end or offset + info.file_size > whole:
            raise UnsafeMember(name[:80], reason="overlaps")
        end = offset + info.file_size
        found[name] = Extent(path, offset, info.file_size)
    return found


def _begins(path: Path, info: zipfile.ZipInfo, whole: int) -> int:
    """Find the first byte of a stored member, behind its own header."""
    if info.header_offset < 0:
        raise NotABag(info.filename[:80], expected="zip")
    with path.open("rb") as file:
        file.seek(min(info.header_offset, whole))
        header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size:
        raise NotABag(info.filename[:80], expected="zip")
    signature, name, extra = _LOCAL.unpack(header)
    if signature != _SIGNATURE:
        raise NotABag(info.filename[:80], expected="zip")
    return info.header_offset + _LOCAL.size + int(name) + int(extra)


def _require_safe(name: str, found: Mapping[str, Extent], *, regular: bool, within: bool = True) -> None:
    if len(found) >= LIMITS.bundle_members:
        raise TooMany("parcel", size=len(found) + 1, limit=LIMITS.bundle_members)
    for wrong, reason in (
        (not within or not _NAME.fullmatch(name), "name"),
        (name in found, "twice"),
        (not regular, "link"),
    ):
        if wrong:
            raise UnsafeMember(name[:80], reason=reason)


def _named(found: Mapping[str, Extent], name: str) -> Extent:
    try:
        return found[name]
    except KeyError:
        raise NotABag(name, expected=name) from None


def _read(extent: Extent, name: str, limit: int) -> bytes:
    if extent.size > limit:
        raise TooLarge(name, size=extent.size, limit=limit)
    return b"".join(extent.pieces())


def _lines(content: bytes, name: str) -> Mapping[str, Digest]:
    """Read a manifest: a digest, two blanks, a name; each name once."""
    listed: dict[str, Digest] = {}
    try:
        for line in content.decode("ascii").splitlines():
            form = _LINE.fullmatch(line)
            if form is None or form[2] in listed:
                raise NotABag(name, expected="digest and name")
            listed[form[2]] = Digest(form[1])
    except UnicodeDecodeError:
        raise NotABag(name, expected="ASCII") from None
    return listed
