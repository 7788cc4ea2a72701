from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from comity.errors.node import HopRefused, HopUnsigned
from comity.foundation.identity import SigningKey
from comity.node.hop import Asked, sign, verify
from comity.words import Instant, StateCode

AT = Instant.parse("2026-11-21T20:00:00.000Z")
KEY, OTHER = (SigningKey.from_seed(sha256(name).digest()) for name in (b"a node", b"another"))
XA, XB, XC = StateCode("XA"), StateCode("XB"), StateCode("XC")
ASKED = Asked(XB, "GET", "/exchange/v1/evidence/00", "bytes=0-9", b"")


def known(state: StateCode, kid: str):
    return KEY.public if state == XA and kid == KEY.public.thumbprint else None


def test_a_signed_request_tells_who_asks():
    header = sign(ASKED, state=XA, key=KEY, at=AT)
    assert verify(header, ASKED, known=known, at=AT + timedelta(minutes=1)) == XA


@pytest.mark.parametrize(
    "change",
    [
        {"of": XC},
        {"method": "POST"},
        {"path": "/exchange/v1/evidence/01"},
        {"span": "bytes=0-8"},
        {"body": b"x"},
    ],
    ids=str,
)
def test_what_was_asked_of_one_node_is_nothing_to_another_request(change):
    header = sign(ASKED, state=XA, key=KEY, at=AT)
    with pytest.raises(HopRefused) as refused:
        verify(header, replace(ASKED, **change), known=known, at=AT)
    assert refused.value.place == "signature"


@given(st.integers(-600, 600))
def test_a_request_counts_for_five_minutes_either_way(seconds: int):
    header = sign(ASKED, state=XA, key=KEY, at=AT + timedelta(seconds=seconds))
    if abs(seconds) <= 300:
        assert verify(header, ASKED, known=known, at=AT) == XA
    else:
        with pytest.raises(HopRefused):
            verify(header, ASKED, known=known, at=AT)


def test_a_key_that_is_not_the_states_is_refused():
    with pytest.raises(HopRefused) as refused:
        verify(sign(ASKED, state=XA, key=OTHER, at=AT), ASKED, known=known, at=AT)
    assert refused.value.place == "key"


def test_a_state_that_claims_to_be_another_is_refused():
    header = sign(ASKED, state=XC, key=KEY, at=AT).replace("state=XC", "state=XA")
    with pytest.raises(HopRefused):
        verify(header, ASKED, known=known, at=AT)


def test_an_unsigned_request_is_named_so():
    with pytest.raises(HopUnsigned):
        verify(None, ASKED, known=known, at=AT)
    with pytest.raises(HopUnsigned):
        verify("", ASKED, known=known, at=AT)


@given(st.text())
def test_any_other_text_in_the_header_is_refused(text: str):
    with pytest.raises((HopRefused, HopUnsigned)):
        verify(text, ASKED, known=known, at=AT)
