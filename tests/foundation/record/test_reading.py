"""The tree of any size is read out of tiles as RFC 6962 defines it, and what was damaged is named, not proved."""

import pytest
from hypothesis import given, strategies as st

from comity.errors.record import OutsideTheRecord, TileDamaged
from comity.foundation import trees
from comity.foundation.record.growing import Grown
from comity.foundation.record.reading import Kept, Tiles, Tree
from comity.foundation.record.tiles import HASH_SIZE, WIDTH, Head, MemoryStore, TileId

MOST = 1025
LEAVES = [trees.leaf_hash(f"entry {number}".encode()) for number in range(MOST)]
EDGES = (1, 2, 3, 255, 256, 257, 511, 512, 513, 1024, 1025)


class Counting(MemoryStore):
    """A store that counts how often a tile is read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[TileId] = []

    def tile(self, tile: TileId) -> bytes:
        self.read.append(tile)
        return super().tile(tile)


def filled(count: int = MOST, leaves: list[bytes] | None = None) -> Counting:
    store = Counting()
    grown = Grown(Head(), (leaves or LEAVES)[:count])
    store.write(grown.tiles(store), grown.head)
    store.read.clear()
    return store


def tree(store: MemoryStore, size: int, kept: Kept | None = None) -> Tree:
    return Tree(Tiles(store, Kept() if kept is None else kept, store.head()), size)


def spoil(store: MemoryStore, tile: TileId, place: int) -> None:
    raw = bytearray(store.tile(tile))
    raw[place] ^= 1
    store.write([(tile, bytes(raw))], store.head())


STORE = filled()


def test_the_tree_of_nothing_has_the_root_of_the_definition() -> None:
    assert tree(MemoryStore(), 0).root == tree(STORE, 0).root == trees.EMPTY_ROOT


@pytest.mark.parametrize("size", EDGES)
def test_roots_and_paths_at_the_edges_of_tiles_are_those_of_the_definition(size: int) -> None:
    read, leaves = tree(STORE, size), LEAVES[:size]
    assert read.root == trees.root(leaves)
    for index in {0, 1, 254, 255, 256, 257, 511, 512, size - 2, size - 1}:
        if 0 <= index < size:
            assert tuple(read.inclusion(index)) == trees.inclusion_path(leaves, index)
    for old in EDGES:
        if old <= size:
            assert tuple(read.consistency(old)) == trees.consistency_path(leaves, old)


@given(st.data())
def test_a_tree_of_any_size_within_the_record_proves_what_the_definition_proves(data: st.DataObject) -> None:
    head = data.draw(st.sampled_from(sorted(HEADS)))
    size = data.draw(st.integers(1, head))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    read, leaves = tree(HEADS[head], size, KEPT[head]), LEAVES[:size]
    assert tuple(read.inclusion(index)) == trees.inclusion_path(leaves, index)
    path = read.consistency(old)
    assert tuple(path) == trees.consistency_path(leaves, old)
    trees.verify_consistency(
        old_size=old, old_root=trees.root(LEAVES[:old]), new_size=size, new_root=read.root, path=path
    )


HEADS = {size: filled(size) for size in (255, 256, 700, MOST)}
KEPT = {size: Kept() for size in HEADS}


@pytest.mark.parametrize("size", [-1, MOST + 1])
def test_a_tree_outside_the_record_is_refused(size: int) -> None:
    with pytest.raises(OutsideTheRecord):
        tree(STORE, size)


@pytest.mark.parametrize("index", [-1, 300])
def test_a_leaf_outside_the_tree_is_refused_although_the_record_may_have_it(index: int) -> None:
    with pytest.raises(OutsideTheRecord):
        tree(STORE, 300).inclusion(index)


@given(st.integers(0, 3), st.integers(0, WIDTH * HASH_SIZE - 1))
def test_a_changed_byte_of_a_full_tile_is_named(number: int, place: int) -> None:
    store = filled()
    spoil(store, TileId(0, number), place)
    with pytest.raises(TileDamaged) as refused:
        tree(store, MOST).inclusion(number * WIDTH)
    assert refused.value.place == TileId(0, number).path()


def test_a_tile_that_is_gone_or_cut_is_named() -> None:
    for left in (b"", STORE.tile(TileId(0, 2))[:-1]):
        store = filled()
        store.write([(TileId(0, 2), left)], store.head())
        with pytest.raises(TileDamaged) as refused:
            tree(store, MOST).inclusion(600)
        assert refused.value.place == "tile/0/002"


def test_damage_elsewhere_hinders_no_proof() -> None:
    store = filled()
    spoil(store, TileId(0, 0), 0)
    assert tuple(tree(store, MOST).inclusion(600)) == trees.inclusion_path(LEAVES, 600)


def test_a_full_tile_is_read_once_for_all_its_proofs() -> None:
    store, kept = filled(), Kept()
    for index in range(256, 512):
        tree(store, MOST, kept).inclusion(index)
    assert store.read.count(TileId(0, 1)) == 1


def test_a_full_tile_that_was_read_is_not_read_again_when_the_record_has_grown() -> None:
    store, kept = filled(1024), Kept()
    tree(store, 1024, kept).inclusion(300)
    grown = Grown(store.head(), LEAVES[1024:])
    store.write(grown.tiles(store), grown.head)
    store.read.clear()
    assert tuple(tree(store, MOST, kept).inclusion(300)) == trees.inclusion_path(LEAVES, 300)
    assert TileId(0, 1) not in store.read


def test_what_a_rolled_back_append_left_in_memory_proves_nothing() -> None:
    kept = Kept()
    undone = [*LEAVES[:200], *(trees.leaf_hash(b"undone %d" % number) for number in range(400))]
    tree(filled(600, undone), 600, kept).inclusion(210)
    tree(filled(600, undone), 600, kept).inclusion(590)
    store = filled(600)
    for index in (10, 210, 590):
        assert tuple(tree(store, 600, kept).inclusion(index)) == trees.inclusion_path(LEAVES[:600], index)


def test_no_more_tiles_are_kept_than_there_is_room_for() -> None:
    kept = Kept(most=2)
    for index in range(0, MOST, WIDTH):
        tree(STORE, MOST, kept).inclusion(index)
        assert len(kept) <= 2
    assert tuple(tree(STORE, MOST, kept).inclusion(0)) == trees.inclusion_path(LEAVES, 0)
