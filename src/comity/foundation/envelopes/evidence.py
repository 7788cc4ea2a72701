"""Manifests of evidence, signed by the authority that answers for them.

1. size       the document is within its limit
2. signature  the office that signed has a profile, which names the key for this office at this moment
3. form       the manifest is in its one form; its digest is the name by which acts refer to it
"""

from collections.abc import Callable
from dataclasses import dataclass

from comity.foundation.envelopes.signatures import read_signed, sign_payload
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.foundation.sealing import Manifest
from comity.words import AuthorityId

MANIFEST = "comity-manifest"


@dataclass(frozen=True, slots=True)
class VerifiedManifest:
    """A manifest, the office that answers for it, and the document that proves it."""

    manifest: Manifest
    office: AuthorityId
    jws: bytes


def sign_manifest(manifest: Manifest, *, signing: SigningKey, office: AuthorityId) -> bytes:
    """Sign ``manifest`` for ``office``."""
    return sign_payload(manifest.to_json(), typ=MANIFEST, keys=(signing,), issuer=office)


def read_manifest(document: bytes, *, key_of: Callable[[AuthorityId, KeyId], VerifyingKey]) -> VerifiedManifest:
    """Return the manifest when every step holds, or raise.

    ``key_of`` gives the key of an office by its name, or raises.
    """
    signed = read_signed(document, limit=LIMITS.document)  # 1
    office = AuthorityId(signed.issuer)
    verified = signed.verify(typ=MANIFEST, known=lambda kid: key_of(office, kid))  # 2
    return VerifiedManifest(Manifest.parse(verified.payload), office, document)  # 3
