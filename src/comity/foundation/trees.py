"""Hash trees that prove what a list holds and that it only grew.

* A leaf is SHA-256 over 0x00 and the entry; a node is SHA-256 over 0x01 and its two children, so that neither
  can pass for the other.                                                                        RFC 6962, 2.1
* A tree of n leaves splits at the largest power of two below n; the tree of nothing is SHA-256 of nothing.  2.1
* An inclusion path leads from one leaf to the root.                                             2.1.1
* A consistency path shows that a tree of size m is the beginning of a tree of size n.           2.1.2
* Proofs are verified by walking the sizes, never by trusting the length of the path.            RFC 9162, 2.1.3

``leaves`` are leaf hashes, 32 bytes each. The functions are for trees that stand in memory: a root or a path
costs one pass over the leaves.
"""

from collections.abc import Sequence
from hashlib import sha256

from comity.errors.trees import ConsistencyUnproved, InclusionUnproved, OutsideTheTree

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Hash ``leaves`` into the root of their tree."""
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    while (
        len(level) > 1
    ):  # an odd last hash rises unchanged: the same tree as the split of 2.1, built from below
        level, odd = list(map(node_hash, level[::2], level[1::2])), level[len(level) & ~1 :]
        level += odd
    return level[0]


def inclusion_path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Give the hashes that lead from the leaf at ``index`` to the root, lowest first."""
    if not 0 <= index < len(leaves):
        raise OutsideTheTree(index, size=len(leaves))
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_path(leaves[:split], index), root(leaves[split:]))
    return (*inclusion_path(leaves[split:], index - split), root(leaves[:split]))


def verify_inclusion(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Return when ``path`` proves ``leaf`` at ``index`` of the tree of ``size`` with ``root``, or raise.

    Raises InclusionUnproved, with the index as its place.
    """
    if not 0 <= index < size or not _hashes(leaf, root, *path):
        raise InclusionUnproved(index, size=size)
    # Below the node that index and last leaf share, the bits of the index say on which side the sibling stands; above
    # it, all siblings stand left. node_hash is written out: a record verifies tens of thousands of paths a second.
    turns = (index ^ (size - 1)).bit_length()
    if len(path) != turns + (index >> turns).bit_count():
        raise InclusionUnproved(index, size=size)
    reached, here = leaf, index
    for sibling in path[:turns]:
        pair = sibling + reached if here & 1 else reached + sibling
        reached, here = sha256(b"\x01" + pair).digest(), here >> 1
    for sibling in path[turns:]:
        reached = sha256(b"\x01" + sibling + reached).digest()
    if reached != root:
        raise InclusionUnproved(index, size=size)


def consistency_path(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Give the hashes that show the tree of the first ``old_size`` leaves to be the beginning of this one."""
    if not 0 <= old_size <= len(leaves):
        raise OutsideTheTree(old_size, size=len(leaves))
    return _subproof(leaves, old_size, known=True) if old_size else ()


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Return when ``path`` proves that the old tree is the beginning of the new one, or raise.

    Every tree continues the empty one, and each tree continues itself; both are proved by an empty path.
    Raises ConsistencyUnproved, with the two sizes as its place.
    """
    if not 0 <= old_size <= new_size or not _hashes(old_root, new_root, *path):
        raise _unproved(old_size, new_size)
    if old_size in {0, new_size}:
        if path or old_root != (EMPTY_ROOT if old_size == 0 else new_root):
            raise _unproved(old_size, new_size)
        return
    whole = old_size & (old_size - 1) == 0  # a power of two: the old root is itself the first hash
    hashes = [old_root, *path] if whole else list(path)
    if not path:
        raise _unproved(old_size, new_size)
    here, last = old_size - 1, new_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise _unproved(old_size, new_size)
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            here, last = _climb(here, last)
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    if last != 0 or old != old_root or new != new_root:
        raise _unproved(old_size, new_size)


def _unproved(old_size: int, new_size: int) -> ConsistencyUnproved:
    return ConsistencyUnproved(f"{old_size}..{new_size}")


def _subproof(leaves: Sequence[bytes], old_size: int, *, known: bool) -> tuple[bytes, ...]:
    """SUBPROOF of RFC 6962, 2.1.2; ``known`` while the old root itself need not be told."""
    if old_size == len(leaves):
        return () if known else (root(leaves),)
    split = _split(len(leaves))
    if old_size <= split:
        return (*_subproof(leaves[:split], old_size, known=known), root(leaves[split:]))
    return (*_subproof(leaves[split:], old_size - split, known=False), root(leaves[:split]))


def _split(size: int) -> int:
    """Give the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def _climb(here: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the node is the odd last one and rises unchanged."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _hashes(*values: bytes) -> bool:
    """Whether each is as long as a hash: other lengths could shift the border between two children."""
    return not [value for value in values if len(value) != HASH_SIZE]
