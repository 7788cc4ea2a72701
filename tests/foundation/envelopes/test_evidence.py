"""A manifest counts only under the signature of the office that answers for it."""

from datetime import timedelta

import pytest
from tests.foundation.parties import NOW, entropy_of, party

from comity.errors.directory import UnknownKey
from comity.errors.envelopes import WrongType
from comity.errors.sealing import MalformedManifest
from comity.foundation.envelopes import MANIFEST, read_manifest, sign_manifest, sign_payload
from comity.foundation.sealing import CustodyStep, Manifest, MemorySink, MemorySource, seal_stream
from comity.words import AuthorityId

XA, XB = party("XA"), party("XB")


def manifest_of(content: bytes, name: str = "traffic.csv") -> Manifest:
    """Seal ``content`` and describe it."""
    draw = entropy_of(name)
    sealed = seal_stream(
        MemorySource(content),
        MemorySink(len(content) + 100_000),
        recipients=(XA.sealing.recipient,),
        entropy=draw,
        salt=draw(32),
    )
    custody = (CustodyStep(NOW + timedelta(minutes=30), XB.central, "sealed"),)
    return Manifest.of(sealed, name=name, media_type="text/csv", custody=custody)


MANIFEST_ = manifest_of(b"1;2;3\n" * 1000)


def key_of(office: AuthorityId, kid):
    known = {XA.code: XA.profile, XB.code: XB.profile}
    return known[office.state].verifying_key(kid, NOW, office=office)


def test_a_signed_manifest_is_given_back_with_its_office() -> None:
    document = sign_manifest(MANIFEST_, signing=XB.signing, office=XB.central)
    verified = read_manifest(document, key_of=key_of)
    assert (verified.manifest, verified.office) == (MANIFEST_, XB.central)
    assert verified.manifest.digest == MANIFEST_.digest


def test_another_office_does_not_answer_for_it() -> None:
    with pytest.raises(UnknownKey):
        read_manifest(sign_manifest(MANIFEST_, signing=XB.signing, office=XA.central), key_of=key_of)


def test_what_is_signed_as_something_else_is_no_manifest() -> None:
    document = sign_payload(MANIFEST_.to_json(), typ="comity-act", keys=(XB.signing,), issuer=XB.central)
    with pytest.raises(WrongType):
        read_manifest(document, key_of=key_of)


def test_a_signed_something_is_still_read_strictly() -> None:
    document = sign_payload(b"{}", typ=MANIFEST, keys=(XB.signing,), issuer=XB.central)
    with pytest.raises(MalformedManifest):
        read_manifest(document, key_of=key_of)
