"""Acts, signed and sealed: canonical JSON, signed documents, the act, its envelope, the story of its thread."""

from comity.foundation.canonical import Json, canonical, parse_canonical
from comity.foundation.envelopes.acts import Act, act_id
from comity.foundation.envelopes.evidence import MANIFEST, VerifiedManifest, read_manifest, sign_manifest
from comity.foundation.envelopes.opening import (
    Envelope,
    Speaks,
    VerifiedAct,
    open_act,
    read_act,
    require_timely,
    seal_act,
)
from comity.foundation.envelopes.signatures import (
    Named,
    Signed,
    VerifiedPayload,
    digest_of,
    read_signed,
    sign_payload,
    verify_payload,
)
from comity.foundation.envelopes.signed import ACT, SignedAct, read_signed_act, sign_act
from comity.foundation.envelopes.stated import Stated, read_stated, sign_stated, statement_of
from comity.foundation.envelopes.story import Line, Place, Story, follows

__all__ = [
    "ACT",
    "MANIFEST",
    "Act",
    "Envelope",
    "Json",
    "Line",
    "Named",
    "Place",
    "Signed",
    "SignedAct",
    "Speaks",
    "Stated",
    "Story",
    "VerifiedAct",
    "VerifiedManifest",
    "VerifiedPayload",
    "act_id",
    "canonical",
    "digest_of",
    "follows",
    "open_act",
    "parse_canonical",
    "read_act",
    "read_manifest",
    "read_signed",
    "read_signed_act",
    "read_stated",
    "require_timely",
    "seal_act",
    "sign_act",
    "sign_manifest",
    "sign_payload",
    "sign_stated",
    "statement_of",
    "verify_payload",
]
