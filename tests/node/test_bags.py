"""A bag gives back what was put into it, as BagIt says, and names whatever was done to it on the way."""

import struct
from hashlib import sha256
from pathlib import Path

import pytest

from comity.errors.bundle import MemberChanged, MemberMissing, MemberUnlisted
from comity.errors.envelopes import TooLarge
from comity.errors.forwarding import NotABag
from comity.errors.sealing import FileUnusable, OutputExists
from comity.node import bags

STATEMENT, ACT = "statement.jws", f"acts/{'ab' * 32}.age"
MEMBERS = {STATEMENT: b"who says what", ACT: b"a sealed act" * 9}


@pytest.fixture(params=["bag.zip", "bag"], ids=["zip", "folder"])
def bag(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The members in a bag of either kind."""
    target = tmp_path / str(request.param)
    bags.write(target, MEMBERS, bags.digests(MEMBERS), {"Source-Organization": "Aldova"})
    return target


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The members in a bag that is a folder."""
    bags.write(tmp_path / "bag", MEMBERS, bags.digests(MEMBERS), {})
    return tmp_path / "bag"


def test_what_was_put_in_comes_out(bag: Path):
    read = bags.read(bag)
    assert {name: read.read(name, limit=1000) for name in read.members} == MEMBERS
    assert read.size == sum(map(len, MEMBERS.values()))
    assert read.holds("statement.jws")
    assert not read.holds("answered.jws")


def test_a_member_that_is_not_there_is_named(bag: Path):
    with pytest.raises(MemberMissing) as refused:
        bags.read(bag).find("answered.jws")
    assert refused.value.place == "answered.jws"


def test_a_member_is_read_up_to_its_limit_and_no_further(bag: Path):
    with pytest.raises(TooLarge):
        bags.read(bag).read("statement.jws", limit=4)


def test_any_span_of_a_member_can_be_read_where_it_stands(bag: Path):
    extent = bags.read(bag).find(ACT)
    assert b"".join(extent.pieces(3, 9)) == MEMBERS[ACT][3:9]
    assert extent.digest().raw == sha256(MEMBERS[ACT]).digest()


def test_nothing_that_stands_is_overwritten_and_nothing_half_written_is_left(bag: Path):
    before = sorted(bag.parent.iterdir())
    with pytest.raises(OutputExists):
        bags.write(bag, MEMBERS, bags.digests(MEMBERS), {})
    assert sorted(bag.parent.iterdir()) == before


def test_a_member_that_was_changed_is_named(folder: Path):
    (folder / "data" / STATEMENT).write_bytes(b"who says wha!")
    with pytest.raises(MemberChanged) as refused:
        bags.read(folder).read("statement.jws", limit=1000)
    assert refused.value.place == "statement.jws"


def test_a_manifest_that_was_changed_is_named(folder: Path):
    manifest = folder / "manifest-sha256.txt"
    manifest.write_bytes(manifest.read_bytes().replace(b"a", b"b", 1))
    with pytest.raises(MemberChanged) as refused:
        bags.read(folder)
    assert refused.value.place == "manifest-sha256.txt"


def test_what_the_signed_statement_does_not_name_is_refused(folder: Path):
    read = bags.read(folder)
    with pytest.raises(MemberUnlisted):
        read.verify({}, but="statement.jws")
    signed = {name: digest for name, digest in read.digests.items() if name != "statement.jws"}
    read.verify(signed, but="statement.jws")


def test_a_folder_that_is_no_bag_and_a_file_that_is_no_zip_are_refused(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.zip").write_bytes(b"not a zip")
    for path in (tmp_path / "empty", tmp_path / "letter.zip"):
        with pytest.raises((NotABag, MemberMissing)):
            bags.read(path)
    with pytest.raises((FileUnusable, NotABag)):
        bags.read(tmp_path / "nowhere.zip")


@pytest.mark.parametrize("place", [12, 16], ids=["how long its directory is", "where its directory begins"])
def test_a_zip_whose_directory_leads_before_its_beginning_is_no_bag(tmp_path: Path, place: int):
    path = tmp_path / "bag.zip"
    bags.write(path, MEMBERS, bags.digests(MEMBERS), {})
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\x05\x06")  # APPNOTE 4.3.16
    (told,) = struct.unpack_from("<L", content, end + place)
    struct.pack_into("<L", content, end + place, told + len(content))
    path.write_bytes(content)
    with pytest.raises(NotABag):
        bags.read(path)
