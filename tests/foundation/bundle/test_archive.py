"""The archive of a bundle has one form; every trick that a zip can play is refused by name."""

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given, strategies as st

from comity.errors import ComityError
from comity.errors.bundle import NotABundle, UnsafeMember
from comity.errors.envelopes import EmptyDocument, TooLarge, TooMany
from comity.foundation.bundle.archive import pack, unpack
from comity.foundation.limits import LIMITS, Limits

MEMBERS = {"bundle.json": b"{}", "acts/0001.act": b"act", "receipts/0001.jws": b"receipt"}


def zipped(*members: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return into.getvalue()


def test_the_same_members_are_always_the_same_bytes() -> None:
    assert pack(MEMBERS) == pack(dict(reversed(MEMBERS.items())))
    assert unpack(pack(MEMBERS)) == MEMBERS


@given(
    st.dictionaries(st.sampled_from([f"acts/{number:04d}.act" for number in range(9)]), st.binary(), max_size=5)
)
def test_what_was_packed_is_unpacked(members: dict[str, bytes]) -> None:
    assert unpack(pack(members)) == members


def test_any_python_and_any_unzip_reads_it() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(MEMBERS))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == MEMBERS


def test_any_changed_byte_is_refused_by_name() -> None:
    packed = pack(MEMBERS)
    for place in range(len(packed)):
        changed = packed[:place] + bytes([packed[place] ^ 1]) + packed[place + 1 :]
        with pytest.raises(ComityError):
            assert unpack(changed) != MEMBERS


def test_a_zip_bomb_is_refused_without_being_unfolded() -> None:
    bomb = zipped(("acts/0001.act", bytes(50_000_000)), method=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    with pytest.raises(UnsafeMember) as refused:
        unpack(bomb)
    assert refused.value.facts["reason"] == "compressed"


def test_members_that_overlap_are_refused() -> None:
    packed = pack({"acts/0001.act": b"a" * 100, "acts/0002.act": b"b" * 100})
    second = packed.rindex(b"PK\x01\x02")
    (offset,) = struct.unpack_from("<I", packed, second + 42)
    assert offset
    with pytest.raises(ComityError):
        unpack(packed[: second + 42] + struct.pack("<I", 0) + packed[second + 46 :])


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../acts/0001.act",
            "/acts/0001.act",
            "acts\\0001.act",
            "acts/../bundle.json",
            "acts/",
            "C:acts/1.act",
        ),
        *("acts/0001.ACT", "acts/0001.act.exe", "notes.txt", "acts/\u202e.act", "acts/0001.act ", "acts/.act"),
    ],
)
def test_an_odd_name_is_refused(name: str) -> None:
    with pytest.raises(UnsafeMember) as refused:
        unpack(zipped((name, b"x")))
    assert refused.value.facts["reason"] == "name"


def test_a_name_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped(("acts/0001.act", b"one"), ("acts/0001.act", b"other"))
    with pytest.raises(UnsafeMember) as refused:
        unpack(twice)
    assert refused.value.facts["reason"] == "twice"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO])
def test_a_link_or_anything_but_a_file_is_refused(kind: int) -> None:
    info = zipfile.ZipInfo("acts/0001.act")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    with pytest.raises(UnsafeMember) as refused:
        unpack(zipped((info, b"/etc/passwd")))
    assert refused.value.facts["reason"] == "link"


@pytest.mark.parametrize(
    "content",
    [
        b"not a zip",
        pack(MEMBERS)[:-5],
        pack(MEMBERS) + b"after",
        b"before" + pack(MEMBERS),
        zipped(("acts/0001.act", b"another time")),
    ],
)
def test_what_is_not_in_the_one_form_is_refused(content: bytes) -> None:
    with pytest.raises(NotABundle):
        unpack(content)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyDocument):
        unpack(b"")


def test_size_and_number_are_taken_at_their_limit_and_refused_beyond() -> None:
    packed = pack(MEMBERS)
    assert unpack(packed, limits=Limits(bundle=len(packed), bundle_members=3)) == MEMBERS
    with pytest.raises(TooLarge):
        unpack(packed, limits=Limits(bundle=len(packed) - 1))
    with pytest.raises(TooMany):
        unpack(packed, limits=Limits(bundle_members=2))
    assert LIMITS.bundle_members > 1000
