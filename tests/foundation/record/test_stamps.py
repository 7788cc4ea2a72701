"""A token proves the time of one checkpoint, to whoever trusts the authority, and offline."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.foundation.parties import party
from tests.time_authority import Authority

from comity.errors import ComityError
from comity.errors.envelopes import TooLarge
from comity.errors.record import MalformedStamp, RootsMissing, StampUnproved
from comity.foundation.limits import LIMITS
from comity.foundation.record import Checkpoint
from comity.foundation.record.stamps import claimed_stamp, stamp_request, verify_stamp
from comity.words import Instant

NOTE = Checkpoint("xa.example/record", 20, bytes(range(32))).signed(party("XA").log_key)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def token(authority: Authority) -> bytes:
    return authority.answer(stamp_request(NOTE))


def test_a_token_tells_when_and_by_whom(authority: Authority, token: bytes) -> None:
    stamp = verify_stamp(token, NOTE, roots=authority.roots)
    assert stamp == claimed_stamp(token, NOTE)
    assert stamp.authority == "Time-stamping office"
    assert abs(stamp.at - Instant.at(datetime.now(UTC))) < timedelta(minutes=2)


def test_the_everyday_command_verifies_the_same_token(
    authority: Authority, token: bytes, tmp_path: Path
) -> None:
    (tmp_path / "note").write_text(NOTE.text, encoding="utf-8")
    (tmp_path / "token.tsr").write_bytes(token)
    command = ["openssl", "ts", "-verify", "-data", tmp_path / "note", "-in", tmp_path / "token.tsr"]
    done = subprocess.run(
        [*command, "-CAfile", authority.folder / "root.pem"], check=False, capture_output=True, text=True
    )
    assert "Verification: OK" in done.stdout + done.stderr


def test_a_token_for_another_checkpoint_proves_nothing(authority: Authority, token: bytes) -> None:
    for other in (replace(NOTE, size=21), replace(NOTE, signatures=())):
        with pytest.raises(StampUnproved):
            verify_stamp(token, other, roots=authority.roots)


def test_a_token_whose_certificate_is_of_no_known_version_is_refused(token: bytes) -> None:
    changed = token.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x03")
    assert changed != token
    with pytest.raises(MalformedStamp):
        claimed_stamp(changed, NOTE)


def test_an_authority_that_is_not_trusted_proves_nothing(token: bytes, tmp_path: Path) -> None:
    with pytest.raises(StampUnproved):
        verify_stamp(token, NOTE, roots=Authority(tmp_path / "other").roots)
    for nobody in (b"", b"no certificate"):
        with pytest.raises(RootsMissing):
            verify_stamp(token, NOTE, roots=nobody)


def test_a_certificate_for_another_use_gives_no_time(tmp_path: Path) -> None:
    with pytest.raises((StampUnproved, subprocess.CalledProcessError)):
        wrong = Authority(tmp_path / "wrong", usage=ExtendedKeyUsageOID.SERVER_AUTH)
        verify_stamp(wrong.answer(stamp_request(NOTE)), NOTE, roots=wrong.roots)


def test_what_is_no_token_is_refused(authority: Authority, token: bytes) -> None:
    for wrong in (b"", b"token", token[:-1], token + b"x"):
        with pytest.raises((MalformedStamp, StampUnproved)):
            verify_stamp(wrong, NOTE, roots=authority.roots)
    with pytest.raises(TooLarge):
        verify_stamp(bytes(LIMITS.receipt + 1), NOTE, roots=authority.roots)


def test_a_flipped_byte_never_gives_another_time(authority: Authority, token: bytes) -> None:
    told = verify_stamp(token, NOTE, roots=authority.roots)
    for place in range(0, len(token), 7):
        changed = token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]
        try:
            found = verify_stamp(changed, NOTE, roots=authority.roots)
        except ComityError:
            continue
        assert (found.at, found.authority) == (told.at, told.authority)  # a byte outside what is signed
