"""The header: one way to be written, and everything else refused with its line."""

import os

import pytest
from hypothesis import given, strategies as st

from comity.errors import ComityError
from comity.errors.sealing import MalformedHeader, TooManyRecipients, UnknownStanza
from comity.foundation.identity import SealingKey
from comity.foundation.sealing import MAX_RECIPIENTS, Header
from comity.foundation.sealing.header import MAX_HEADER, Stanza

KEY, SECOND = SealingKey.from_seed(bytes(32)), SealingKey.from_seed(bytes([7]) * 32)
FILE_KEY = bytes(range(16))
GOOD = Header.write(FILE_KEY, [KEY.recipient])
VERSION, ARGUMENTS, BODY, MAC = GOOD.splitlines(keepends=True)
CLASSICAL = (
    b"-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n"
)


def test_a_header_is_read_to_its_last_byte_and_no_further() -> None:
    header = Header.parse(GOOD + os.urandom(50))
    assert header.size == len(GOOD)
    assert header.open([KEY]) == FILE_KEY


@given(st.binary(max_size=200))
def test_a_stanza_prints_as_it_is_read(body: bytes) -> None:
    stanza = Stanza(("kind", "argument"), body, 2)
    header = Header.parse(VERSION + bytes(stanza) + MAC)
    assert header.stanzas == (stanza,)


@given(st.binary(max_size=400))
def test_noise_never_does_more_than_be_refused(noise: bytes) -> None:
    for raw in (noise, VERSION + noise, VERSION + b"-> " + noise, GOOD[:1600] + noise):
        with pytest.raises(ComityError):
            Header.parse(raw).open([KEY])


def header_of(*lines: bytes) -> bytes:
    return b"".join(lines)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", 1),
        (b"age-encryption.org/v1", 1),
        (b"age-encryption.org/v2\n" + ARGUMENTS + BODY + MAC, 1),
        (b"age-encryption.org/v1\r\n" + ARGUMENTS + BODY + MAC, 1),
        (b" " + GOOD, 1),
        (VERSION, 2),
        (VERSION + MAC, 2),  # no stanza
        (VERSION + b"\n" + MAC, 2),
        (VERSION + b"->\n" + BODY + MAC, 2),
        (VERSION + b"-> \n" + BODY + MAC, 2),
        (VERSION + b"->  kind\n" + BODY + MAC, 2),  # an empty argument
        (VERSION + b"-> kind \n" + BODY + MAC, 2),
        (VERSION + b"-> k\xc3\xa9\n" + BODY + MAC, 2),
        (VERSION + b"-> kind\x7f\n" + BODY + MAC, 2),
        (VERSION + ARGUMENTS[3:] + BODY + MAC, 2),
        (VERSION + ARGUMENTS, 3),
        (VERSION + ARGUMENTS + MAC, 3),  # no body
        (VERSION + ARGUMENTS + BODY[:-1] + b"=\n" + MAC, 3),
        (VERSION + ARGUMENTS + BODY[:-1] + b"\r\n" + MAC, 3),
        (VERSION + ARGUMENTS + b"A" * 65 + b"\n" + MAC, 3),
        (VERSION + ARGUMENTS + b"A" * 64 + b"\n" + MAC, 4),  # a full line must be followed by a shorter one
        (VERSION + ARGUMENTS + b"A" * 61 + b"\n" + MAC, 3),  # no length of base64
        (VERSION + ARGUMENTS + b"AB" + b"\n" + MAC, 3),  # bits left over that are not zero
        (VERSION + ARGUMENTS + BODY + BODY + MAC, 4),
        (VERSION + ARGUMENTS + BODY, 4),
        (VERSION + ARGUMENTS + BODY + b"---\n", 4),
        (VERSION + ARGUMENTS + BODY + b"---" + MAC[4:], 4),
        (VERSION + ARGUMENTS + BODY + b"---  " + MAC[4:], 4),
        (VERSION + ARGUMENTS + BODY + MAC[:-1] + b" \n", 4),
        (VERSION + ARGUMENTS + BODY + MAC[:-1] + b"=\n", 4),
        (VERSION + ARGUMENTS + BODY + MAC[:-2] + b"\n", 4),
        (VERSION + ARGUMENTS + BODY + MAC[:-1] + b"AAAA\n", 4),
        (VERSION + ARGUMENTS + BODY + MAC[:-1], 4),
        (GOOD.replace(b"\n", b"\r\n"), 1),
    ],
)
def test_a_malformed_header_is_named_with_its_line(raw: bytes, line: int) -> None:
    with pytest.raises(MalformedHeader) as refused:
        Header.parse(raw)
    assert refused.value.place == f"line {line}"
    assert refused.value.facts["line"] == line
    assert refused.value.facts["expected"]


KIND, ENCAPSULATION = ARGUMENTS[3:-1].split(b" ")


@pytest.mark.parametrize(
    ("stanza", "line"),
    [
        (b"-> " + KIND + b"\n" + BODY, 2),
        (ARGUMENTS[:-1] + b" more\n" + BODY, 2),
        (b"-> " + KIND + b" " + ENCAPSULATION[:-4] + b"\n" + BODY, 2),
        (b"-> " + KIND + b" " + ENCAPSULATION + b"AAAA\n" + BODY, 2),
        (b"-> " + KIND + b" " + ENCAPSULATION + b"=\n" + BODY, 2),
        (b"-> " + KIND + b" !" + ENCAPSULATION[1:] + b"\n" + BODY, 2),
        (ARGUMENTS + b"A" * 40 + b"\n", 3),  # 30 bytes
        (ARGUMENTS + b"AAAA" + BODY, 3),  # 35 bytes: a longer file key would be an oracle
        (ARGUMENTS + b"\n", 3),
    ],
)
def test_a_stanza_that_is_not_exactly_of_its_kind_is_named_with_its_line(stanza: bytes, line: int) -> None:
    header = Header.parse(VERSION + stanza + MAC)
    with pytest.raises(MalformedHeader) as refused:
        header.open([KEY])
    assert refused.value.place == f"line {line}"


@pytest.mark.parametrize("raw", [CLASSICAL + ARGUMENTS + BODY, ARGUMENTS + BODY + CLASSICAL, CLASSICAL])
def test_a_classical_recipient_beside_or_instead_of_ours_is_refused_by_name(raw: bytes) -> None:
    """One recipient that a later computer can open would undo all the others."""
    with pytest.raises(UnknownStanza) as refused:
        Header.parse(VERSION + raw + MAC).open([KEY])
    assert refused.value.facts == {"kind": "X25519", "known": "mlkem768x25519"}


def test_an_endless_header_is_refused_before_it_is_read() -> None:
    with pytest.raises(MalformedHeader):
        Header.parse(VERSION + b"-> " + b"a" * (MAX_HEADER + 10) + b"\n")
    with pytest.raises(TooManyRecipients) as refused:
        Header.parse(VERSION + b"-> a\n\n" * (MAX_RECIPIENTS + 1) + MAC)
    assert refused.value.facts == {"limit": MAX_RECIPIENTS}


def test_the_largest_header_is_read() -> None:
    recipients = [SealingKey.from_seed(bytes([number]) * 32).recipient for number in range(MAX_RECIPIENTS)]
    raw = Header.write(FILE_KEY, recipients)
    assert Header.parse(raw).open([SealingKey.from_seed(bytes([MAX_RECIPIENTS - 1]) * 32)]) == FILE_KEY
