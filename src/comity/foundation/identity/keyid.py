"""The name of a public key: the first 16 bytes of the SHA-256 of its raw bytes, in hexadecimal."""

import re
from hashlib import sha256
from typing import Self

from comity.errors.identity import MalformedKeyId

_KEY_ID = re.compile(r"[0-9a-f]{32}")


class KeyId(str):
    """Names a public key; it finds the key, and proves nothing by itself."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Read 32 lower-case hexadecimal digits."""
        if not _KEY_ID.fullmatch(text):
            raise MalformedKeyId(text[:40])
        return super().__new__(cls, text)

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """Name the key whose raw bytes are ``raw``."""
        return str.__new__(cls, sha256(raw).hexdigest()[:32])  # in its form already
