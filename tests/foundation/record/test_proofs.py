"""A proof stands alone: entry, path, checkpoint, key, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import party

from comity.errors import ComityError
from comity.errors.record import CheckpointUnsigned, ForkedRecord, MalformedProof, WrongRecord
from comity.errors.trees import ConsistencyUnproved, InclusionUnproved
from comity.foundation.record import Checkpoint, Log, MemoryStore, Proof, require_growth, verify_entry

XA, XB = party("XA"), party("XB")
ENTRIES = [f"entry {number}".encode() for number in range(300)]
ORIGIN = XA.profile.log.origin


def log_of(entries: list[bytes]) -> Log:
    log = Log(MemoryStore(), ORIGIN)
    log.append(entries)
    return log


LOG = log_of(ENTRIES)
CHECKPOINT = LOG.checkpoint(XA.log_key)


def proof_of(index: int) -> Proof:
    return Proof(index, LOG.size, LOG.inclusion(index), CHECKPOINT)


def verify(entry: bytes, proof: Proof) -> Checkpoint:
    return verify_entry(entry, proof, XA.log_key.public, origin=ORIGIN)


@given(st.integers(0, 299))
def test_every_entry_is_proved_after_the_way_through_a_file(index: int) -> None:
    assert verify(ENTRIES[index], Proof.parse(proof_of(index).to_bytes())) == CHECKPOINT


@given(st.integers(0, 299), st.integers(0, 299))
def test_no_entry_is_proved_in_the_place_of_another(index: int, other: int) -> None:
    if index == other:
        return
    with pytest.raises(InclusionUnproved):
        verify(ENTRIES[other], proof_of(index))
    with pytest.raises(InclusionUnproved):
        verify(ENTRIES[index], replace(proof_of(index), index=other))


def test_any_changed_byte_of_a_proof_is_refused_by_name() -> None:
    written = proof_of(123).to_bytes()
    for place in range(len(written)):
        changed = written[:place] + bytes([written[place] ^ 1]) + written[place + 1 :]
        with pytest.raises(ComityError):
            verify(ENTRIES[123], Proof.parse(changed))


def test_a_proof_for_another_size_or_record_or_key_is_refused() -> None:
    with pytest.raises(MalformedProof):
        verify(ENTRIES[0], replace(proof_of(0), size=299))
    with pytest.raises(WrongRecord):
        verify_entry(ENTRIES[0], proof_of(0), XA.log_key.public, origin="xb.example/record")
    with pytest.raises(CheckpointUnsigned):
        verify_entry(ENTRIES[0], proof_of(0), XB.log_key.public, origin=ORIGIN)


def test_a_path_too_short_too_long_or_of_other_lengths_is_refused() -> None:
    proof = proof_of(5)
    for path in (proof.path[:-1], (*proof.path, bytes(32)), (proof.path[0][:-1], *proof.path[1:]), ()):
        with pytest.raises(InclusionUnproved):
            verify(ENTRIES[5], replace(proof, path=path))


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_newer_checkpoint_has_to_continue_the_older(old: int, new: int) -> None:
    older, newer = (log_of(ENTRIES[:size]).checkpoint(XA.log_key) for size in (old, new))
    if new < old:
        with pytest.raises(ForkedRecord):
            require_growth(older, newer)
        return
    path = LOG.consistency(old, new)
    assert require_growth(older, newer, path) == newer
    if path:
        with pytest.raises(ConsistencyUnproved):
            require_growth(older, newer, path[:-1])


def test_a_forked_checkpoint_is_named_and_both_together_prove_it() -> None:
    other = log_of([*ENTRIES[:-1], b"another story"]).checkpoint(XA.log_key)
    with pytest.raises(ForkedRecord) as refused:
        require_growth(CHECKPOINT, other)
    assert refused.value.facts == {"older": 300, "newer": 300}
    longer = log_of([*ENTRIES[:-1], b"another story", b"and on"])
    with pytest.raises(ConsistencyUnproved):
        require_growth(CHECKPOINT, longer.checkpoint(XA.log_key), longer.consistency(300))


def test_a_checkpoint_of_another_record_continues_nothing() -> None:
    foreign = Log(MemoryStore(), "xb.example/record")
    foreign.append(ENTRIES)
    with pytest.raises(ForkedRecord):
        require_growth(CHECKPOINT, foreign.checkpoint(XB.log_key))
