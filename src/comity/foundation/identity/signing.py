"""Keys that sign, in one of two suites.

* A public key is written ``ed25519:`` or ``mldsa65:`` and its bytes in base64url without padding, in one form only.
* Verification returns or raises; there is no boolean to forget.
* A secret key may live where nobody reads it, in a token: then it signs, and has no seed to give.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidSignature

from comity.errors.identity import MalformedKey, SecretElsewhere, SignatureWrong
from comity.foundation.fields import from_letters
from comity.foundation.identity.keyid import KeyId
from comity.foundation.identity.suites import FORMS, SEED_SIZE, Signs, Suite, Verifies

_SCHEMES = {form.scheme: suite for suite, form in FORMS.items()}


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The public half: says whether a signature is by its holder; its thumbprint is its name."""

    raw: bytes
    suite: Suite = Suite.ED25519
    _thumbprint: KeyId | None = field(default=None, init=False, repr=False, compare=False)
    _native: Verifies | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        form = FORMS[self.suite]
        if len(self.raw) != form.key_size:
            raise MalformedKey("length", expected=form.key_size)
        form.check(self.raw)

    @property
    def thumbprint(self) -> KeyId:
        """The name of this key."""
        found = self._thumbprint
        if found is None:
            found = KeyId.of(self.raw)
            object.__setattr__(self, "_thumbprint", found)
        return found

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the prefix of a suite and the letters of its key."""
        scheme, colon, letters = text.partition(":")
        suite = _SCHEMES.get(scheme + colon)
        if suite is None:
            raise MalformedKey("form", expected=FORMS[Suite.ED25519].scheme)
        if (found := from_letters(letters)) is not None:
            return cls(found, suite)
        try:
            raw = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise MalformedKey("letters", expected=FORMS[suite].scheme) from None
        if _written(suite, raw) != text:  # one form only: no padding, last bits zero
            raise MalformedKey("form", expected=FORMS[suite].scheme)
        return cls(raw, suite)

    def verify(self, signature: bytes, message: bytes) -> None:
        """Return when ``signature`` is by this key over ``message``, or raise SignatureWrong."""
        native = self._native
        if native is None:  # a profile names many keys, of which a reader needs few
            native = FORMS[self.suite].public(self.raw)
            object.__setattr__(self, "_native", native)
        try:
            native.verify(signature, message)
        except InvalidSignature:
            raise SignatureWrong("signature", key=self.thumbprint) from None

    def __str__(self) -> str:
        return _written(self.suite, self.raw)


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """The secret half; it never shows its seed unless asked by name."""

    public: VerifyingKey
    _native: Signs = field(compare=False)
    _seed: bytes = field(default=b"", compare=False)

    @classmethod
    def from_seed(cls, seed: bytes, suite: Suite = Suite.ED25519) -> Self:
        """Take the 32 secret bytes of RFC 8032 or of FIPS 204."""
        if len(seed) != SEED_SIZE:
            raise MalformedKey("seed", expected=SEED_SIZE)
        native, raw = FORMS[suite].secret(seed)
        return cls(VerifyingKey(raw, suite), native, seed)

    @classmethod
    def generate(cls, entropy: Callable[[int], bytes], suite: Suite = Suite.ED25519) -> Self:
        """Make a new key from 32 bytes of ``entropy``."""
        return cls.from_seed(entropy(SEED_SIZE), suite)

    @classmethod
    def held(cls, public: VerifyingKey, *, by: Signs) -> Self:
        """Take a key whose secret stays with ``by``, which signs when asked."""
        return cls(public, by)

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, for a key file; raises SecretElsewhere where they are not ours to give."""
        if not self._seed:
            raise SecretElsewhere(self.public.thumbprint)
        return self._seed

    def sign(self, message: bytes) -> bytes:
        """Sign ``message``: 64 bytes, or 3309 with ML-DSA-65."""
        return self._native.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey({self.public.thumbprint})"


def _written(suite: Suite, raw: bytes) -> str:
    return FORMS[suite].scheme + base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
