"""What an author signs names the act beside it, by digest and size, and nothing else passes for it."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import party

from comity.errors import ComityError
from comity.errors.envelopes import MalformedSigned, NotTheAuthor, OtherActSigned, TooLarge
from comity.foundation.canonical import canonical
from comity.foundation.envelopes import ACT, read_signed_act, sign_act, sign_payload
from comity.foundation.limits import LIMITS

XA, XB = party("XA"), party("XB")
ACT_ = XA.act(XB)
DOCUMENT = sign_act(ACT_, signing=XA.signing)
STATEMENT, _, WRITTEN = DOCUMENT.partition(b"\n")


def verify(document: bytes) -> object:
    return read_signed_act(document).verify(lambda _kid: XA.signing.public)[0]


def signed(statement: object, written: bytes) -> bytes:
    return sign_payload(canonical(statement), typ=ACT, keys=(XA.signing,), issuer=ACT_.sender) + b"\n" + written


@pytest.mark.mandate("E8")
def test_a_signed_act_is_read_back_as_it_was_decided() -> None:
    assert verify(DOCUMENT) == ACT_
    assert ACT_.to_bytes() == WRITTEN


def test_an_act_under_the_statement_of_another_is_refused() -> None:
    other = replace(ACT_, body={"text": "another"}).to_bytes()
    with pytest.raises(OtherActSigned):
        verify(STATEMENT + b"\n" + other)


def test_a_statement_of_the_right_digest_and_a_wrong_size_is_refused() -> None:
    told = {"act": sha256(WRITTEN).hexdigest(), "size": len(WRITTEN) + 1}
    with pytest.raises(OtherActSigned):
        verify(signed(told, WRITTEN))


@pytest.mark.parametrize(
    "told", [{}, {"act": "0" * 64}, {"act": "0" * 64, "size": 1, "more": 1}, {"act": 1, "size": 1}]
)
def test_a_statement_of_another_form_is_refused(told: object) -> None:
    with pytest.raises(MalformedSigned):
        verify(signed(told, WRITTEN))


def test_a_statement_with_no_act_beside_it_is_refused() -> None:
    with pytest.raises(MalformedSigned):
        verify(STATEMENT)
    with pytest.raises(OtherActSigned):
        verify(STATEMENT + b"\n")


def test_an_act_in_the_name_of_another_office_is_refused() -> None:
    written = replace(ACT_, sender=XB.act(XA).sender).to_bytes()
    with pytest.raises(NotTheAuthor):
        verify(signed({"act": sha256(written).hexdigest(), "size": len(written)}, written))


def test_an_act_over_the_limit_is_refused_before_its_statement_is_read() -> None:
    with pytest.raises(TooLarge):
        read_signed_act(b"not a statement\n" + bytes(LIMITS.act + 1))


@given(st.integers(0, len(DOCUMENT) - 1), st.integers(1, 255))
def test_no_byte_of_a_signed_act_can_be_changed(place: int, change: int) -> None:
    altered = bytearray(DOCUMENT)
    altered[place] ^= change
    with pytest.raises(ComityError):
        verify(bytes(altered))
