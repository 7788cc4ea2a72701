"""A statement names the bytes below it, whatever they are, and nothing else passes for them."""

from contextlib import nullcontext

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import party

from comity.errors import ComityError
from comity.errors.directory import OtherProfileSigned
from comity.errors.envelopes import MalformedSigned, TooLarge, WrongType
from comity.errors.identity import SignatureWrong
from comity.errors.words import MalformedDigest
from comity.foundation.canonical import canonical
from comity.foundation.envelopes import (
    Stated,
    VerifiedPayload,
    digest_of,
    read_stated,
    sign_payload,
    sign_stated,
)
from comity.foundation.identity import SigningKey

XA, XB = party("XA"), party("XB")
TYPE = "comity-thing"


def signed(written: bytes, *, what: str = "thing", key: SigningKey = XA.root) -> bytes:
    return sign_stated(what, written, typ=TYPE, keys=(key,), issuer="XA")


def read(document: bytes, limit: int = 100) -> Stated:
    return read_stated(document, what="thing", limit=limit)


def verify(document: bytes, typ: str = TYPE) -> VerifiedPayload:
    return read(document).verify("thing", typ=typ, known=lambda _kid: XA.root.public, other=OtherProfileSigned)


@given(st.binary(max_size=100))
def test_what_stands_below_is_given_as_it_was_and_its_statement_holds(written: bytes) -> None:
    document = signed(written)
    assert read(document).written == written
    assert verify(document).issuer == "XA"


def test_the_limit_is_of_what_stands_below_and_not_of_the_statement() -> None:
    assert read(signed(bytes(100)), 100).written == bytes(100)
    with pytest.raises(TooLarge):
        read(signed(bytes(101)), 100)
    with pytest.raises(TooLarge):
        read(b"no statement\n" + bytes(101), 100)


def test_a_statement_of_another_thing_type_or_signer_is_refused() -> None:
    with pytest.raises(MalformedSigned):
        verify(signed(b"x", what="act"))
    with pytest.raises(WrongType):
        verify(signed(b"x"), "comity-other")
    with pytest.raises(ComityError):
        verify(signed(b"x", key=XB.root))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"size": 4}, OtherProfileSigned),
        ({"size": "3"}, MalformedSigned),
        ({"thing": "no digest"}, MalformedDigest),
        ({"more": 1}, MalformedSigned),
    ],
)
def test_a_statement_that_was_signed_but_says_more_or_other_is_refused(
    changes: dict[str, object], refusal: type[ComityError]
) -> None:
    said = {"thing": digest_of(b"one"), "size": 3}
    for told, raised in ((said, None), (said | changes, refusal)):
        document = sign_payload(canonical(told), typ=TYPE, keys=(XA.root,), issuer="XA") + b"\none"
        with pytest.raises(raised) if raised else nullcontext():
            verify(document)


def test_other_bytes_below_are_refused_under_the_name_that_was_asked_for() -> None:
    document = signed(b"one")
    for changed in (document + b"\n", document[:-1], document[:-3] + b"two"):
        with pytest.raises(OtherProfileSigned):
            verify(changed)
    statement = document.partition(b"\n")[0]
    with pytest.raises(MalformedSigned):
        read(statement)
    place = statement.index(b'"signature":"') + 20
    letter = b"A" if statement[place : place + 1] != b"A" else b"B"
    with pytest.raises(SignatureWrong):
        verify(document[:place] + letter + document[place + 1 :])
