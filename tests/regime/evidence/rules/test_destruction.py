"""The law of destruction: when it is allowed, and what its certificate proves."""

import json
from dataclasses import replace

import pytest
from tests.regime.states import AT, signing

from comity.errors import ComityError
from comity.errors.envelopes import UnknownSigner, WrongType
from comity.errors.evidence import MalformedCertificate, ManifestMismatch, NeededByRequest, StillFetchable
from comity.errors.identity import SignatureWrong
from comity.errors.words import MalformedDigest
from comity.foundation.envelopes import canonical, sign_payload
from comity.regime.evidence.rules import (
    Certificate,
    HandedOver,
    Order,
    read_certificate,
    require_destroyable,
    sign_certificate,
)
from comity.regime.evidence.rules.destruction import CERTIFICATE
from comity.words import AuthorityId, Digest, StateCode

HOLDER, KEY = AuthorityId("XA/duty"), signing("XA/duty")
ORDER = Order(
    item=Digest("ab" * 32), holder=HOLDER, ordered=AT, ordered_by="duty", reason="The court has ordered it.", officers=2
)  # fmt: skip
TOLD = Certificate(
    order=ORDER,
    destroyed=AT,
    destroyed_by="central",
    certified=AT,
    custody=Digest("cd" * 32),
    handed_over=(HandedOver(Digest("ef" * 32), AuthorityId("XB/duty")),),
    opened=3,
)


def key_of(office, kid):
    return KEY.public if (office, kid) == (HOLDER, KEY.public.thumbprint) else None


def read(document: bytes) -> Certificate:
    return read_certificate(document, key_of=key_of)


def signed(payload: bytes, *, typ: str = CERTIFICATE, issuer: str = HOLDER, key=KEY) -> bytes:
    return sign_payload(payload, typ=typ, keys=(key,), issuer=issuer)


def test_what_nobody_needs_may_be_destroyed():
    require_destroyable(needed_by=[], fetchable={})


def test_what_a_request_needs_and_what_a_state_may_fetch_may_not():
    with pytest.raises(NeededByRequest):
        require_destroyable(needed_by=["XA-2026-0001"], fetchable={StateCode("XB"): AT})
    with pytest.raises(StillFetchable):
        require_destroyable(needed_by=[], fetchable={StateCode("XB"): AT})


@pytest.mark.mandate("E4")
def test_a_certificate_reads_as_it_was_signed():
    assert read(sign_certificate(TOLD, signing=KEY)) == TOLD
    assert read(sign_certificate(replace(TOLD, handed_over=(), opened=0), signing=KEY)).handed_over == ()


def test_a_certificate_that_was_changed_or_that_a_stranger_signed_proves_nothing():
    good = sign_certificate(TOLD, signing=KEY)
    with pytest.raises(ComityError):
        read(good.replace(b"a", b"b", 1))
    for stranger in ({"key": signing("XB/duty")}, {"issuer": "XA/court"}):
        with pytest.raises((UnknownSigner, SignatureWrong)):
            read(signed(TOLD.to_json(), **stranger))
    with pytest.raises(WrongType):
        read(signed(TOLD.to_json(), typ="comity-manifest"))


def test_an_authority_certifies_only_what_it_held():
    foreign = replace(TOLD, order=replace(ORDER, holder=AuthorityId("XA/court")))
    with pytest.raises(ManifestMismatch):
        read(signed(foreign.to_json()))


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"officers": 3},
        {"means": []},
        {"means": ["payload-removed"]},
        {"opened": -1},
        {"item": "ab"},
        {"reason": ""},
        {"handed_over": [{"to": "XB/duty"}]},
        {"more": 1},
    ],
    ids=str,
)
def test_a_certificate_in_another_form_is_refused(change):
    payload = canonical(json.loads(TOLD.to_json()) | change)
    with pytest.raises((MalformedCertificate, MalformedDigest)):
        read(signed(payload))


@pytest.mark.parametrize("missing", sorted(json.loads(TOLD.to_json())))
def test_a_certificate_without_one_of_its_members_is_refused(missing):
    told = json.loads(TOLD.to_json())
    del told[missing]
    with pytest.raises(MalformedCertificate):
        read(signed(canonical(told)))
