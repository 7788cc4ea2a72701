"""Seal bytes so that only the named recipients can open them, and say what was sealed.

The format is age v1 with the post-quantum recipients ``mlkem768x25519``, so that other tools open it. It is
read strictly: a weaker recipient beside a strong one, or a header written in any second way, is refused by name.
"""

from comity.foundation.sealing.detached import HeaderTold, header_of, readdress
from comity.foundation.sealing.header import MAX_RECIPIENTS, Header
from comity.foundation.sealing.leaves import LEAF, SALT, salted_leaf
from comity.foundation.sealing.manifest import CustodyStep, Manifest
from comity.foundation.sealing.opened import Opened, SealedFile
from comity.foundation.sealing.ports import MemorySink, MemorySource, Sink, Source
from comity.foundation.sealing.stream import Sealed, seal_stream
from comity.foundation.sealing.whole import seal, unseal

__all__ = [
    "LEAF",
    "MAX_RECIPIENTS",
    "SALT",
    "CustodyStep",
    "Header",
    "HeaderTold",
    "Manifest",
    "MemorySink",
    "MemorySource",
    "Opened",
    "Sealed",
    "SealedFile",
    "Sink",
    "Source",
    "header_of",
    "readdress",
    "salted_leaf",
    "seal",
    "seal_stream",
    "unseal",
]
