"""The private keys of a node, at rest.

    HOME/keys/root.key                the State's root: signs its profile
    HOME/keys/node.key                the node: signs receipts and requests to peers
    HOME/keys/log.key                 the record: signs checkpoints
    HOME/keys/NAME.signing.key        an authority: signs its acts
    HOME/keys/NAME.sealing.key        an authority: opens what is sealed for it

A file holds a 12-byte nonce and the 32-byte seed, sealed with ChaCha20-Poly1305 under a key that HKDF-SHA256 draws from
the installation's secret (256 random bits, so that no slow derivation is needed); the name is authenticated with it, so
a file that was renamed to another's place does not open. Files have mode 600 and are never overwritten.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.errors.node import KeyExists, KeyMissing, SecretDiffers
from comity.foundation.identity import SealingKey, SigningKey
from comity.words import AuthorityId

Entropy = Callable[[int], bytes]
ROOT, NODE, LOG = "root", "node", "log"
_NONCE = 12
_PURPOSE = b"comity key file v1"


class KeyStore(Protocol):
    """Where a node's keys are kept: files now, a token or a hardware module elsewhere."""

    def signing(self, name: str) -> SigningKey:
        """Return the signing key ``name``, or raise KeyMissing."""
        ...

    def sealing(self, name: str) -> SealingKey:
        """Return the sealing key ``name``, or raise KeyMissing."""
        ...


class FileKeyStore:
    """Keys in encrypted files; an unlocked key is kept in memory for as long as the process lives."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._folder = folder
        self._cipher = ChaCha20Poly1305(HKDF(SHA256(), 32, None, _PURPOSE).derive(secret))
        self._signing: dict[str, SigningKey] = {}
        self._sealing: dict[str, SealingKey] = {}

    def holds(self, name: str) -> bool:
        """Say whether a key is kept under ``name``."""
        return self._file(name).exists()

    def signing(self, name: str) -> SigningKey:
        """Return the signing key ``name``, or raise KeyMissing or SecretDiffers."""
        if name not in self._signing:
            self._signing[name] = SigningKey.from_seed(self._seed(name))
        return self._signing[name]

    def sealing(self, name: str) -> SealingKey:
        """Return the sealing key ``name``, or raise KeyMissing or SecretDiffers."""
        if name not in self._sealing:
            self._sealing[name] = SealingKey.from_seed(self._seed(name))
        return self._sealing[name]

    def make(self, name: str, entropy: Entropy) -> None:
        """Draw a new seed from ``entropy`` and keep it under ``name``, or raise KeyExists."""
        nonce = entropy(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, entropy(32), name.encode())
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(self._file(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise KeyExists(name) from None
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())

    def _seed(self, name: str) -> bytes:
        try:
            sealed = self._file(name).read_bytes()
        except FileNotFoundError:
            raise KeyMissing(name) from None
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
        except (InvalidTag, ValueError):
            raise SecretDiffers(name) from None

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.key"


def signing_name(authority: AuthorityId) -> str:
    """Name the key with which ``authority`` signs."""
    return f"{authority[3:]}.signing"


def sealing_name(authority: AuthorityId) -> str:
    """Name the key with which ``authority`` opens what was sealed for it."""
    return f"{authority[3:]}.sealing"
