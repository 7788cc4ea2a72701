"""The record of a node: entries in a tree that only grows, its checkpoints, and proofs for others."""

from comity.foundation.record.checkpoints import Checkpoint, NoteSignature, key_id, verifier_line
from comity.foundation.record.entries import SALT_SIZE, Entry, salted_digest
from comity.foundation.record.log import Log
from comity.foundation.record.proofs import Proof, require_growth, verify_entry
from comity.foundation.record.reading import Kept
from comity.foundation.record.tiles import Head, MemoryStore, TileId, TileStore

__all__ = [
    "SALT_SIZE",
    "Checkpoint",
    "Entry",
    "Head",
    "Kept",
    "Log",
    "MemoryStore",
    "NoteSignature",
    "Proof",
    "TileId",
    "TileStore",
    "key_id",
    "require_growth",
    "salted_digest",
    "verifier_line",
    "verify_entry",
]
