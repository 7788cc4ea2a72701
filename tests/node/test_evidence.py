"""Only a State that evidence was disclosed to may fetch it, while the window is open, a span at a time."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from comity.errors.node import NotGranted, ObjectMissing, RangeUnreadable, WindowClosed
from comity.node import evidence, own
from comity.node.clock import now
from comity.node.models import Grant
from comity.words import Digest, StateCode

NAME = Digest("ab" * 32)
HEADER = 100  # so many bytes stand apart
BORANIA, CORDIA = StateCode("XB"), StateCode("XC")


@pytest.fixture
def shelved(node: Path, tmp_path: Path) -> bytes:
    sealed = bytes(range(256)) * 4
    own.headers().keep(NAME, sealed[:HEADER])
    part = own.objects().scratch("x.part")
    part.write_bytes(sealed[HEADER:])
    own.objects().adopt(NAME, part, leaves=[b"\0" * 32])
    Grant.objects.create(manifest=NAME, peer=BORANIA, until=now() + timedelta(days=1))
    return sealed


@pytest.mark.parametrize(("start", "end"), [(10, 600), (0, 100), (5, 60), (100, 1024), (99, 101), (700, 900)])
def test_the_grantee_is_given_one_file_of_header_and_payload(shelved: bytes, start: int, end: int) -> None:
    file = evidence.disclosed(NAME, to=BORANIA, at=now())
    assert file.size == len(shelved)
    assert b"".join(evidence.pieces(file, start, end)) == shelved[start:end]


def test_evidence_whose_header_was_destroyed_is_given_to_nobody(shelved: bytes) -> None:
    own.headers().destroy(NAME)
    with pytest.raises(ObjectMissing):
        evidence.disclosed(NAME, to=BORANIA, at=now())


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
