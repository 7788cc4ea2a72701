"""Another implementation of RFC 6962 and of the C2SP notes, tlog-scales, verifies what ours proves."""

import base64

import pytest
from tests.foundation.parties import NOW, party
from tlog_scales import signing, tiles, tlog

from comity.foundation.record import (
    Checkpoint,
    Log,
    MemoryStore,
    TileId,
    key_id,
    verifier_line,
)
from comity.foundation.record.checkpoints import COSIGNATURE

XA, XB = party("XA"), party("XB")
ENTRIES = [f"entry {number}".encode() for number in range(600)]
LOG = Log(MemoryStore(), "xa.example/record")
LOG.append(ENTRIES)
SIZES = (1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 599, 600)


@pytest.mark.parametrize("size", SIZES)
def test_inclusion_is_verified_by_another_implementation(size: int) -> None:
    for index in {0, 1, size // 2, size - 1, size // 256 * 256 - 1} & set(range(size)):
        proof = tlog.InclusionProof(index, size, list(LOG.inclusion(index, size)))
        proof.check(tiles.leaf_hash(ENTRIES[index]), LOG.root(size))
        with pytest.raises(tlog.InclusionProofInvalid):
            proof.check(tiles.leaf_hash(b"another"), LOG.root(size))


@pytest.mark.parametrize("new", SIZES)
def test_consistency_is_verified_by_another_implementation(new: int) -> None:
    for old in (size for size in SIZES if size <= new):
        tlog.ConsistencyProof(old, new, list(LOG.consistency(old, new))).check(LOG.root(old), LOG.root(new))


def test_a_checkpoint_and_its_cosignature_are_verified_by_another_implementation() -> None:
    note = LOG.checkpoint(XA.log_key).cosigned(XB.log_key, name="xb.example/record", at=NOW)
    read = tlog.Checkpoint.from_text(note.text)
    assert (read.origin, read.size, read.root_hash) == (note.origin, 600, LOG.root())
    read.verify(signing.Vkey.from_string(verifier_line(note.origin, XA.log_key.public)))
    witness = XB.log_key.public
    name, kid = "xb.example/record", key_id("xb.example/record", witness, COSIGNATURE).hex()
    line = f"{name}+{kid}+{base64.b64encode(COSIGNATURE + witness.raw).decode()}"
    read.verify(signing.Vkey.from_string(line))
    with pytest.raises(RuntimeError):
        read.verify(signing.Vkey.from_string(verifier_line("xb.example/record", witness)))


def test_a_checkpoint_of_another_implementation_is_read_and_verified() -> None:
    signer = signing.PlainEd25519Signer("xa.example/record", XA.log_key.seed)
    made = tlog.Checkpoint.make_signed("xa.example/record", 600, LOG.root(), [signer])
    assert Checkpoint.parse(made.serialize()).verify(XA.log_key.public) == LOG.checkpoint(XA.log_key)


@pytest.mark.parametrize(("level", "index", "width"), [(0, 0, 0), (0, 1234067, 0), (1, 67, 112), (2, 1000, 1)])
def test_tiles_have_the_paths_that_another_implementation_asks_for(level: int, index: int, width: int) -> None:
    assert "/".join(tiles.tile_path(level, index, width)) == TileId(level, index).path(width or 256)
