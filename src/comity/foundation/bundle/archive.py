"""The archive of a bundle: a zip in one form, so that the same content is always the same bytes.

* Members are stored, not compressed: nothing can unfold into more than it is.
* Names are those of the index, in small letters and digits; no folder above, no link, no name twice.
* Times, systems and rights are fixed; members stand in the order of their names.
* An archive is read only if writing its members again gives the same bytes: nothing hides between them.
"""

import io
import re
import stat
import zipfile
from collections.abc import Mapping

from comity.errors.bundle import NotABundle, UnsafeMember
from comity.errors.envelopes import EmptyDocument, TooLarge, TooMany
from comity.foundation.limits import LIMITS, Limits

_NAME = re.compile(
    r"bundle\.json|(acts/[0-9A-Za-z-]{1,72}\.act)|((receipts|profiles|manifests)/[0-9A-Za-z-]{1,72}\.jws)"
    r"|(stamps/[0-9A-Za-z-]{1,72}\.tsr)"
)
_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX, _RIGHTS = 3, (stat.S_IFREG | 0o444) << 16
_VERSION = 20


def pack(members: Mapping[str, bytes]) -> bytes:
    """Write ``members`` as one archive."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system, info.external_attr = _UNIX, _RIGHTS
            info.create_version = info.extract_version = _VERSION
            archive.writestr(info, members[name])
    return into.getvalue()


def unpack(packed: bytes, *, limits: Limits = LIMITS) -> Mapping[str, bytes]:
    """Read an archive into its members, or raise what makes it unfit, before any member is read."""
    if not packed:
        raise EmptyDocument("bundle")
    if len(packed) > limits.bundle:
        raise TooLarge("bundle", size=len(packed), limit=limits.bundle)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            infos = archive.infolist()
            _require_safe(infos, limits)
            members = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise NotABundle("archive", expected="zip") from error
    if pack(members) != packed:
        raise NotABundle("archive", expected="the one form of a bundle")
    return members


def _require_safe(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.bundle_members:
        raise TooMany("bundle", size=len(infos), limit=limits.bundle_members)
    names: set[str] = set()
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        for wrong, reason in (
            (not _NAME.fullmatch(info.filename), "name"),
            (info.filename in names, "twice"),
            (kind not in {0, stat.S_IFREG}, "link"),
            (info.compress_type != zipfile.ZIP_STORED, "compressed"),
            (info.flag_bits & 1, "encrypted"),
        ):
            if wrong:
                raise UnsafeMember(info.filename[:80], reason=reason)
        names.add(info.filename)
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.bundle:  # stored members are never larger than the archive that holds them
        raise TooLarge("bundle", size=unpacked, limit=limits.bundle)
