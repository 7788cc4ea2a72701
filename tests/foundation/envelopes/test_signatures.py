"""A signed document holds only when every signature holds, under the type and the suite that we asked for."""

import json

import pytest
from hypothesis import given, strategies as st
from joserfc import jws as jose
from joserfc.jwk import OKPKey
from tests.foundation.parties import party

from comity.errors import ComityError
from comity.errors.envelopes import (
    MalformedSigned,
    NotCanonical,
    NothingToSignWith,
    UnknownSigner,
    UnknownSuite,
    WrongType,
)
from comity.errors.identity import SignatureWrong, SuiteMissing
from comity.foundation.canonical import canonical
from comity.foundation.envelopes import read_signed, sign_payload, verify_payload
from comity.foundation.fields import from_letters, letters
from comity.foundation.identity import KeyId, SigningKey, Suite

XA, XB = party("XA"), party("XB")
KEYS = {key.public.thumbprint: key.public for key in (XA.signing, XB.signing)}
TYP = "comity-test"
SECOND = SigningKey.from_seed(b"2" * 32, Suite.ML_DSA_65)
BOTH = KEYS | {SECOND.public.thumbprint: SECOND.public}


def signed(payload: bytes = b"payload", *keys: SigningKey) -> bytes:
    return sign_payload(payload, typ=TYP, keys=keys or (XA.signing,), issuer="XA/central")


def with_header(document: bytes, **changes: object) -> bytes:
    """Sign again with another protected header, as an attacker with a key of its own would."""
    told = json.loads(document)
    header = json.loads(from_letters(told["signatures"][0]["protected"]) or b"") | changes
    protected = letters(canonical({name: value for name, value in header.items() if value is not None}))
    value = XA.signing.sign(f"{protected}.{told['payload']}".encode())
    return canonical({**told, "signatures": [{"protected": protected, "signature": letters(value)}]})


@given(st.binary(max_size=200))
def test_what_is_signed_is_given_back(payload: bytes) -> None:
    verified = verify_payload(signed(payload or b"x"), typ=TYP, known=KEYS.get)
    assert verified.payload == (payload or b"x")
    assert verified.kids == (XA.signing.public.thumbprint,)
    assert verified.issuer == "XA/central"


def test_several_signatures_all_count() -> None:
    both = signed(b"payload", XA.signing, XB.signing)
    assert len(verify_payload(both, typ=TYP, known=KEYS.get).kids) == 2
    with pytest.raises(UnknownSigner) as refused:
        verify_payload(both, typ=TYP, known={XA.signing.public.thumbprint: XA.signing.public}.get)
    assert refused.value.place == "signatures[1]"


def test_any_changed_byte_of_a_signed_document_is_refused_by_name() -> None:
    document = signed()
    for place in range(len(document)):
        for flip in (0x01, 0x20, 0x80):
            changed = document[:place] + bytes([document[place] ^ flip]) + document[place + 1 :]
            with pytest.raises(ComityError):
                verify_payload(changed, typ=TYP, known=KEYS.get)


@pytest.mark.parametrize("suite", ["none", "EdDSA", "HS256", "ML-DSA-44", "ed25519"])
def test_alg_none_and_every_unknown_suite_are_refused_before_a_key_is_looked_for(suite: str) -> None:
    def never(_kid: object) -> None:
        raise AssertionError("a key was looked for")

    with pytest.raises(UnknownSuite) as refused:
        verify_payload(with_header(signed(), alg=suite), typ=TYP, known=never)
    assert refused.value.place == suite


def test_a_document_of_one_type_never_passes_for_another() -> None:
    with pytest.raises(WrongType):
        verify_payload(signed(), typ="comity-act", known=KEYS.get)


def test_a_kid_that_names_no_key_we_hold_is_refused() -> None:
    with pytest.raises(UnknownSigner):
        verify_payload(signed(), typ=TYP, known={}.get)


def test_a_directory_that_answers_with_another_key_is_not_believed() -> None:
    with pytest.raises(UnknownSigner):
        verify_payload(signed(), typ=TYP, known=lambda _kid: XB.signing.public)


