"""Tiles are stored and named as others expect them: C2SP tlog-tiles."""

import pytest
from hypothesis import given, strategies as st

from comity.errors.record import MalformedTilePath
from comity.foundation.record import TileId
from comity.foundation.record.tiles import levels_of
from comity.foundation.trees import leaf_hash, root


@pytest.mark.parametrize(
    ("tile", "width", "path"),
    [
        (TileId(0, 0), 256, "tile/0/000"),
        (TileId(0, 1234067), 256, "tile/0/x001/x234/067"),
        (TileId(1, 67), 112, "tile/1/067.p/112"),
        (TileId(2, 1000), 1, "tile/2/x001/000.p/1"),
    ],
)
def test_paths_are_those_of_the_published_format(tile: TileId, width: int, path: str) -> None:
    assert tile.path(width) == path
    assert TileId.parse(path) == (tile, width)


@given(st.integers(0, 6), st.integers(0, 2**40), st.integers(1, 256))
def test_every_tile_has_one_path(level: int, index: int, width: int) -> None:
    assert TileId.parse(TileId(level, index).path(width)) == (TileId(level, index), width)


@pytest.mark.parametrize(
    "path",
    [
        *("", "tile/0/0", "tile/0/0000", "tile/7/000", "tile/00/000", "tile/0/x000/001", "tile/0/001/002"),
        *(
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/257",
            "tile/0/000.p/01",
            "../tile/0/000",
            "tile/0/000\n",
        ),
    ],
)
def test_any_other_spelling_is_refused(path: str) -> None:
    with pytest.raises(MalformedTilePath):
        TileId.parse(path)


def test_the_levels_of_a_tile_are_those_of_the_tree_however_the_tile_grew() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(256)]
    levels = levels_of(b"".join(leaves))
    assert [len(level) // 32 for level in levels] == [256, 128, 64, 32, 16, 8, 4, 2, 1]
    assert levels[7][:32] == root(leaves[:128])
    assert levels[8] == root(leaves)
    begun: tuple[bytes, ...] = ()
    for width in (1, 2, 5, 64, 65, 255, 256):
        raw = b"".join(leaves[:width])
        begun = levels_of(raw, begun)
        assert begun == levels_of(raw)
