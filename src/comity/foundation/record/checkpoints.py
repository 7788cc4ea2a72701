"""Checkpoints: what a record says of its whole self, as a signed note.

* Three lines: the record's origin, its size in decimal, its root in base64.                C2SP tlog-checkpoint
* A blank line, then signatures: an em dash, a name, and base64 of the key id and the signature.   C2SP signed-note
* The record's own key signs under the origin as its name. Witnesses cosign beside it with a time.
  A line by a key that we do not know is carried along and proves nothing.             C2SP tlog-cosignature
* Lines after the root are extensions; ours has none and none is read.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import NoReturn, Self

from comity.errors.envelopes import InvalidText, TooLarge
from comity.errors.record import CheckpointUnsigned, MalformedCheckpoint, WrongRecord
from comity.foundation.identity import SigningKey, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import Instant

HASH_SIZE = 32
KEY_ID_SIZE = 4
ED25519, COSIGNATURE = b"\x01", b"\x04"
_TIME_SIZE, _SIGNATURE_SIZE = 8, 64
_DASH = "— "
_LINES = 3
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: who is said to sign, the id of the key, and what follows it."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {_base64(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A record's size and root, with the signatures that vouch for them."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[NoteSignature, ...] = ()

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"

    @property
    def text(self) -> str:
        """The whole note."""
        return self.body + "\n" + "".join(map(str, self.signatures))

    def signed(self, key: SigningKey) -> Self:
        """Add the signature of the record's own key."""
        value = key.sign(self.body.encode("utf-8"))
        return self._with(NoteSignature(self.origin, key_id(self.origin, key.public), value))

    def cosigned(self, key: SigningKey, *, name: str, at: Instant) -> Self:
        """Add the signature of a witness that saw this checkpoint at ``at`` and found it consistent."""
        seconds = at.milliseconds // 1000
        value = seconds.to_bytes(_TIME_SIZE, "big") + key.sign(self._witnessed(seconds))
        return self._with(NoteSignature(name, key_id(name, key.public, COSIGNATURE), value))

    def verify(self, key: VerifyingKey, *, origin: str | None = None) -> Self:
        """Return when the record's key signed this, or raise.

        Raises WrongRecord when it is not the record ``origin``, CheckpointUnsigned, or SignatureWrong.
        """
        if origin is not None and self.origin != origin:
            raise WrongRecord(self.origin, expected=origin)
        for signature in self._by(self.origin, key_id(self.origin, key)):
            key.verify(signature.value, self.body.encode("utf-8"))
            return self
        raise CheckpointUnsigned(self.origin, name=self.origin)

    def names(self, key: VerifyingKey) -> bool:
        """Say whether a signature line claims to be the record's own under ``key``; nothing of it is proved."""
        return any(self._by(self.origin, key_id(self.origin, key)))

    def witnessed_at(self, key: VerifyingKey, *, name: str) -> Instant:
        """Give the moment at which the witness ``name`` cosigned, or raise CheckpointUnsigned or SignatureWrong."""
        for signature in self._by(name, key_id(name, key, COSIGNATURE)):
            seconds = int.from_bytes(signature.value[:_TIME_SIZE], "big")
            key.verify(signature.value[_TIME_SIZE:], self._witnessed(seconds))
            return Instant(seconds * 1000)
        raise CheckpointUnsigned(self.origin, name=name)

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        """Read a note; the place of a refusal is its line."""
        written = _text(text)
        body, blank, rest = written.partition("\n\n")
        lines = body.split("\n")
        if not blank or len(lines) != _LINES:
            _refuse(len(lines), "origin, size, root, blank line")
        origin, size, root = lines
        if not _is_name(origin):
            _refuse(1, "origin")
        number = int(size[:16]) if size.isdecimal() and size.isascii() else -1
        if str(number) != size or not 0 <= number <= LIMITS.record:
            _refuse(2, "size")
        raw = decoded(root)
        if raw is None or len(raw) != HASH_SIZE:
            _refuse(3, "root")
        signatures = tuple(_signatures(rest))
        if len(signatures) > LIMITS.witnesses:
            _refuse(_LINES + 2 + LIMITS.witnesses, f"at most {LIMITS.witnesses} signatures")
        return cls(origin, number, raw, signatures)

    def _with(self, signature: NoteSignature) -> Self:
        return type(self)(self.origin, self.size, self.root, (*self.signatures, signature))

    def _by(self, name: str, wanted: bytes) -> Iterator[NoteSignature]:
        return (one for one in self.signatures if one.name == name and one.key_id == wanted)

    def _witnessed(self, seconds: int) -> bytes:
        return f"cosignature/v1\ntime {seconds}\n{self.body}".encode()


@lru_cache(maxsize=1024)
def key_id(name: str, key: VerifyingKey, kind: bytes = ED25519) -> bytes:
    """Give the four bytes by which a signature line finds its key."""
    return sha256(name.encode("utf-8") + b"\n" + kind + key.raw).digest()[:KEY_ID_SIZE]


def verifier_line(name: str, key: VerifyingKey) -> str:
    """Print the record's key as other verifiers of signed notes take it: name, key id, key."""
    return f"{name}+{key_id(name, key).hex()}+{_base64(ED25519 + key.raw)}"


def _signatures(rest: str) -> Iterator[NoteSignature]:
    if not rest.endswith("\n"):
        _refuse(_LINES + 2, "signature lines")
    for place, line in enumerate(rest[:-1].split("\n"), start=_LINES + 2):
        dash, name, encoded = line[: len(_DASH)], *line[len(_DASH) :].partition(" ")[::2]
        raw = decoded(encoded)
        if dash != _DASH or not _is_name(name) or raw is None or len(raw) <= KEY_ID_SIZE:
            _refuse(place, "— name base64")
        yield NoteSignature(name, raw[:KEY_ID_SIZE], raw[KEY_ID_SIZE:])


def _text(text: str | bytes) -> str:
    if len(text) > LIMITS.checkpoint:
        raise TooLarge("checkpoint", size=len(text), limit=LIMITS.checkpoint)
    try:
        written = text.decode("utf-8") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        raise InvalidText(error.start) from error
    if _CONTROL.search(written):
        _refuse(1, "no control characters")
    return written


def _is_name(name: str) -> bool:
    return name.split() == [name] and "+" not in name


def _base64(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).decode("ascii")


def decoded(encoded: str) -> bytes | None:
    """Read base64 in its one form; None for anything else."""
    try:
        raw = binascii.a2b_base64(encoded, strict_mode=True)
    except (binascii.Error, ValueError):
        return None
    return raw if _base64(raw) == encoded else None


def _refuse(line: int, expected: str) -> NoReturn:
    raise MalformedCheckpoint(f"line {line}", expected=expected)