def test_a_signature_moved_to_another_payload_is_wrong() -> None:
    one, other = json.loads(signed(b"one")), json.loads(signed(b"other"))
    with pytest.raises(SignatureWrong):
        verify_payload(canonical({**one, "payload": other["payload"]}), typ=TYP, known=KEYS.get)


@pytest.mark.parametrize(
    "changes", [{"crit": ["b64"]}, {"b64": False}, {"kid": None}, {"typ": None}, {"jku": "https://xa.example"}]
)
def test_a_header_with_a_member_too_many_or_too_few_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedSigned):
        verify_payload(with_header(signed(), **changes), typ=TYP, known=KEYS.get)


def test_no_signature_the_same_twice_or_two_offices_are_refused() -> None:
    told = json.loads(signed())
    (one,) = told["signatures"]
    (other,) = json.loads(sign_payload(b"payload", typ=TYP, keys=(XB.signing,), issuer="XB/central"))[
        "signatures"
    ]
    for signatures in ([], [one, one], [one, other]):
        with pytest.raises(MalformedSigned):
            read_signed(canonical({**told, "signatures": signatures}))


def test_an_unprotected_header_beside_the_signed_one_is_refused() -> None:
    told = json.loads(signed())
    told["signatures"][0]["header"] = {"kid": "another"}
    with pytest.raises(MalformedSigned):
        read_signed(canonical(told))


def test_another_spelling_of_the_same_document_is_refused() -> None:
    with pytest.raises(NotCanonical):
        read_signed(json.dumps(json.loads(signed())).encode())


def test_nothing_is_signed_with_no_key_or_the_same_key_twice() -> None:
    for keys in ((), (XA.signing, XA.signing)):
        with pytest.raises(NothingToSignWith):
            sign_payload(b"payload", typ=TYP, keys=keys)


def test_a_stranger_with_joserfc_verifies_what_we_sign() -> None:
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": letters(XA.signing.public.raw)})
    registry = jose.JWSRegistry(
        algorithms=["Ed25519"], strict_check_header=False
    )  # "iss" is ours: RFC 7515, 4.3
    found = jose.deserialize_json(json.loads(signed(b"payload")), key, registry=registry)
    assert found.payload == b"payload"


def test_we_verify_what_a_stranger_signs_with_joserfc() -> None:
    key = OKPKey.import_key(
        {"kty": "OKP", "crv": "Ed25519", "x": letters(XA.signing.public.raw), "d": letters(XA.signing.seed)}
    )
    header = {"alg": "Ed25519", "kid": str(XA.signing.public.thumbprint), "typ": TYP}
    # joserfc writes its headers in the order given, and this order is the canonical one
    document = jose.serialize_json([{"protected": header}], b"theirs", key, algorithms=["Ed25519"])
    assert verify_payload(canonical(document), typ=TYP, known=KEYS.get).payload == b"theirs"


def test_a_key_introduced_by_the_document_is_read_but_not_believed() -> None:
    document = sign_payload(b"payload", typ=TYP, keys=(XB.root,), introduce=True)
    assert read_signed(document).introduced == XB.root.public
    with pytest.raises(UnknownSigner):
        verify_payload(document, typ=TYP, known=KEYS.get)


def twice(payload: bytes = b"payload") -> dict:
    """Sign in both suites, and hand the document out to be tampered with."""
    return json.loads(signed(payload, XA.signing, SECOND))


def test_both_suites_stand_side_by_side_and_both_are_verified() -> None:
    verified = verify_payload(canonical(twice()), typ=TYP, known=BOTH.get)
    assert verified.suites == {Suite.ED25519, Suite.ML_DSA_65}
    assert verified.kids == (XA.signing.public.thumbprint, SECOND.public.thumbprint)
    for suite in Suite:
        verified.require_suite(suite)


