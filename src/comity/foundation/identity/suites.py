"""The two suites in which Comity signs: Ed25519 always, ML-DSA-65 beside it where a State asks for it.

* ``Ed25519``     RFC 8032: 32 bytes of key, 64 of signature. What every node can make and check.
* ``ML-DSA-65``   FIPS 204: 1952 bytes of key, 3309 of signature. It holds where a quantum computer breaks the first.
* The secret of either is a seed of 32 bytes. A name here is the ``alg`` of a signed document.
* A public key of Ed25519 that is not fully reduced, or is a point of small order, is refused: under such a point anyone
  can sign. Every 1952 bytes are a key of ML-DSA-65: the seed of its matrix and ten bits a coefficient.   FIPS 204, 7.2
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey

from comity.errors.identity import MalformedKey, WeakKey

SEED_SIZE = 32
_FIELD = 2**255 - 19
_ORDER_8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
_SMALL_ORDER = frozenset(
    {0, 1, _FIELD - 1, _ORDER_8, _FIELD - _ORDER_8}
)  # y of the eight points of small order


class Suite(StrEnum):
    """How a signature is made; the value is its ``alg`` in a header."""

    ED25519 = "Ed25519"
    ML_DSA_65 = "ML-DSA-65"
    __hash__ = str.__hash__  # each key that is read looks its form up


class Verifies(Protocol):
    """A public key of the cryptography library."""

    def verify(self, signature: bytes, data: bytes, /) -> None:
        """Return when the signature holds, or raise InvalidSignature."""


class Signs(Protocol):
    """A secret key, wherever it is kept."""

    def sign(self, data: bytes, /) -> bytes:
        """Return the signature over ``data``."""


@dataclass(frozen=True, slots=True)
class Form:
    """The sizes and the written prefix of one suite, and how its keys are taken from bytes."""

    scheme: str
    key_size: int
    signature_size: int
    check: Callable[[bytes], None]
    public: Callable[[bytes], Verifies]
    secret: Callable[[bytes], tuple[Signs, bytes]]


def _ed25519_check(raw: bytes) -> None:
    height = int.from_bytes(raw, "little") & (1 << 255) - 1
    if height >= _FIELD:
        raise MalformedKey("range", expected=_ED25519)
    if height in _SMALL_ORDER:
        raise WeakKey("curve point")


def _ed25519_secret(seed: bytes) -> tuple[Signs, bytes]:
    native = Ed25519PrivateKey.from_private_bytes(seed)
    return native, native.public_key().public_bytes_raw()


def _ml_dsa_check(_raw: bytes) -> None:
    """Return, for every 1952 bytes are a key."""


def _ml_dsa_secret(seed: bytes) -> tuple[Signs, bytes]:
    native = MLDSA65PrivateKey.from_seed_bytes(seed)
    return native, native.public_key().public_bytes_raw()


_ED25519, _ML_DSA_65 = "ed25519:", "mldsa65:"
FORMS: Mapping[Suite, Form] = {
    Suite.ED25519: Form(_ED25519, 32, 64, _ed25519_check, Ed25519PublicKey.from_public_bytes, _ed25519_secret),
    Suite.ML_DSA_65: Form(
        _ML_DSA_65, 1952, 3309, _ml_dsa_check, MLDSA65PublicKey.from_public_bytes, _ml_dsa_secret
    ),
}
