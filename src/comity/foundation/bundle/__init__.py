"""A finished request as one file, which a court verifies offline."""

from comity.foundation.bundle.files import prove_file
from comity.foundation.bundle.index import BundledAct, BundledStamp, Contents, Growth, read_bundle, write_bundle
from comity.foundation.bundle.timeline import Moment
from comity.foundation.bundle.verification import ProvedAct, Step, VerifiedBundle, verify_bundle

__all__ = [
    "BundledAct",
    "BundledStamp",
    "Contents",
    "Growth",
    "Moment",
    "ProvedAct",
    "Step",
    "VerifiedBundle",
    "prove_file",
    "read_bundle",
    "verify_bundle",
    "write_bundle",
]
