"""The header of a sealed file: the file key, enclosed once for each recipient.

    age-encryption.org/v1
    -> mlkem768x25519 <encapsulation, 1120 bytes>
    <enclosed file key, 32 bytes>
    --- <MAC over everything above, up to the three dashes>

Headers follow C2SP age, "Header".

* Binary data is base64 without padding, in its one canonical form; a stanza's body is wrapped at 64 letters and
  ends with a shorter line, which may be empty. Nothing else is read: a header has one way to be written.
* Each stanza must be one that a post-quantum recipient makes. The format lets a reader skip the others; we refuse
  them, because one weak recipient would undo the strength of all the rest.                    C2SP age, mixing
* A header can be kept apart from its payload: see ``detached``.
"""

import binascii
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.errors.identity import NotForThisKey, WeakKey
from comity.errors.sealing import (
    ArmouredFile,
    HeaderMacWrong,
    MalformedHeader,
    NoKeys,
    NoRecipients,
    TooManyRecipients,
    UnknownStanza,
    WrongKey,
)
from comity.foundation.identity import SealingKey, SealingRecipient
from comity.foundation.identity.recipients import ENCAPSULATION_SIZE
from comity.foundation.limits import LIMITS

MAX_RECIPIENTS = LIMITS.sealed_for
MAX_HEADER = 32 * 1024  # twenty stanzas take 31 KiB
FILE_KEY_SIZE = 16
KIND = "mlkem768x25519"
PURPOSE = b"age-encryption.org/mlkem768x25519"

_VERSION = b"age-encryption.org/v1"
_ARMOUR = b"-----BEGIN AGE "
_BODY, _MAC = 32, 32
_COLUMNS = 64
_ARROW, _DASHES = b"->", b"---"
_VISIBLE = bytes(range(0x21, 0x7F))


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient's line and body, as read; ``line`` is where it begins."""

    arguments: tuple[str, ...]
    body: bytes
    line: int = 0

    def __bytes__(self) -> bytes:
        letters = _letters(self.body)
        rows = [letters[start : start + _COLUMNS] for start in range(0, len(letters) + 1, _COLUMNS)]
        return b"\n".join([b"-> " + " ".join(self.arguments).encode("ascii"), *rows, b""])


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was read in full; nothing of it is proved before ``open``."""

    stanzas: tuple[Stanza, ...]
    covered: bytes  # by the MAC: everything up to the three dashes, and these
    mac: bytes
    size: int

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read the header at the beginning of ``raw``, or raise MalformedHeader with the line, or ArmouredFile."""
        lines = _Lines(raw)
        first = lines.take()
        if first.startswith(_ARMOUR):
            raise ArmouredFile("line 1")
        if first != _VERSION:
            raise _malformed(lines.number, _VERSION.decode("ascii"))
        stanzas: list[Stanza] = []
        while not (line := lines.take()).startswith(_DASHES):
            if len(stanzas) == MAX_RECIPIENTS:
                raise TooManyRecipients(f"line {lines.number}", limit=MAX_RECIPIENTS)
            stanzas.append(_stanza(line, lines))
        if not stanzas:
            raise _malformed(lines.number, "stanza")
        if not line.startswith(_DASHES + b" "):
            raise _malformed(lines.number, "--- MAC")
        mac = _raw(line[len(_DASHES) + 1 :], lines.number)
        if len(mac) != _MAC:
            raise _malformed(lines.number, f"{_MAC} bytes")
        covered = raw[: lines.offset - len(line) - 1 + len(_DASHES)]
        return cls(tuple(stanzas), covered, mac, lines.offset)

    @classmethod
    def write(cls, file_key: bytes, recipients: Sequence[SealingRecipient]) -> bytes:
        """Enclose ``file_key`` for ``recipients``, or raise NoRecipients or TooManyRecipients."""
        return write_header(file_key, [enclose(file_key, recipient) for recipient in dict.fromkeys(recipients)])

    @classmethod
    def alone(cls, raw: bytes) -> Self:
        """Read a header that stands apart from its payload: nothing may follow it."""
        read = cls.parse(raw)
        if read.size != len(raw):
            raise _malformed(raw[: read.size].count(b"\n") + 1, "end")
        return read

    def open(self, keys: Sequence[SealingKey]) -> bytes:
        """Return the file key that one of ``keys`` opens, once the whole header is proved.

        1. At least one key is given.                                    NoKeys
        2. Every stanza is of the one kind we admit.                     UnknownStanza
        3. Every stanza has the exact lengths of its kind.               MalformedHeader
        4. One stanza opens with one key, and none is forged to zero.    WrongKey, MalformedHeader
        5. The MAC under that file key covers the header as it stands.   HeaderMacWrong
        """
        if not keys:  # 1
            raise NoKeys("keys")
        enclosed = self.enclosed()  # 2, 3
        file_key = next(_opened(self.stanzas, enclosed, keys), None)  # 4
        if file_key is None:
            raise WrongKey("header", recipients=len(enclosed))
        self.prove(file_key)  # 5
        return file_key

    def prove(self, file_key: bytes) -> None:
        """Return when the MAC under ``file_key`` covers the header as it stands, or raise HeaderMacWrong."""
        try:
            _mac(file_key, self.covered).verify(self.mac)
        except InvalidSignature:
            raise HeaderMacWrong("header") from None

    def enclosed(self) -> list[bytes]:
        """Give the file key as it is enclosed for each recipient, or raise UnknownStanza or MalformedHeader."""
        return [_enclosed(stanza) for stanza in self.stanzas]


