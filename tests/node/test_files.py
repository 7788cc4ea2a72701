"""A file is a place to seal from and to: written in any order, read anywhere, private to its owner."""

from pathlib import Path

import pytest

from comity.node.files import opened


def test_what_is_written_anywhere_is_read_anywhere(tmp_path: Path) -> None:
    with opened(tmp_path / "part", write=True) as file:
        file.write_at(b"world", 6)
        file.write_at(memoryview(b"hello "), 0)
        file.sync()
        buffer = memoryview(bytearray(5))
        assert file.read_at(buffer, 6) == 5
        assert bytes(buffer) == b"world"
        assert file.size == 11


def test_at_the_end_fewer_bytes_come_than_were_asked_for(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"abc")
    with opened(tmp_path / "part") as file:
        assert file.read_at(memoryview(bytearray(8)), 1) == 2
        assert file.read_at(memoryview(bytearray(8)), 3) == 0


def test_what_is_stretched_reads_as_zeros_and_what_is_cut_is_gone(tmp_path: Path) -> None:
    with opened(tmp_path / "part", write=True) as file:
        file.write_at(b"abcdef", 0)
        file.resize(3)
        file.resize(5)
    assert (tmp_path / "part").read_bytes() == b"abc\0\0"


def test_a_new_file_is_for_its_owner_alone_and_an_absent_one_is_not_made_by_reading(tmp_path: Path) -> None:
    with opened(tmp_path / "part", write=True):
        assert (tmp_path / "part").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileNotFoundError), opened(tmp_path / "absent"):
        pass
