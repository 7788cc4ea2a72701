"""Salted leaves."""

from hashlib import sha256

import pytest

from comity.errors.sealing import UnsafeSalt
from comity.foundation.sealing.leaves import LEAF, leaf_count, require_salt, salted_leaf


@pytest.mark.parametrize(("size", "count"), [(0, 0), (1, 1), (LEAF, 1), (LEAF + 1, 2), (4 * 1024 * LEAF, 4096)])
def test_every_mib_begun_is_a_leaf(size: int, count: int) -> None:
    assert leaf_count(size) == count


def test_a_leaf_hashes_its_salt_its_number_and_its_piece() -> None:
    expected = sha256(b"\x00" + bytes(32) + b"\x00\x00\x00\x00\x00\x00\x01\x02" + b"piece").digest()
    assert salted_leaf(bytes(32), 258, b"piece") == expected


def test_a_salt_has_32_bytes() -> None:
    require_salt(bytes(32))
    with pytest.raises(UnsafeSalt):
        require_salt(bytes(31))
