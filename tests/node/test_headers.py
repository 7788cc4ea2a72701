"""A header stands apart, is replaced whole, and is overwritten before it goes."""

import os
import stat
from pathlib import Path

import pytest

from comity.errors.node import ObjectMissing
from comity.node.headers import Headers
from comity.words import Digest

NAME = Digest("ab" * 32)
HEADER, OTHER = b"age-encryption.org/v1\n..." * 50, b"age-encryption.org/v1\n---"


@pytest.fixture
def headers(tmp_path: Path) -> Headers:
    return Headers.of(tmp_path)


def remains(headers: Headers) -> Path:
    """Give the header's file a second name, as a disk or a snapshot may do, and return it."""
    second = headers.folder / "second name"
    os.link(headers.folder / NAME[:2] / NAME, second)
    return second


def test_a_header_is_kept_for_its_owner_and_found(headers: Headers) -> None:
    headers.keep(NAME, HEADER)
    assert headers.find(NAME) == HEADER
    place = headers.folder / NAME[:2] / NAME
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [path.name for path in place.parent.iterdir()] == [NAME]


def test_a_destroyed_header_was_overwritten_before_it_was_removed(headers: Headers) -> None:
    headers.keep(NAME, HEADER)
    left = remains(headers)
    headers.destroy(NAME)
    headers.destroy(NAME)
    assert not headers.holds(NAME)
    with pytest.raises(ObjectMissing):
        headers.find(NAME)
    assert left.stat().st_size == len(HEADER)
    assert HEADER[:22] not in left.read_bytes()


def test_a_replaced_header_was_overwritten_too(headers: Headers) -> None:
    headers.keep(NAME, HEADER)
    left = remains(headers)
    headers.keep(NAME, OTHER)
    assert headers.find(NAME) == OTHER
    assert HEADER[:22] not in left.read_bytes()
