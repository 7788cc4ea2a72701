"""Only a State that evidence was disclosed to may fetch it, while the window is open, a span at a time."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from comity.errors.node import NotGranted, RangeUnreadable, WindowClosed
from comity.node import evidence, own
from comity.node.clock import now
from comity.node.models import Grant
from comity.words import Digest, StateCode

NAME = Digest("ab" * 32)
BORANIA, CORDIA = StateCode("XB"), StateCode("XC")


@pytest.fixture
def shelved(node: Path, tmp_path: Path) -> bytes:
    sealed = bytes(range(256)) * 4
    part = own.objects().scratch("x.part")
    part.write_bytes(sealed)
    own.objects().adopt(NAME, part, leaves=[b"\0" * 32])
    Grant.objects.create(manifest=NAME, peer=BORANIA, until=now() + timedelta(days=1))
    return sealed


def test_the_grantee_is_given_the_file(shelved: bytes) -> None:
    file = evidence.disclosed(NAME, to=BORANIA, at=now())
    assert b"".join(evidence.pieces(file, 10, 600)) == shelved[10:600]


def test_a_state_without_a_grant_is_refused(shelved: bytes) -> None:
    with pytest.raises(NotGranted):
        evidence.disclosed(NAME, to=CORDIA, at=now())


def test_a_window_closes_at_its_very_end(shelved: bytes) -> None:
    until = Grant.objects.get(peer=BORANIA).until
    assert evidence.disclosed(NAME, to=BORANIA, at=until + timedelta(milliseconds=-1))
    with pytest.raises(WindowClosed):
        evidence.disclosed(NAME, to=BORANIA, at=until)


@given(st.integers(0, 2**40), st.integers(0, 2**40), st.integers(1, 2**40))
def test_a_span_lies_in_the_file_and_is_never_longer_than_one_answer(first: int, last: int, size: int) -> None:
    asked = f"bytes={first}-{last}"
    if first > last or first >= size:
        with pytest.raises(RangeUnreadable):
            evidence.span(asked, size)
        return
    start, end = evidence.span(asked, size)
    assert start == first
    assert start < end <= min(size, last + 1)
    assert end - start <= evidence.LONGEST_SPAN


@pytest.mark.parametrize(
    "asked", ["", "bytes=", "bytes=1-", "bytes=-5", "bytes=0-1,4-5", "items=0-1", "bytes=0-1 "]
)
def test_any_other_form_of_range_is_refused(asked: str) -> None:
    with pytest.raises(RangeUnreadable):
        evidence.span(asked, 100)
