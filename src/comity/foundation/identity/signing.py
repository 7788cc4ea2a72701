"""Keys that sign: Ed25519.

* A public key is written ``ed25519:`` and its 32 bytes in base64url without padding, in one form only.     RFC 8032
* A key that is not fully reduced, or a point of small order, is refused: under such a point anyone can sign.
* Verification returns or raises; there is no boolean to forget.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from comity.errors.identity import MalformedKey, SignatureWrong, WeakKey
from comity.foundation.identity.keyid import KeyId

SEED_SIZE = 32
SIGNATURE_SIZE = 64
_SCHEME = "ed25519:"
_FIELD = 2**255 - 19
_ORDER_8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_SMALL_ORDER = frozenset(
    {0, 1, _FIELD - 1, _ORDER_8, _FIELD - _ORDER_8}
)  # y of the eight points of small order


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The public half: says whether a signature is by its holder."""

    raw: bytes
    _native: Ed25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.raw) != SEED_SIZE:
            raise MalformedKey("length", expected=SEED_SIZE)
        height = int.from_bytes(self.raw, "little") & (1 << 255) - 1
        if height >= _FIELD:
            raise MalformedKey("range", expected=_SCHEME)
        if height in _SMALL_ORDER:
            raise WeakKey("curve point")
        object.__setattr__(self, "_native", Ed25519PublicKey.from_public_bytes(self.raw))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``ed25519:`` and 43 letters."""
        letters = text.removeprefix(_SCHEME)
        try:
            raw = base64.b64decode(letters + "=", altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise MalformedKey("letters", expected=_SCHEME) from None
        if f"{_SCHEME}{_letters(raw)}" != text:  # one form only: prefix, no padding, last bits zero
            raise MalformedKey("form", expected=_SCHEME)
        return cls(raw)

    @property
    def thumbprint(self) -> KeyId:
        """The name of this key."""
        return KeyId.of(self.raw)

    def verify(self, signature: bytes, message: bytes) -> None:
        """Return when ``signature`` is by this key over ``message``, or raise SignatureWrong."""
        try:
            self._native.verify(signature, message)
        except InvalidSignature:
            raise SignatureWrong("signature", key=self.thumbprint) from None

    def __str__(self) -> str:
        return _SCHEME + _letters(self.raw)


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """The secret half; it never shows its seed unless asked by name."""

    seed: bytes
    public: VerifyingKey = field(init=False, compare=False)
    _native: Ed25519PrivateKey = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise MalformedKey("seed", expected=SEED_SIZE)
        native = Ed25519PrivateKey.from_private_bytes(self.seed)
        object.__setattr__(self, "_native", native)
        object.__setattr__(self, "public", VerifyingKey(native.public_key().public_bytes_raw()))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Take the 32 secret bytes of RFC 8032."""
        return cls(seed)

    @classmethod
    def generate(cls, entropy: Callable[[int], bytes]) -> Self:
        """Make a new key from 32 bytes of ``entropy``."""
        return cls(entropy(SEED_SIZE))

    def sign(self, message: bytes) -> bytes:
        """Sign ``message``: 64 bytes."""
        return self._native.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey({self.public})"


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
