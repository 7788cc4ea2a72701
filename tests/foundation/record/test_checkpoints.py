"""A checkpoint is a signed note that other verifiers read, and no other bytes are one."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import NOW, party

from comity.errors import ComityError
from comity.errors.envelopes import InvalidText, TooLarge
from comity.errors.identity import SignatureWrong
from comity.errors.record import CheckpointUnsigned, MalformedCheckpoint, WrongRecord
from comity.foundation.identity import VerifyingKey
from comity.foundation.limits import LIMITS
from comity.foundation.record import Checkpoint, key_id, verifier_line
from comity.words import Instant

XA, XB, XC = party("XA"), party("XB"), party("XC")
ORIGIN = "xa.example/record"
CHECKPOINT = Checkpoint(ORIGIN, 20, bytes(range(32))).signed(XA.log_key)

# The example of C2SP tlog-cosignature; its first signature line is one of the Go checksum database, sum.golang.org.
PUBLISHED = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGz"
    "Gku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin"
    "1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


def test_a_checkpoint_of_the_published_format_is_read_and_printed_alike() -> None:
    found = Checkpoint.parse(PUBLISHED)
    assert (found.origin, found.size, len(found.signatures)) == ("example.com/behind-the-sofa", 20852163, 2)
    assert found.text == PUBLISHED


def test_a_tree_head_that_the_go_checksum_database_signed_verifies() -> None:
    line = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    key = VerifyingKey(base64.b64decode(line.rpartition("+033de0ae+")[2])[1:])
    assert verifier_line("sum.golang.org", key) == line
    head = Checkpoint.parse(PUBLISHED)
    signature = head.signatures[0]
    assert signature.key_id == key_id("sum.golang.org", key)
    key.verify(signature.value, replace(head, origin="go.sum database tree").body.encode())


@given(st.integers(0, LIMITS.record), st.binary(min_size=32, max_size=32))
def test_what_is_written_is_read_back(size: int, root: bytes) -> None:
    signed = Checkpoint(ORIGIN, size, root).signed(XA.log_key)
    assert Checkpoint.parse(signed.text) == signed == Checkpoint.parse(signed.text.encode())
    assert signed.verify(XA.log_key.public, origin=ORIGIN) == signed


def test_the_key_id_is_that_of_the_signed_note() -> None:
    assert CHECKPOINT.signatures[0].key_id == key_id(ORIGIN, XA.log_key.public)


def test_any_changed_byte_is_refused_by_name() -> None:
    text = CHECKPOINT.text.encode()
    for place in range(len(text)):
        for flip in (0x01, 0x20, 0x80):
            changed = text[:place] + bytes([text[place] ^ flip]) + text[place + 1 :]
            with pytest.raises(ComityError):
                Checkpoint.parse(changed).verify(XA.log_key.public, origin=ORIGIN)


def test_another_key_another_record_or_no_signature_are_told_apart() -> None:
    with pytest.raises(CheckpointUnsigned):
        CHECKPOINT.verify(XB.log_key.public)
    with pytest.raises(WrongRecord):
        CHECKPOINT.verify(XA.log_key.public, origin="xb.example/record")
    with pytest.raises(SignatureWrong):
        Checkpoint(ORIGIN, 21, CHECKPOINT.root, CHECKPOINT.signatures).verify(XA.log_key.public)


def test_a_witness_cosigns_with_its_time_and_the_record_still_verifies() -> None:
    seen = CHECKPOINT.cosigned(XC.node, name="xc.example/witness", at=NOW)
    read = Checkpoint.parse(seen.text)
    assert read.verify(XA.log_key.public) == read
    assert read.witnessed_at(XC.node.public, name="xc.example/witness") == Instant(
        NOW.milliseconds // 1000 * 1000
    )
    with pytest.raises(CheckpointUnsigned):
        read.witnessed_at(XB.node.public, name="xc.example/witness")
    with pytest.raises(CheckpointUnsigned):
        CHECKPOINT.witnessed_at(XC.node.public, name="xc.example/witness")


def test_a_cosignature_does_not_pass_for_the_signature_of_the_record() -> None:
    cosigned = Checkpoint(ORIGIN, 20, CHECKPOINT.root).cosigned(XA.log_key, name=ORIGIN, at=NOW)
    with pytest.raises(CheckpointUnsigned):
        cosigned.verify(XA.log_key.public)


ROOT = base64.b64encode(bytes(32)).decode()
LINE = str(CHECKPOINT.signatures[0])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1"),
        (f"o\n1\n{ROOT}\n", "line 4"),
        (f"o\n1\n{ROOT}\nextension\n\n{LINE}", "line 4"),
        (f"\n1\n{ROOT}\n\n{LINE}", "line 1"),
        (f"a b\n1\n{ROOT}\n\n{LINE}", "line 1"),
        (f"o\n01\n{ROOT}\n\n{LINE}", "line 2"),
        (f"o\n-1\n{ROOT}\n\n{LINE}", "line 2"),
        (f"o\n²\n{ROOT}\n\n{LINE}", "line 2"),
        (f"o\n{2**53}\n{ROOT}\n\n{LINE}", "line 2"),
        (f"o\n1\n{ROOT[:-4]}\n\n{LINE}", "line 3"),
        (f"o\n1\n{ROOT[:-1]}\n\n{LINE}", "line 3"),
        (f"o\n1\n{ROOT}\n\n", "line 5"),
        (f"o\n1\n{ROOT}\n\n- name {ROOT}\n", "line 5"),
        (f"o\n1\n{ROOT}\n\n{LINE}— name AAAA\n", "line 6"),
        (f"o\n1\n{ROOT}\n\n{LINE}trailing", "line 5"),
        (f"o\n1\n{ROOT}\r\n\n{LINE}", "line 1"),
        (f"o\n1\n{ROOT}\n\n" + LINE * (LIMITS.witnesses + 1), "line 69"),
    ],
)
def test_what_is_no_checkpoint_is_refused_with_its_line(text: str, place: str) -> None:
    with pytest.raises(MalformedCheckpoint) as refused:
        Checkpoint.parse(text)
    assert refused.value.place == place


def test_bytes_that_are_no_text_and_notes_that_are_too_long_are_refused() -> None:
    with pytest.raises(InvalidText):
        Checkpoint.parse(b"\xff")
    with pytest.raises(TooLarge):
        Checkpoint.parse("a" * (LIMITS.checkpoint + 1))
    with pytest.raises(MalformedCheckpoint):
        Checkpoint.parse("a" * LIMITS.checkpoint)