def derive(file_key: bytes, *, salt: bytes | None, info: bytes) -> bytes:
    """Derive a key of 32 bytes from the file key by HKDF-SHA256."""
    return HKDF(SHA256(), 32, salt, info).derive(file_key)


def enclose(file_key: bytes, recipient: SealingRecipient) -> Stanza:
    """Enclose ``file_key`` for one recipient."""
    sealed = recipient.enclose(file_key, purpose=PURPOSE)
    encapsulation = _letters(sealed[:ENCAPSULATION_SIZE]).decode("ascii")
    return Stanza((KIND, encapsulation), sealed[ENCAPSULATION_SIZE:])


def write_header(file_key: bytes, stanzas: Sequence[Stanza]) -> bytes:
    """Write a header of ``stanzas`` under ``file_key``, or raise NoRecipients or TooManyRecipients."""
    if not stanzas:
        raise NoRecipients("recipients")
    if len(stanzas) > MAX_RECIPIENTS:
        raise TooManyRecipients("recipients", limit=MAX_RECIPIENTS)
    covered = b"".join([_VERSION, b"\n", *map(bytes, stanzas), _DASHES])
    return b"".join([covered, b" ", _letters(_mac(file_key, covered).finalize()), b"\n"])


def _mac(file_key: bytes, covered: bytes) -> HMAC:
    """Give the MAC of what it covers of a header."""
    mac = HMAC(derive(file_key, salt=None, info=b"header"), SHA256())
    mac.update(covered)
    return mac


def _enclosed(stanza: Stanza) -> bytes:
    """Give the enclosed file key of a stanza of our kind, in the form that a key opens."""
    if stanza.arguments[0] != KIND:
        raise UnknownStanza(f"line {stanza.line}", kind=stanza.arguments[0][:32], known=KIND)
    if len(stanza.arguments) != 2:  # noqa: PLR2004  # the kind and the encapsulation
        raise _malformed(stanza.line, f"{KIND} + 1")
    encapsulation = _raw(stanza.arguments[1].encode("ascii"), stanza.line)
    if len(encapsulation) != ENCAPSULATION_SIZE:
        raise _malformed(stanza.line, f"{ENCAPSULATION_SIZE} bytes")
    if len(stanza.body) != _BODY:  # before any attempt to open it: a partitioning oracle otherwise
        raise _malformed(stanza.line + 1, f"{_BODY} bytes")
    return encapsulation + stanza.body


def _opened(
    stanzas: Sequence[Stanza], enclosed: Sequence[bytes], keys: Sequence[SealingKey]
) -> Iterator[bytes]:
    for stanza, secret in zip(stanzas, enclosed, strict=True):
        for key in keys:
            try:
                yield key.disclose(secret, purpose=PURPOSE)
            except NotForThisKey:
                continue
            except WeakKey:
                raise _malformed(stanza.line, "curve share") from None


class _Lines:
    """Takes a header line by line and knows where it stands."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw[:MAX_HEADER]
        self.offset = 0
        self.number = 0  # of the line taken last

    def take(self) -> bytes:
        """Give the next line without its end, or raise when there is none."""
        self.number += 1
        end = self._raw.find(b"\n", self.offset)
        if end < 0:
            raise _malformed(self.number, "LF")
        line, self.offset = self._raw[self.offset : end], end + 1
        return line


def _stanza(line: bytes, lines: _Lines) -> Stanza:
    arrow, *arguments = line.split(b" ")
    if arrow != _ARROW or not arguments or not all(arguments) or b"".join(arguments).translate(None, _VISIBLE):
        raise _malformed(lines.number, "-> argument")
    began = lines.number
    rows = [lines.take()]
    while len(rows[-1]) == _COLUMNS:
        rows.append(lines.take())
    if len(rows[-1]) > _COLUMNS:
        raise _malformed(lines.number, f"{_COLUMNS} columns")
    words = tuple([argument.decode("ascii") for argument in arguments])
    return Stanza(words, _raw(b"".join(rows), lines.number), began)


def _raw(letters: bytes, line: int) -> bytes:
    """Read canonical base64 without padding."""
    try:
        raw = binascii.a2b_base64(letters + b"=" * (-len(letters) % 4), strict_mode=True)
    except (binascii.Error, ValueError):
        raise _malformed(line, "base64") from None
    if _letters(raw) != letters:
        raise _malformed(line, "canonical base64")
    return raw


def _malformed(line: int, expected: str) -> MalformedHeader:
    return MalformedHeader(f"line {line}", line=line, expected=expected)


def _letters(raw: bytes) -> bytes:
    return binascii.b2a_base64(raw, newline=False).rstrip(b"=")
