from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    InvalidSignature,
    MappingKeyResolver,
)
from http_message_signatures.algorithms import ED25519
from hypothesis import given, strategies as st

from comity.errors import ComityError
from comity.errors.node import HopRefused, HopUnsigned
from comity.foundation.identity import SigningKey
from comity.node.hop import Asked, content_digest, sign, verify
from comity.words import Instant, StateCode

AT = Instant.parse("2026-11-21T20:00:00.000Z")
KEY, OTHER = (SigningKey.from_seed(sha256(name).digest()) for name in (b"a node", b"another"))
XA, XB, XC = StateCode("XA"), StateCode("XB"), StateCode("XC")
ASKED = Asked(XB, "GET", "/exchange/v1/evidence/00", "bytes=0-9", b"")
SENT = Asked(XB, "POST", "/exchange/v1/acts", "", b"an envelope")


def known(state: StateCode, kid: str):
    return KEY.public if state == XA and kid == KEY.public.thumbprint else None


def refused(told: dict[str, str], asked: Asked = ASKED) -> str:
    with pytest.raises(HopRefused) as refusal:
        verify(told.get, asked, known=known, at=AT)
    return refusal.value.place


@pytest.mark.parametrize("asked", [ASKED, SENT], ids=["get", "post"])
def test_a_signed_request_tells_who_asks(asked: Asked):
    told = sign(asked, state=XA, key=KEY, at=AT)
    assert verify(told.get, asked, known=known, at=AT + timedelta(minutes=1)) == XA


@pytest.mark.parametrize(
    "change",
    [
        {"of": XC},
        {"method": "POST"},
        {"path": "/exchange/v1/evidence/01"},
        {"span": "bytes=0-8"},
    ],
    ids=str,
)
def test_what_was_asked_of_one_node_is_nothing_to_another_request(change):
    assert refused(sign(ASKED, state=XA, key=KEY, at=AT), replace(ASKED, **change)) == "signature"


def test_another_body_than_the_one_that_was_signed_is_refused():
    told = sign(SENT, state=XA, key=KEY, at=AT)
    assert refused(told, replace(SENT, body=b"another")) == "digest"
    assert refused({**told, "Content-Digest": content_digest(b"another")}, replace(SENT, body=b"another")) == (
        "signature"
    )


def test_a_body_that_the_signature_does_not_cover_is_refused():
    told = sign(replace(SENT, body=b""), state=XA, key=KEY, at=AT)
    assert refused(told, SENT) == "covered"


def test_a_span_that_the_signature_does_not_cover_is_refused():
    told = sign(replace(ASKED, span=""), state=XA, key=KEY, at=AT)
    assert refused(told) == "covered"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('alg="ed25519"', 'alg="hmac-sha256"'),
        ("comity-hop-v1", "another"),
        ('("@method" ', "("),
        ("created", "expires"),
    ],
)
def test_a_weaker_form_of_signature_is_refused(old: str, new: str):
    told = sign(ASKED, state=XA, key=KEY, at=AT)
    assert refused({**told, "Signature-Input": told["Signature-Input"].replace(old, new)}) in {
        "form",
        "covered",
    }


@given(st.integers(-600, 600))
def test_a_request_counts_for_five_minutes_either_way(seconds: int):
    told = sign(ASKED, state=XA, key=KEY, at=AT + timedelta(seconds=seconds))
    if abs(seconds) <= 300:
        assert verify(told.get, ASKED, known=known, at=AT) == XA
    else:
        assert refused(told) == "moment"


def test_a_key_that_is_not_the_states_is_refused():
    assert refused(sign(ASKED, state=XA, key=OTHER, at=AT)) == "key"


def test_a_state_that_claims_to_be_another_is_refused():
    told = {**sign(ASKED, state=XC, key=KEY, at=AT), "Comity-From": "XA"}
    assert refused(told) == "signature"


def test_an_unsigned_request_is_named_so():
    told = sign(ASKED, state=XA, key=KEY, at=AT)
    for gone in ("Signature", ""):
        with pytest.raises(HopUnsigned):
            verify(
                {name: value for name, value in told.items() if gone and name != gone}.get,
                ASKED,
                known=known,
                at=AT,
            )


@given(st.sampled_from(("Comity-From", "Comity-To", "Signature-Input", "Signature")), st.text())
def test_any_other_text_in_a_field_is_refused(name: str, text: str):
    told = {**sign(ASKED, state=XA, key=KEY, at=AT), name: text}
    if (
        name == "Comity-To"
    ):  # not read: who is asked knows who it is, and so the signature does not hold for others
        assert verify(told.get, ASKED, known=known, at=AT) == XA
        return
    with pytest.raises(ComityError):
        verify(told.get, ASKED, known=known, at=AT)


