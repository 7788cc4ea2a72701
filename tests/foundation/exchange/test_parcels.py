import pytest

from comity.errors import ComityError
from comity.errors.envelopes import UnknownVersion, WrongType
from comity.errors.forwarding import MalformedStatement, ParcelForAnother
from comity.errors.words import MalformedDigest, UnknownState
from comity.foundation.canonical import canonical, parse_canonical
from comity.foundation.envelopes import sign_payload
from comity.foundation.exchange.parcels import MOST_ITEMS, PARCEL, Item, Parcel, sign_parcel, verify_parcel
from comity.foundation.identity import SigningKey
from comity.foundation.record import Growth, Log, MemoryStore
from comity.words import Digest, Instant, StateCode

NODE, LOG = SigningKey.from_seed(b"n" * 32), SigningKey.from_seed(b"l" * 32)
XA, XB = StateCode("XA"), StateCode("XB")
AT = Instant.parse("2026-11-21T08:00:00.000Z")


def digest(letter: str) -> Digest:
    return Digest(letter * 64)


@pytest.fixture
def parcel() -> Parcel:
    log = Log(MemoryStore(), "comity/XB")
    log.append([b"one"])
    seen = log.checkpoint(LOG)
    log.append([b"two"])
    item = Item(digest("b"), (digest("c"),), "sequence-gap", (Growth.of(log, 1, 2),))
    return Parcel(
        XA, XB, AT, (Item(digest("a")), item), {"acts/a": digest("d")}, (seen,), (digest("e"),), digest("f")
    )


def known(state: StateCode, _kid: object):
    assert state == XA
    return NODE.public


def test_a_statement_is_read_as_it_was_signed(parcel: Parcel):
    assert verify_parcel(sign_parcel(parcel, node=NODE), to=XB, known=known) == parcel
    assert Parcel.parse(parcel.to_bytes()).to_bytes() == parcel.to_bytes()


def test_a_statement_for_another_state_is_refused(parcel: Parcel):
    with pytest.raises(ParcelForAnother):
        verify_parcel(sign_parcel(parcel, node=NODE), to=StateCode("XC"), known=known)


def test_a_document_of_another_type_is_no_statement(parcel: Parcel):
    receipt = sign_payload(parcel.to_bytes(), typ="comity-receipt", keys=(NODE,), issuer=XA)
    with pytest.raises(WrongType):
        verify_parcel(receipt, to=XB, known=known)


def test_no_node_speaks_for_another_state(parcel: Parcel):
    theirs = sign_payload(parcel.to_bytes(), typ=PARCEL, keys=(NODE,), issuer="XC")
    with pytest.raises(MalformedStatement):
        verify_parcel(theirs, to=XB, known=lambda _state, _kid: NODE.public)


@pytest.mark.parametrize("issuer", ["", "nowhere"])
def test_who_names_no_state_is_refused(parcel: Parcel, issuer: str):
    theirs = sign_payload(parcel.to_bytes(), typ=PARCEL, keys=(NODE,), issuer=issuer)
    with pytest.raises(UnknownState):
        verify_parcel(theirs, to=XB, known=known)


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("v", 2, UnknownVersion),
        ("from", "nowhere", UnknownState),
        (
            "items",
            [{"envelope": "a" * 64, "growth": [], "receipts": []}] * (MOST_ITEMS + 1),
            MalformedStatement,
        ),
        ("items", [{"envelope": "short", "growth": [], "receipts": []}], MalformedDigest),
        ("members", {"acts/a": "short"}, MalformedDigest),
        ("members", {"acts/a": 7}, MalformedDigest),
        ("members", {f"acts/{place}": "a" * 64 for place in range(4097)}, MalformedStatement),
        ("seen", ["no checkpoint"], ComityError),
        ("evidence", ["a" * 64, "a" * 64], MalformedStatement),
        ("answers", "short", MalformedDigest),
        ("more", 1, MalformedStatement),
    ],
)
def test_a_field_that_is_not_in_its_form_is_refused(parcel: Parcel, name: str, value: object, error: type):
    told = {**parse_canonical(parcel.to_bytes()), name: value}
    with pytest.raises(error):
        Parcel.parse(canonical(told))
