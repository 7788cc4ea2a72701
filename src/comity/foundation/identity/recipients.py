"""Keys that seal: the hybrid of ML-KEM-768 and X25519 that age calls ``mlkem768x25519``.

* The secret is a seed of 32 bytes; SHAKE-256 stretches it to the 64 of ML-KEM-768 and the 32 of X25519, so that
  who breaks one of the two still has the other to break.
* The public half is the ML-KEM-768 key (1184 bytes) and then the X25519 key (32 bytes).
* A curve key of small order is refused: it would leave the lattice alone.                      RFC 7748, 6.1
* They are written in Bech32, ``age1pq1...`` and ``AGE-SECRET-KEY-PQ-1...``; each has one form only.
* A short secret is enclosed by HPKE: this hybrid, HKDF-SHA256, ChaCha20-Poly1305.                   C2SP age; RFC 9180
  The library draws the randomness of the encapsulation itself: its interface takes none from outside.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import shake_256
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from comity.errors.identity import MalformedKey, NotForThisKey, WeakKey
from comity.foundation.identity import bech32
from comity.foundation.identity.keyid import KeyId

SEED_SIZE = 32
ENCAPSULATION_SIZE = 1120  # ML-KEM-768 ciphertext (1088) and X25519 share (32)
_LATTICE_SEED = 64
_LATTICE_KEY, _CURVE_KEY = 1184, 32
_KEY_SIZE = _LATTICE_KEY + _CURVE_KEY
_RECIPIENT, _SECRET = "age1pq", "age-secret-key-pq-"
_HEAD = f"{_RECIPIENT}1"
_HEAD_SPELT = _HEAD.encode("ascii")
WRITTEN_SIZE = len(_HEAD) + -(-8 * _KEY_SIZE // 5) + bech32.CHECKSUM
# The points with which every exchange gives zero, each way they can be written; the highest bit does not count.
_POINTLESS = frozenset(
    bytes.fromhex(point)
    for point in (
        "00" * 32,
        "01" + "00" * 31,
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        *(f"{low}" + "ff" * 30 + "7f" for low in ("ec", "ed", "ee")),
    )
)
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_Stretch = tuple[bytes, int]  # a document, and where in it a key begins


class SealingRecipient:
    """The public half: whoever has it can seal for its holder."""

    __slots__ = ("_known", "_text")

    def __init__(self, raw: bytes = b"", *, promised: str | _Stretch = "") -> None:
        self._known: _Known | None = None if promised else _Known.of(raw)
        self._text = promised

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``age1pq1`` and its letters, in lower case."""
        return cls(bech32.decode(_RECIPIENT, text))

    @classmethod
    def promised(cls, text: str) -> Self:
        """Take a key as a signed document writes it: its form is tried now, the key itself when it is first used.

        A profile names thousands, of which a reader seals for one or two. Raises MalformedKey, now or then.
        """
        if len(text) != WRITTEN_SIZE or not text.startswith(_HEAD) or not bech32.is_spelt(text[len(_HEAD) :]):
            raise MalformedKey("form", expected=_HEAD)
        return cls(promised=text)

    @classmethod
    def promised_at(cls, document: bytes, begin: int) -> Self:
        """Take the same key from where a document has it, which is kept and not copied; raises as ``promised`` does."""
        letters = begin + len(_HEAD)
        spelt = bech32.are_spelt(document[letters : begin + WRITTEN_SIZE])
        if not document.startswith(_HEAD_SPELT, begin) or len(document) < begin + WRITTEN_SIZE or not spelt:
            raise MalformedKey("form", expected=_HEAD)
        return cls(promised=(document, begin))

    @property
    def raw(self) -> bytes:
        """The two public keys, one after the other."""
        return self._key().raw

    @property
    def thumbprint(self) -> KeyId:
        """The name of this key."""
        return KeyId.of(self.raw)

    def enclose(self, secret: bytes, *, purpose: bytes) -> bytes:
        """Seal a short ``secret`` for this recipient: the encapsulation, then the sealed secret."""
        return _SUITE.encrypt(secret, self._key().native, purpose)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SealingRecipient) and str(self) == str(other)  # a key has one written form

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        if isinstance(self._text, tuple):
            document, begin = self._text
            self._text = document[begin : begin + WRITTEN_SIZE].decode("ascii")
        self._text = self._text or bech32.encode(_RECIPIENT, self.raw)
        return self._text

    def __repr__(self) -> str:
        return f"SealingRecipient({self.thumbprint})"

    def _key(self) -> "_Known":
        if self._known is None:
            self._known = _Known.of(bech32.decode(_RECIPIENT, str(self)))
        return self._known


