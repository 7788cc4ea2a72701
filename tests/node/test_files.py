"""A file is a place to seal from and to; one that is made appears whole or not at all; refusals are in our words."""

import os
import stat
from pathlib import Path

import pytest

from comity.errors.sealing import FileUnusable, OutputExists
from comity.node.files import continuing, making, reading, replacing


def test_what_is_written_anywhere_is_read_anywhere(tmp_path: Path) -> None:
    with continuing(tmp_path / "part") as file:
        file.write_at(b"world", 6)
        file.write_at(memoryview(b"hello "), 0)
        file.sync()
        buffer = memoryview(bytearray(5))
        assert file.read_at(buffer, 6) == 5
        assert bytes(buffer) == b"world"
        assert file.size == 11


def test_at_the_end_fewer_bytes_come_than_were_asked_for(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"abc")
    with reading(tmp_path / "part") as file:
        assert file.read_at(memoryview(bytearray(8)), 1) == 2
        assert file.read_at(memoryview(bytearray(8)), 3) == 0


def test_what_is_stretched_reads_as_zeros_and_what_is_cut_is_gone(tmp_path: Path) -> None:
    with continuing(tmp_path / "part") as file:
        file.write_at(b"abcdef", 0)
        file.resize(3)
        file.resize(5)
    assert (tmp_path / "part").read_bytes() == b"abc\0\0"


def test_a_new_file_is_for_its_owner_alone_and_an_absent_one_is_not_made_by_reading(tmp_path: Path) -> None:
    with continuing(tmp_path / "part"):
        assert (tmp_path / "part").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileUnusable), reading(tmp_path / "absent"):
        pass


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "sealed.age"
    with making(path) as sink:
        sink.write_at(memoryview(b"second"), 5)
        sink.write_at(memoryview(b"first"), 0)
        assert not path.exists()
    assert path.read_bytes() == b"firstsecond"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_nothing(tmp_path: Path, failure: type[BaseException]) -> None:
    def fail() -> None:
        with making(tmp_path / "sealed.age") as sink:
            sink.write_at(memoryview(b"half"), 0)
            raise failure

    with pytest.raises(failure):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_stands_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"kept")
    with pytest.raises(OutputExists), making(path):
        pytest.fail("it was opened")
    assert path.read_bytes() == b"kept"


def test_a_file_that_comes_meanwhile_is_not_overwritten_either(tmp_path: Path) -> None:
    path = tmp_path / "race"

    def lose() -> None:
        with making(path) as sink:
            sink.write_at(memoryview(b"ours"), 0)
            path.write_bytes(b"theirs")

    with pytest.raises(OutputExists):
        lose()
    assert path.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_the_systems_refusals_are_told_without_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as refused, reading(tmp_path / "absent"):
        pytest.fail("it was opened")
    assert (refused.value.place, refused.value.facts["reason"]) == ("absent", os.strerror(2))
    with pytest.raises(FileUnusable), making(tmp_path / "absent" / "file"):
        pytest.fail("it was opened")
    with pytest.raises(FileUnusable) as full, making(tmp_path / "full"):
        raise OSError(28, os.strerror(28))
    assert full.value.facts["reason"] == os.strerror(28)


def test_what_is_replaced_is_a_file_and_a_refusal_calls_it_by_its_own_name(tmp_path: Path) -> None:
    replacing(tmp_path / "made" / "file", b"first")
    replacing(tmp_path / "made" / "file", b"second")
    assert (tmp_path / "made" / "file").read_bytes() == b"second"
    os.mkfifo(tmp_path / "pipe")  # a device such as /dev/stdout would otherwise give way to a file
    for other in ("made", "pipe"):
        with pytest.raises(FileUnusable) as refused:
            replacing(tmp_path / other, b"x")
        assert refused.value.place == other
    assert not list(tmp_path.rglob("*.part"))


def test_a_source_reads_anywhere_and_knows_its_size(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"0123456789")
    with reading(tmp_path / "file") as source:
        room = memoryview(bytearray(4))
        assert (source.size, source.read_at(room, 3), bytes(room)) == (10, 4, b"3456")
        assert (source.read_at(room, 8), source.read_at(room, 10)) == (2, 0)
