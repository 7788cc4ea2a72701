"""One append gives the head, the tiles and the paths of RFC 6962, and for its own leaves it reads no tile."""

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from comity.errors.record import TileDamaged
from comity.foundation import trees
from comity.foundation.record.growing import Grown
from comity.foundation.record.reading import Kept, Tiles, Tree
from comity.foundation.record.tiles import HASH_SIZE, WIDTH, Head, MemoryStore, TileId

LEAVES = [trees.leaf_hash(f"entry {number}".encode()) for number in range(1100)]
EDGES = (0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 1023, 1024)
BATCHES = (1, 2, 3, 5)
sizes = st.integers(0, 700)


class Unreadable(MemoryStore):
    """A store whose tiles nobody may read."""

    def tile(self, tile: TileId) -> bytes:
        raise AssertionError(tile.path())


def head_of(leaves: Sequence[bytes]) -> Head:
    """The head by the definition: the root of each whole subtree, largest first."""
    edge, begin = [], 0
    for height in range(len(leaves).bit_length() - 1, -1, -1):
        if len(leaves) >> height & 1:
            edge.append(trees.root(leaves[begin : begin + (1 << height)]))
            begin += 1 << height
    return Head(len(leaves), tuple(edge))


def filled(count: int) -> MemoryStore:
    store = MemoryStore()
    grown = Grown(Head(), LEAVES[:count])
    store.write(grown.tiles(store), grown.head)
    return store


@pytest.mark.parametrize("old", EDGES)
@pytest.mark.parametrize("more", BATCHES)
def test_the_head_afterwards_is_that_of_the_definition(old: int, more: int) -> None:
    grown = Grown(head_of(LEAVES[:old]), LEAVES[old : old + more])
    assert grown.first == old
    assert grown.head == head_of(LEAVES[: old + more])


@given(st.lists(st.integers(0, 300), max_size=5))
def test_how_the_leaves_came_in_does_not_matter(batches: list[int]) -> None:
    head, told = Head(), 0
    for batch in batches:
        head = Grown(head, LEAVES[told : told + batch]).head
        told = min(told + batch, len(LEAVES))
    assert head == head_of(LEAVES[:told])


def test_nothing_appended_changes_nothing() -> None:
    head = head_of(LEAVES[:300])
    grown = Grown(head, [])
    assert grown.head == head
    assert grown.tiles(Unreadable()) == []


@pytest.mark.parametrize("old", EDGES)
@pytest.mark.parametrize("more", BATCHES)
def test_the_leaves_appended_are_proved_without_reading_a_tile(old: int, more: int) -> None:
    grown = Grown(head_of(LEAVES[:old]), LEAVES[old : old + more])
    tree = Tree(Tiles(Unreadable(), Kept(), grown.head), old + more, grown)
    root = trees.root(LEAVES[: old + more])
    assert tree.root == root
    for index in range(old, old + more):
        path = tree.inclusion(index)
        assert tuple(path) == trees.inclusion_path(LEAVES[: old + more], index)
        trees.verify_inclusion(leaf=LEAVES[index], index=index, size=old + more, path=path, root=root)


@pytest.mark.parametrize("old", EDGES)
@pytest.mark.parametrize("more", [1, 2, 260])
def test_the_tiles_given_are_whole_and_only_those_that_changed(old: int, more: int) -> None:
    new = min(old + more, len(LEAVES))
    given_ = dict(Grown(head_of(LEAVES[:old]), LEAVES[old:new]).tiles(filled(old)))
    roots = [trees.root(LEAVES[at : at + WIDTH]) for at in range(0, new - new % WIDTH, WIDTH)]
    for level, hashes, before in ((0, LEAVES[:new], old), (1, roots, old // WIDTH)):
        changed = range(before // WIDTH, -(-len(hashes) // WIDTH)) if len(hashes) > before else range(0)
        of_level = {tile.index: raw for tile, raw in given_.items() if tile.level == level and raw}
        assert sorted(of_level) == list(changed)
        for index, raw in of_level.items():
            assert raw == b"".join(hashes[index * WIDTH : (index + 1) * WIDTH])


def test_a_tile_that_lost_its_end_is_named_before_anything_is_joined_to_it() -> None:
    store = filled(300)
    tile = TileId(0, 1)
    store.write([(tile, store.tile(tile)[:-HASH_SIZE])], store.head())
    with pytest.raises(TileDamaged) as refused:
        Grown(store.head(), LEAVES[300:302]).tiles(store)
    assert refused.value.place == "tile/0/001"


@given(sizes, st.integers(1, 400), st.data())
def test_a_later_tree_proves_old_and_new_alike(old: int, more: int, data: st.DataObject) -> None:
    store, new = filled(old), old + more
    grown = Grown(store.head(), LEAVES[old:new])
    store.write(grown.tiles(store), grown.head)
    index = data.draw(st.integers(0, new - 1))
    tree = Tree(Tiles(store, Kept(), grown.head), new, grown)
    assert tuple(tree.inclusion(index)) == trees.inclusion_path(LEAVES[:new], index)
    assert tuple(tree.consistency(old)) == trees.consistency_path(LEAVES[:new], old)
