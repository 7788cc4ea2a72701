"""A witness cosigns only what continues the checkpoint that it saw last, in the form that other witnesses speak."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import NOW, party

from comity.errors import ComityError
from comity.errors.identity import SignatureWrong
from comity.errors.record import (
    CheckpointUnsigned,
    ForkedRecord,
    MalformedOffer,
    OldSizeDiffers,
    WrongRecord,
)
from comity.errors.trees import ConsistencyUnproved
from comity.foundation.record import (
    Checkpoint,
    Log,
    MemoryStore,
    Offer,
    cosignatures,
    require_witnessable,
)

XA, XB = party("XA"), party("XB")
ORIGIN, WITNESS = "xa.example/record", "xb.example/record"
KEY = XA.log_key.public
ENTRIES = [f"entry {number}".encode() for number in range(40)]
LOG = Log(MemoryStore(), ORIGIN)
LOG.append(ENTRIES)


def shown(size: int, log: Log = LOG) -> Checkpoint:
    return Checkpoint(ORIGIN, size, log.root(size)).signed(XA.log_key)


def offer_of(old: int, new: int, log: Log = LOG) -> Offer:
    return Offer(old, log.consistency(old, new), shown(new, log))


@given(st.integers(0, 40), st.integers(0, 40))
def test_an_honest_record_is_witnessed_at_every_size(one: int, other: int) -> None:
    old, new = sorted((one, other))
    offer = Offer.parse(offer_of(old, new).to_bytes())
    seen = shown(old) if old else None
    assert require_witnessable(offer, seen=seen, key=KEY, origin=ORIGIN) == shown(new)


def test_the_request_is_written_as_other_witnesses_read_it() -> None:
    offer = offer_of(3, 7)
    path = "".join(base64.b64encode(step).decode() + "\n" for step in offer.path)
    assert offer.to_bytes().decode() == f"old 3\n{path}\n{shown(7).text}"


def test_a_witness_says_which_size_it_saw_last() -> None:
    with pytest.raises(OldSizeDiffers) as refused:
        require_witnessable(offer_of(3, 9), seen=shown(5), key=KEY, origin=ORIGIN)
    assert refused.value.facts["size"] == 5
    with pytest.raises(OldSizeDiffers):
        require_witnessable(offer_of(3, 9), seen=None, key=KEY, origin=ORIGIN)


def test_a_rewritten_record_is_never_cosigned() -> None:
    other = Log(MemoryStore(), ORIGIN)
    other.append([*ENTRIES[:4], b"another", *ENTRIES[5:]])
    with pytest.raises(ConsistencyUnproved):
        require_witnessable(offer_of(8, 20, other), seen=shown(8), key=KEY, origin=ORIGIN)
    with pytest.raises(ForkedRecord):
        require_witnessable(offer_of(8, 8, other), seen=shown(8), key=KEY, origin=ORIGIN)


def test_another_record_another_key_or_a_size_that_shrinks_are_told_apart() -> None:
    with pytest.raises(WrongRecord):
        require_witnessable(offer_of(0, 8), seen=None, key=KEY, origin=WITNESS)
    with pytest.raises(CheckpointUnsigned):
        require_witnessable(offer_of(0, 8), seen=None, key=XB.log_key.public, origin=ORIGIN)
    with pytest.raises(MalformedOffer):
        require_witnessable(replace(offer_of(0, 8), old=9), seen=shown(9), key=KEY, origin=ORIGIN)


GOOD = offer_of(3, 7).to_bytes()
STEP = base64.b64encode(bytes(32)) + b"\n"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "line 1"),
        (GOOD.replace(b"\n\n", b"\n"), "line 1"),
        (GOOD.replace(b"old 3", b"old 03"), "line 1"),
        (GOOD.replace(b"old 3", b"new 3"), "line 1"),
        (GOOD.replace(b"old 3", b"old " + b"9" * 40), "line 1"),
        (GOOD.replace(b"old 3", "old ³".encode()), "line 1"),
        (b"old 3\nAAAA\n\n" + shown(7).text.encode(), "line 2"),
        (b"old 3\n" + STEP * 64 + b"\n" + shown(7).text.encode(), "line 65"),
    ],
)
def test_what_is_no_offer_is_refused_with_its_line(body: bytes, place: str) -> None:
    with pytest.raises(MalformedOffer) as refused:
        Offer.parse(body)
    assert refused.value.place == place


def test_every_flipped_bit_is_refused() -> None:
    for place in range(len(GOOD)):
        changed = GOOD[:place] + bytes([GOOD[place] ^ 1]) + GOOD[place + 1 :]
        with pytest.raises(ComityError):
            require_witnessable(Offer.parse(changed), seen=shown(3), key=KEY, origin=ORIGIN)


def test_only_the_cosignatures_of_the_witness_that_was_asked_are_taken() -> None:
    offered = shown(7)
    cosigned = offered.cosigned(XB.log_key, name=WITNESS, at=NOW)
    line = str(cosigned.signatures[-1]).encode()
    stranger = str(offered.cosigned(XA.node, name="stranger", at=NOW).signatures[-1]).encode()
    keys = [(WITNESS, XB.log_key.public)]
    assert cosignatures(line + stranger, offered, keys) == cosigned
    with pytest.raises(CheckpointUnsigned):
        cosignatures(stranger, offered, keys)
    with pytest.raises(SignatureWrong):
        cosignatures(line, shown(8), keys)
