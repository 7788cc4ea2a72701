"""Entries are published in the bundles of the tiles, and no other bytes are a bundle."""

import pytest
from hypothesis import given, strategies as st

from comity.errors.record import MalformedEntries, MalformedTilePath
from comity.foundation.record import entries_path, parse_entries_path, read_entries, write_entries


@given(st.lists(st.binary(max_size=600), max_size=256))
def test_what_is_written_is_read_back(entries: list[bytes]) -> None:
    assert read_entries(write_entries(entries)) == entries


def test_each_entry_stands_behind_its_length() -> None:
    assert write_entries([b"abc", b"", b"x" * 258]) == b"\x00\x03abc\x00\x00\x01\x02" + b"x" * 258


@pytest.mark.parametrize("cut", [1, 2, 4])
def test_a_bundle_that_is_cut_short_is_refused_where_it_ends(cut: int) -> None:
    with pytest.raises(MalformedEntries) as refused:
        read_entries(write_entries([b"first", b"abc"])[:-cut])
    assert refused.value.place == "7"


def test_an_entry_that_is_longer_than_its_length_can_say_is_refused() -> None:
    with pytest.raises(MalformedEntries):
        write_entries([b"x" * 65_536])


def test_a_bundle_has_the_path_of_its_tile() -> None:
    assert entries_path(1234067, 256) == "tile/entries/x001/x234/067"
    assert entries_path(3, 7) == "tile/entries/003.p/7"
    for index, width in ((0, 256), (1234067, 3)):
        assert parse_entries_path(entries_path(index, width)) == (index, width)
    for path in ("tile/entries/3", "tile/entries/003.p/256", "entries/003", "tile/entries/../003"):
        with pytest.raises(MalformedTilePath):
            parse_entries_path(path)
