"""Sealed files that are the same in every run, written here from the words of the format.

The library draws the randomness of a stanza itself, so each was drawn once and kept. Everything else follows from the
file key and the nonce.
"""

import base64
from collections.abc import Sequence
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from vectors.making.drawn import drawn

from comity.foundation.identity import SealingKey

FILE_KEY = sha256(b"the file key of the vectors").digest()[:16]
VERSION = b"age-encryption.org/v1\n"
CHUNK = 65536
_PURPOSE = b"age-encryption.org/mlkem768x25519"
_ENCAPSULATION = 1120


def base64_(raw: bytes) -> bytes:
    """Write base64 without padding, as age does."""
    return base64.b64encode(raw).rstrip(b"=")


def stanza(key: SealingKey, file_key: bytes = FILE_KEY) -> bytes:
    """Give the stanza that encloses ``file_key`` for the holder of ``key``."""
    name = f"encapsulation of {file_key.hex()} for {key.recipient.thumbprint}"
    enclosed = drawn(name, lambda: key.recipient.enclose(file_key, purpose=_PURPOSE))
    if key.disclose(enclosed, purpose=_PURPOSE) != file_key:
        raise ValueError(name)
    return written(b"mlkem768x25519", enclosed[:_ENCAPSULATION], enclosed[_ENCAPSULATION:])


def written(kind: bytes, argument: bytes, body: bytes) -> bytes:
    """Lay out one stanza; its body is short."""
    return b"-> " + kind + b" " + base64_(argument) + b"\n" + base64_(body) + b"\n"


def header(stanzas: Sequence[bytes], file_key: bytes = FILE_KEY) -> bytes:
    """Lay out a header with its MAC."""
    above = VERSION + b"".join(stanzas) + b"---"
    mac = HMAC(_derived(file_key, None, b"header"), SHA256())
    mac.update(above)
    return above + b" " + base64_(mac.finalize()) + b"\n"


def payload(plaintext: bytes, nonce: bytes, file_key: bytes = FILE_KEY) -> bytes:
    """Lay out nonce and chunks."""
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    pieces = [plaintext[at : at + CHUNK] for at in range(0, len(plaintext), CHUNK)] or [b""]
    last = len(pieces) - 1
    return nonce + b"".join(
        cipher.encrypt(place.to_bytes(11, "big") + bytes([place == last]), piece, None)
        for place, piece in enumerate(pieces)
    )


def empty_last(place: int, nonce: bytes) -> bytes:
    """Seal nothing as the last chunk at ``place``, which the format forbids after others."""
    cipher = ChaCha20Poly1305(_derived(FILE_KEY, nonce, b"payload"))
    return cipher.encrypt(place.to_bytes(11, "big") + b"\x01", b"", None)


def seal(plaintext: bytes, keys: Sequence[SealingKey]) -> bytes:
    """Seal ``plaintext`` for the holders of ``keys``; the nonce follows from the plaintext."""
    nonce = sha256(b"nonce" + plaintext).digest()[:16]
    return header([stanza(key) for key in keys]) + payload(plaintext, nonce)


def _derived(file_key: bytes, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(file_key)