def test_the_signature_base_is_the_one_of_the_standard():
    fields = SENT.fields(XA)
    parameters = '("@method" "@path" "comity-from" "comity-to" "content-digest");created=1795291200'
    assert SENT.base(fields, parameters).decode().splitlines() == [
        '"@method": POST',
        '"@path": /exchange/v1/acts',
        '"comity-from": XA',
        '"comity-to": XB',
        f'"content-digest": {content_digest(b"an envelope")}',
        f'"@signature-params": {parameters}',
    ]


@dataclass
class Message:
    """A request, as the independent library reads it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


def keys() -> MappingKeyResolver:
    name, private = str(KEY.public.thumbprint), Ed25519PrivateKey.from_private_bytes(KEY.seed)
    return MappingKeyResolver(public_keys={name: private.public_key()}, private_keys={name: private})


def message(asked: Asked, told: dict[str, str]) -> Message:
    return Message(asked.method, f"https://b.example{asked.path}", dict(told))


def covered(asked: Asked) -> list[str]:
    return ["@method", "@path", *(name.lower() for name in asked.fields(XA))]


BOTH = pytest.mark.parametrize("asked", [ASKED, SENT], ids=["get", "post"])


@BOTH
def test_an_independent_verifier_accepts_our_signature_and_reads_what_it_says(asked: Asked):
    now = Instant(int(datetime.now(UTC).timestamp()) * 1000)  # the library knows no other moment
    told = sign(asked, state=XA, key=KEY, at=now)
    verifier = HTTPMessageVerifier(signature_algorithm=ED25519, key_resolver=keys())
    (found,) = verifier.verify(
        message(asked, told),
        expect_tag="comity-hop-v1",
        expect_label="hop",
        require_components=covered(asked),
        body=asked.body or None,
    )
    assert found.parameters == {
        "created": now.milliseconds // 1000,
        "keyid": KEY.public.thumbprint,
        "alg": "ed25519",
        "tag": "comity-hop-v1",
    }
    assert [name.strip('"') for name in found.covered_components][:-1] == covered(asked)


@pytest.mark.parametrize(
    "change",
    [
        {"method": "PUT"},
        {"path": "/exchange/v1/receipts"},
    ],
    ids=str,
)
def test_an_independent_verifier_refuses_our_signature_over_another_request(change: dict[str, str]):
    told = sign(SENT, state=XA, key=KEY, at=Instant(int(datetime.now(UTC).timestamp()) * 1000))
    verifier = HTTPMessageVerifier(signature_algorithm=ED25519, key_resolver=keys())
    with pytest.raises(InvalidSignature):
        verifier.verify(message(replace(SENT, **change), told), expect_tag="comity-hop-v1")
    with pytest.raises(InvalidSignature):
        verifier.verify(message(SENT, told), expect_tag="comity-hop-v1", body=b"another")
    with pytest.raises(InvalidSignature):
        verifier.verify(message(SENT, {**told, "Comity-To": "XC"}), expect_tag="comity-hop-v1")


@BOTH
def test_we_accept_what_an_independent_signer_signs_in_our_form(asked: Asked):
    theirs = message(asked, asked.fields(XA))
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=keys()).sign(
        theirs,
        key_id=str(KEY.public.thumbprint),
        created=datetime.fromtimestamp(AT.milliseconds / 1000, UTC),
        label="hop",
        tag="comity-hop-v1",
        covered_component_ids=covered(asked),
        use_existing_digest=bool(asked.body),
    )
    assert verify(theirs.headers.get, asked, known=known, at=AT) == XA
    assert theirs.headers == sign(asked, state=XA, key=KEY, at=AT)  # the same parameters in the same order
    assert refused(theirs.headers, replace(asked, path="/exchange/v1/profile")) == "signature"


def test_a_body_is_digested_as_an_independent_signer_digests_it():
    theirs = message(SENT, {name: value for name, value in SENT.fields(XA).items() if name != "Content-Digest"})
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=keys()).sign(
        theirs,
        key_id=str(KEY.public.thumbprint),
        created=datetime.fromtimestamp(AT.milliseconds / 1000, UTC),
        label="hop",
        tag="comity-hop-v1",
        covered_component_ids=["@method", "@path", "comity-from", "comity-to"],
        body=SENT.body,
    )
    assert theirs.headers["Content-Digest"] == content_digest(SENT.body)
    assert verify(theirs.headers.get, SENT, known=known, at=AT) == XA