@dataclass(frozen=True, slots=True)
class _Known:
    """A key whose range and points were tried."""

    raw: bytes
    native: MLKEM768X25519PublicKey

    @classmethod
    def of(cls, raw: bytes) -> Self:
        if len(raw) != _KEY_SIZE:
            raise MalformedKey("length", expected=_KEY_SIZE)
        try:
            lattice = MLKEM768PublicKey.from_public_bytes(raw[:_LATTICE_KEY])
            curve = X25519PublicKey.from_public_bytes(raw[_LATTICE_KEY:])
        except ValueError:
            raise MalformedKey("range", expected=_RECIPIENT) from None
        _require_full_order(raw[_LATTICE_KEY:])
        return cls(raw, MLKEM768X25519PublicKey(lattice, curve))


@dataclass(frozen=True, slots=True, repr=False)
class SealingKey:
    """The secret half; it never shows its seed unless asked by name or by ``str``."""

    seed: bytes
    recipient: SealingRecipient = field(init=False, compare=False)
    _native: MLKEM768X25519PrivateKey = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise MalformedKey("seed", expected=SEED_SIZE)
        stretched = shake_256(self.seed).digest(_LATTICE_SEED + _CURVE_KEY)
        lattice = MLKEM768PrivateKey.from_seed_bytes(stretched[:_LATTICE_SEED])
        curve = X25519PrivateKey.from_private_bytes(stretched[_LATTICE_SEED:])
        raw = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        object.__setattr__(self, "recipient", SealingRecipient(raw))
        object.__setattr__(self, "_native", MLKEM768X25519PrivateKey(lattice, curve))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Take the 32 secret bytes."""
        return cls(seed)

    @classmethod
    def generate(cls, entropy: Callable[[int], bytes]) -> Self:
        """Make a new key from 32 bytes of ``entropy``."""
        return cls(entropy(SEED_SIZE))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``AGE-SECRET-KEY-PQ-1`` and its letters, in upper case."""
        if text != text.upper():
            raise MalformedKey("case", expected=_SECRET.upper())
        return cls(bech32.decode(_SECRET, text.lower()))

    def disclose(self, enclosed: bytes, *, purpose: bytes) -> bytes:
        """Open a secret that was enclosed for this key and ``purpose``, or raise NotForThisKey or WeakKey."""
        share = enclosed[ENCAPSULATION_SIZE - _CURVE_KEY : ENCAPSULATION_SIZE]
        _require_full_order(share)
        try:
            return _SUITE.decrypt(enclosed, self._native, purpose)
        except InvalidTag:
            raise NotForThisKey("enclosed secret", recipient=self.recipient.thumbprint) from None

    def __str__(self) -> str:
        """Write the secret itself, for a key file."""
        return bech32.encode(_SECRET, self.seed).upper()

    def __repr__(self) -> str:
        return f"SealingKey(for {self.recipient.thumbprint})"


def _require_full_order(point: bytes) -> None:
    """Return when an exchange with ``point`` gives a secret, or raise WeakKey when it always gives zero."""
    if point[:-1] + bytes([point[-1] & 0x7F] if point else b"") in _POINTLESS:  # RFC 7748, 6.1
        raise WeakKey("curve point")


def are_promised(document: bytes, begins: Sequence[int]) -> bool:
    """Say whether a key stands in its form at each of ``begins``, as ``SealingRecipient.promised_at`` tries it."""
    return all(
        document.startswith(_HEAD_SPELT, begin)
        and bech32.are_spelt(document[begin + len(_HEAD) : begin + WRITTEN_SIZE])
        for begin in begins
    ) and (not begins or max(begins) + WRITTEN_SIZE <= len(document))
