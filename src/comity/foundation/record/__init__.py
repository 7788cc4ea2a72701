"""The record of a node: entries in a tree that only grows, its checkpoints, and proofs for others."""

from comity.foundation.record.bundles import entries_path, parse_entries_path, read_entries, write_entries
from comity.foundation.record.checkpoints import Checkpoint, NoteSignature, key_id, verifier_line
from comity.foundation.record.entries import SALT_SIZE, Entry, salted_digest
from comity.foundation.record.forks import Fork
from comity.foundation.record.growth import Growth, read_path, require_linked
from comity.foundation.record.log import Log, Prepared
from comity.foundation.record.proofs import (
    Proof,
    authentic_checkpoint,
    read_checkpoint,
    require_growth,
    verify_entry,
)
from comity.foundation.record.reading import Kept
from comity.foundation.record.tiles import Head, MemoryStore, TileId, TileStore
from comity.foundation.record.witnessing import Offer, cosignatures, require_witnessable

__all__ = [
    "SALT_SIZE",
    "Checkpoint",
    "Entry",
    "Fork",
    "Growth",
    "Head",
    "Kept",
    "Log",
    "MemoryStore",
    "NoteSignature",
    "Offer",
    "Prepared",
    "Proof",
    "TileId",
    "TileStore",
    "authentic_checkpoint",
    "cosignatures",
    "entries_path",
    "key_id",
    "parse_entries_path",
    "read_checkpoint",
    "read_entries",
    "read_path",
    "require_growth",
    "require_linked",
    "require_witnessable",
    "salted_digest",
    "verifier_line",
    "verify_entry",
    "write_entries",
]
