"""A sealed act is kept whole, in its row or as an object, and found again by its digest."""

from hashlib import sha256

import pytest

from comity.errors.node import ObjectMissing
from comity.node import own
from comity.node.archive import LONGEST_IN_ROW, keep, kept
from comity.words import Digest


def named(sealed: bytes) -> Digest:
    return Digest.of(sha256(sealed).digest())


@pytest.mark.parametrize("size", [1, LONGEST_IN_ROW, LONGEST_IN_ROW + 1, 1024 * 1024])
def test_what_was_kept_is_given_back(node_home, size: int) -> None:
    sealed = bytes([size % 251]) * size
    in_row = keep(named(sealed), sealed)
    assert kept(named(sealed), in_row) == sealed
    assert (in_row == b"") is (size > LONGEST_IN_ROW)


def test_keeping_the_same_long_act_again_is_harmless(node_home) -> None:
    sealed = b"again" * LONGEST_IN_ROW
    assert keep(named(sealed), sealed) == keep(named(sealed), sealed) == b""
    assert own.objects().find(named(sealed)).read_bytes() == sealed


def test_a_lost_object_is_named(node_home) -> None:
    with pytest.raises(ObjectMissing):
        kept(named(b"never kept"), b"")
