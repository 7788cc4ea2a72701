"""Hash trees: equal to the definition of RFC 6962 written out naively, and to its published roots."""

from hashlib import sha256

import pytest
from hypothesis import assume, given, strategies as st

from comity.errors.trees import ConsistencyUnproved, InclusionUnproved, OutsideTheTree
from comity.foundation import trees

SIZES = st.integers(0, 70)

# the entries and roots that the implementations of Certificate Transparency test one another with
ENTRIES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def naive_root(entries: list[bytes]) -> bytes:
    """MTH(D[n]), word for word from RFC 6962, 2.1."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + naive_root(entries[:k]) + naive_root(entries[k:])).digest()


def entries_of(size: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(size)]


def leaves_of(size: int) -> list[bytes]:
    return [trees.leaf_hash(entry) for entry in entries_of(size)]


def test_the_tree_of_nothing_is_the_hash_of_nothing() -> None:
    assert trees.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert trees.root([trees.leaf_hash(entry) for entry in ENTRIES[:size]]).hex() == ROOTS[size - 1]


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_a_root_is_that_of_the_naive_definition(entries: list[bytes]) -> None:
    assert trees.root([trees.leaf_hash(entry) for entry in entries]) == naive_root(entries)


def test_a_root_is_never_changed_by_reading_it() -> None:
    leaves = leaves_of(7)
    trees.root(leaves)
    assert leaves == leaves_of(7)


def test_a_leaf_never_passes_for_a_node() -> None:
    left, right = leaves_of(2)
    assert trees.leaf_hash(left + right) != trees.node_hash(left, right)


@given(SIZES, st.data())
def test_every_inclusion_path_proves_its_leaf(size: int, data: st.DataObject) -> None:
    assume(size > 0)
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    path = trees.inclusion_path(leaves, index)
    trees.verify_inclusion(leaf=leaves[index], index=index, size=size, path=path, root=trees.root(leaves))
    assert len(path) <= (size - 1).bit_length()


@given(st.integers(1, 40), st.data())
def test_an_inclusion_path_proves_no_other_claim(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    true = {
        "leaf": leaves[index],
        "index": index,
        "size": size,
        "path": list(trees.inclusion_path(leaves, index)),
        "root": trees.root(leaves),
    }
    lies = [
        {"leaf": trees.leaf_hash(b"another entry")},
        {"index": data.draw(st.integers(-1, size + 1).filter(lambda other: other != index))},
        {"root": trees.leaf_hash(b"another root")},
        {"path": [*true["path"], leaves[0]]},
        {"path": [leaves[0], *true["path"]]},
        {"size": 0},
        {"leaf": leaves[index] + b"\x00"},
        {"leaf": b""},
    ]
    if true["path"]:
        lies += [{"path": true["path"][:-1]}, {"path": [*true["path"][::-1], leaves[0]]}]
    for lie in lies:
        with pytest.raises(InclusionUnproved) as refused:
            trees.verify_inclusion(**{**true, **lie})
        assert refused.value.place == str({**true, **lie}["index"])


def test_hashes_of_another_length_are_refused_though_they_add_up() -> None:
    """Moving a byte across the border of two children gives the same node hash: lengths must be checked."""
    left, right = leaves_of(2)
    shifted, rest = left + right[:1], right[1:]
    assert trees.node_hash(shifted, rest) == trees.node_hash(left, right)
    with pytest.raises(InclusionUnproved):
        trees.verify_inclusion(leaf=shifted, index=0, size=2, path=[rest], root=trees.root([left, right]))


@given(SIZES, st.data())
def test_every_consistency_path_proves_growth(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))
    leaves = leaves_of(size)
    trees.verify_consistency(
        old_size=old,
        old_root=trees.root(leaves[:old]),
        new_size=size,
        new_root=trees.root(leaves),
        path=trees.consistency_path(leaves, old),
    )


@given(st.integers(1, 40), st.data())
def test_a_rewritten_history_is_refused(size: int, data: st.DataObject) -> None:
    """Whatever entry of the old tree is rewritten, the old root is no longer a beginning of the new one."""
    old = data.draw(st.integers(1, size))
    forged = data.draw(st.integers(0, old - 1))
    leaves = leaves_of(size)
    rewritten = [*leaves[:forged], trees.leaf_hash(b"rewritten"), *leaves[forged + 1 :]]
    for path in (trees.consistency_path(rewritten, old), trees.consistency_path(leaves, old)):
        with pytest.raises(ConsistencyUnproved):
            trees.verify_consistency(
                old_size=old,
                old_root=trees.root(leaves[:old]),
                new_size=size,
                new_root=trees.root(rewritten),
                path=path,
            )


@given(st.integers(2, 40), st.data())
def test_a_consistency_path_proves_no_other_claim(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    leaves = leaves_of(size)
    true = {
        "old_size": old,
        "old_root": trees.root(leaves[:old]),
        "new_size": size,
        "new_root": trees.root(leaves),
        "path": list(trees.consistency_path(leaves, old)),
    }
    other = trees.leaf_hash(b"another")
    lies = [
        {"old_root": other},
        {"new_root": other},
        {"path": []},
        {"path": [*true["path"], other]},
        {"path": [other, *true["path"]]},
        {"path": true["path"][:-1]},
        {"path": [b"", *true["path"][1:]]},
        {"new_size": old - 1},
        {"old_size": 0},
        {"old_size": -1},
    ]
    for lie in lies:
        with pytest.raises(ConsistencyUnproved):
            trees.verify_consistency(**{**true, **lie})


def test_the_same_size_with_another_root_is_a_fork() -> None:
    mine, theirs = leaves_of(3), leaves_of(4)[1:]
    with pytest.raises(ConsistencyUnproved, match=r"3\.\.3"):
        trees.verify_consistency(
            old_size=3, old_root=trees.root(mine), new_size=3, new_root=trees.root(theirs), path=[]
        )


@pytest.mark.parametrize("index", [-1, 3])
def test_a_proof_of_what_is_not_there_is_our_own_mistake(index: int) -> None:
    with pytest.raises(OutsideTheTree):
        trees.inclusion_path(leaves_of(3), index)


@pytest.mark.parametrize("old_size", [-1, 4])
def test_growth_from_a_size_that_was_never_reached_is_our_own_mistake(old_size: int) -> None:
    with pytest.raises(OutsideTheTree):
        trees.consistency_path(leaves_of(3), old_size)
