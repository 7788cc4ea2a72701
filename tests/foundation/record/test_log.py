"""The record is the tree of RFC 6962 at every size, and proves what it holds and that it only grew."""

from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import party

from comity.errors.record import OutsideTheRecord, TileDamaged
from comity.foundation import trees
from comity.foundation.record import Head, Kept, Log, MemoryStore, Prepared, TileId

XA = party("XA")
EDGES = (0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 1023, 1025)


def entries(count: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(count)]


def log_of(count: int, *batches: int) -> Log:
    log, told = Log(MemoryStore(), "xa.example/record"), entries(count)
    for batch in batches:
        log.append(told[:batch])
        told = told[batch:]
    log.append(told)
    return log


def test_entries_prepared_before_are_appended_as_themselves() -> None:
    log = Log(MemoryStore(), "xa.example/record")
    assert log.append(Prepared.of(entries(300))) == range(300)
    assert log.append(Prepared.of([])) == range(300, 300)
    assert log.root() == log_of(300).root()


def leaves_of(count: int) -> list[bytes]:
    return [trees.leaf_hash(entry) for entry in entries(count)]


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, as it stands there."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else trees.EMPTY_ROOT
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return trees.node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


@pytest.mark.parametrize("size", EDGES)
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert log_of(size).root() == naive_root(leaves_of(size))


@given(st.lists(st.integers(0, 300), max_size=6), st.integers(0, 900))
def test_how_the_entries_came_in_does_not_matter(batches: list[int], size: int) -> None:
    log = log_of(size, *batches)
    assert log.size == size
    assert log.root() == trees.root(leaves_of(size))


def test_every_entry_is_proved_in_every_tree_it_is_part_of() -> None:
    leaves, log = leaves_of(70), log_of(70)
    for size in range(1, 71):
        root = trees.root(leaves[:size])
        assert log.root(size) == root
        for index in range(size):
            path = log.inclusion(index, size)
            assert path == trees.inclusion_path(leaves[:size], index)
            trees.verify_inclusion(leaf=leaves[index], index=index, size=size, path=path, root=root)


def test_every_size_is_proved_the_beginning_of_every_later_one() -> None:
    leaves, log = leaves_of(70), log_of(70)
    for new in range(71):
        for old in range(new + 1):
            path = log.consistency(old, new)
            assert path == trees.consistency_path(leaves[:new], old)
            assert log.growth(old, new) == (trees.root(leaves[:old]), path)
            trees.verify_consistency(
                old_size=old, old_root=log.root(old), new_size=new, new_root=log.root(new), path=path
            )


@given(st.data())
def test_proofs_hold_across_tiles(data: st.DataObject) -> None:
    leaves = LEAVES
    size = data.draw(st.integers(1, len(leaves)))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    assert LOG.inclusion(index, size) == trees.inclusion_path(leaves[:size], index)
    assert LOG.growth(old, size) == (trees.root(leaves[:old]), trees.consistency_path(leaves[:size], old))
    assert LOG.root(size) == trees.root(leaves[:size])


LOG, LEAVES = log_of(3000, 100, 900, 1), leaves_of(3000)


def test_a_record_of_three_levels_is_still_the_same_tree() -> None:
    size = 256 * 256 + 300
    log, leaves = log_of(size, 65_000, 700), leaves_of(size)
    root = trees.root(leaves)
    assert log.root() == root
    for index in (0, 255, 256, 65_535, 65_536, size - 1):
        trees.verify_inclusion(leaf=leaves[index], index=index, size=size, path=log.inclusion(index), root=root)
    for old in (1, 255, 65_535, 65_536, 65_537):
        trees.verify_consistency(
            old_size=old, old_root=log.root(old), new_size=size, new_root=root, path=log.consistency(old)
        )


def test_an_append_tells_the_indices_and_appending_nothing_changes_nothing() -> None:
    log = log_of(5)
    before = log.root()
    assert log.append([]) == range(5, 5)
    assert log.root() == before
    assert log.append([b"a", b"b"]) == range(5, 7)


def test_nothing_beyond_the_record_is_proved() -> None:
    log = log_of(5)
    for ask in (
        lambda: log.inclusion(5),
        lambda: log.inclusion(3, 3),
        lambda: log.inclusion(-1),
        lambda: log.inclusion(0, 6),
        lambda: log.consistency(3, 6),
        lambda: log.consistency(4, 3),
        lambda: log.growth(6),
        lambda: log.root(6),
    ):
        with pytest.raises(OutsideTheRecord):
            ask()


def test_the_right_edge_is_all_that_an_append_reads_of_the_past() -> None:
    store = MemoryStore()
    Log(store, "o").append(entries(1000))
    head = store.head()
    assert len(head.edge) == (1000).bit_count()
    read: list[TileId] = []

    class Watched(MemoryStore):
        def head(self) -> Head:
            return head

        def tile(self, tile: TileId) -> bytes:
            read.append(tile)
            return store.tile(tile)

    Log(Watched(), "o").append([b"one more"])
    assert read == [TileId(0, 3)]


def test_what_was_just_appended_is_proved_from_the_edge_alone() -> None:
    store = MemoryStore()
    Log(store, "o").append(entries(1001))
    head = store.head()

    class NoTiles(MemoryStore):
        def head(self) -> Head:
            return head

    assert Log(NoTiles(), "o").inclusion(1000) == trees.inclusion_path(leaves_of(1001), 1000)


def test_a_tile_that_is_missing_or_cut_is_named_never_papered_over() -> None:
    store = MemoryStore()
    log = Log(store, "o")
    log.append(entries(700))
    whole, head = store.tile(TileId(0, 1)), store.head()
    store.write([(TileId(0, 1), whole[:-32])], head)
    with pytest.raises(TileDamaged) as refused:
        Log(store, "o").inclusion(510)
    assert refused.value.place == "tile/0/001"
    store.write([(TileId(0, 2), b"")], head)
    with pytest.raises(TileDamaged):
        Log(store, "o").append([b"next"])
    with pytest.raises(TileDamaged):
        Head(700, head.edge[1:])


def test_a_rolled_back_append_leaves_no_wrong_node_behind() -> None:
    store = MemoryStore()
    log = Log(store, "o")
    log.append(entries(100))
    head, begun = store.head(), store.tile(TileId(0, 0))
    log.append([b"rolled back"] * 156)
    log.inclusion(200)
    store.write([(TileId(0, 0), begun)], head)
    log.append([b"taken"] * 156)
    leaves = leaves_of(100) + [trees.leaf_hash(b"taken")] * 156
    assert log.inclusion(200) == trees.inclusion_path(leaves, 200)


def test_what_is_kept_in_memory_is_bounded() -> None:
    store = MemoryStore()
    kept = Kept(3)
    Log(store, "o").append(entries(256 * 9))
    log = Log(store, "o", kept=kept)
    for index in range(0, 256 * 9, 256):
        log.inclusion(index)
    assert 0 < len(kept) <= 3


def test_a_checkpoint_says_size_and_root_under_the_name_of_the_record() -> None:
    checkpoint = log_of(9).checkpoint(XA.log_key)
    assert (checkpoint.origin, checkpoint.size) == ("xa.example/record", 9)
    assert checkpoint.root == trees.root(leaves_of(9))
    assert checkpoint.verify(XA.log_key.public) == checkpoint