def test_stripping_the_second_signature_is_seen_by_whom_asks_for_it() -> None:
    told = twice()
    del told["signatures"][1]
    verified = verify_payload(canonical(told), typ=TYP, known=BOTH.get)
    verified.require_suite(Suite.ED25519)
    with pytest.raises(SuiteMissing):
        verified.require_suite(Suite.ML_DSA_65)


def test_stripping_the_first_signature_leaves_no_document() -> None:
    told = twice()
    del told["signatures"][0]
    with pytest.raises(SuiteMissing):
        read_signed(canonical(told))
    with pytest.raises(SuiteMissing):
        sign_payload(b"payload", typ=TYP, keys=(SECOND,))


def test_a_second_signature_that_nobody_asked_for_is_not_ignored_when_it_is_wrong() -> None:
    told = twice()
    raw = bytearray(from_letters(told["signatures"][1]["signature"]) or b"")
    raw[1000] ^= 1
    told["signatures"][1]["signature"] = letters(bytes(raw))
    with pytest.raises(SignatureWrong):
        verify_payload(canonical(told), typ=TYP, known=BOTH.get)


def test_a_second_signature_moved_from_another_document_is_wrong() -> None:
    told, other = twice(b"one"), twice(b"other")
    told["signatures"][1] = other["signatures"][1]
    with pytest.raises(SignatureWrong):
        verify_payload(canonical(told), typ=TYP, known=BOTH.get)


def renamed(entry: dict, **changes: str) -> dict:
    header = json.loads(from_letters(entry["protected"]) or b"") | changes
    return {**entry, "protected": letters(canonical(header))}


def test_the_name_of_one_suite_over_the_key_of_the_other_is_refused() -> None:
    told = twice()
    first, second = told["signatures"]
    mixed = renamed(first, kid=str(SECOND.public.thumbprint))  # Ed25519 by name and size, the other's key
    with pytest.raises(UnknownSigner):
        verify_payload(canonical({**told, "signatures": [first, mixed]}), typ=TYP, known=BOTH.get)
    with pytest.raises(MalformedSigned) as refused:  # the size of one suite under the name of the other
        read_signed(canonical({**told, "signatures": [first, renamed(second, alg="Ed25519")]}))
    assert refused.value.place == "jws.signatures[1].signature"


@pytest.mark.parametrize("suite", ["ML-DSA-44", "ML-DSA-87", "ML-DSA-65-ES256"])
def test_a_weaker_or_unknown_suite_beside_a_good_one_refuses_the_whole(suite: str) -> None:
    told = twice()
    told["signatures"][1] = renamed(told["signatures"][1], alg=suite)
    with pytest.raises(UnknownSuite):
        read_signed(canonical(told))


def test_a_second_key_that_the_office_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownSigner):
        verify_payload(canonical(twice()), typ=TYP, known=KEYS.get)


def test_a_key_of_the_second_suite_is_introduced_as_the_draft_writes_it() -> None:
    document = sign_payload(b"payload", typ=TYP, keys=(XB.root, SECOND), introduce=True)
    read = read_signed(document)
    assert [one.introduces for one in read.signatures] == [XB.root.public, SECOND.public]
    header = json.loads(from_letters(json.loads(document)["signatures"][1]["protected"]) or b"")
    assert header["jwk"] == {"alg": "ML-DSA-65", "kty": "AKP", "pub": letters(SECOND.public.raw)}
    for wrong in ({"kty": "OKP"}, {"alg": "ML-DSA-44"}, {"kty": "RSA"}, {"extra": "1"}):
        told = json.loads(document)
        told["signatures"][1] = renamed(told["signatures"][1], jwk={**header["jwk"], **wrong})
        with pytest.raises(MalformedSigned):
            read_signed(canonical(told))


def test_a_document_in_one_suite_asks_for_one_key() -> None:
    asked: list[KeyId] = []

    def known(kid: KeyId):
        asked.append(kid)
        return KEYS[kid]

    assert verify_payload(signed(), typ=TYP, known=known).suites == {Suite.ED25519}
    assert asked == [XA.signing.public.thumbprint]
