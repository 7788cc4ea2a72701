"""The private keys of a node, behind one protocol, wherever they are kept.

    root                the State's root: signs its profile
    node                the node: signs receipts and requests to peers
    log                 the record: signs checkpoints
    OFFICE.signing      an authority: signs its acts
    OFFICE.second       the same, in ML-DSA-65, where a peer asks for it
    OFFICE.sealing      an authority: opens what is sealed for it; a key that was replaced is kept beside the newer ones

Here they are kept in files, ``HOME/keys/NAME.key``. A file holds a 12-byte nonce and the 32-byte seed, sealed with
ChaCha20-Poly1305 under a key that HKDF-SHA256 draws from the installation's secret (256 random bits, so that no slow
derivation is needed); the name is authenticated with it, so a file that was renamed to another's place does not open.
Files have mode 600 and are never overwritten. ``comity.node.token`` keeps signing keys in a PKCS#11 token instead.
"""

import os
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.errors.node import KeyExists, KeyMissing, KeyStoreUnsupported, SecretDiffers, TokenUnusable
from comity.foundation.identity import SealingKey, SigningKey, Suite
from comity.node.installation import Installation
from comity.node.keyring import Ring, generation
from comity.words import AuthorityId

Entropy = Callable[[int], bytes]
ROOT, NODE, LOG = "root", "node", "log"
FILES, TOKEN = "files", "pkcs11"
_SECOND = re.compile(r"\.second(\.[0-9]+)?$")
_NONCE = 12
_PURPOSE = b"comity key file v1"


class KeyStore(Protocol):
    """Where a node's keys are kept: in files, or in a token."""

    @property
    def ring(self) -> Ring:
        """Which of its keys each use signs with."""
        ...

    def holds(self, name: str) -> bool:
        """Say whether a key is kept under exactly this ``name``."""
        ...

    def signing(self, use: str) -> SigningKey:
        """Return the key with which ``use`` signs now, or raise KeyMissing."""
        ...

    def named(self, name: str) -> SigningKey:
        """Return the signing key of exactly this ``name``, or raise KeyMissing."""
        ...

    def sealing(self, use: str) -> SealingKey:
        """Return the newest sealing key of ``use``, or raise KeyMissing."""
        ...

    def opening(self, use: str) -> tuple[SealingKey, ...]:
        """Return every sealing key of ``use``, the newest first, or raise KeyMissing."""
        ...

    def make(self, name: str, entropy: Entropy) -> None:
        """Make a new key and keep it under ``name``, or raise KeyExists."""
        ...


class FileKeyStore:
    """Keys in encrypted files; an unlocked key is kept in memory for as long as the process lives."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._folder = folder
        self._cipher = ChaCha20Poly1305(HKDF(SHA256(), 32, None, _PURPOSE).derive(secret))
        self._signing: dict[str, SigningKey] = {}
        self._sealing: dict[str, SealingKey] = {}
        self._ring = Ring(folder / "ring.json")

    @property
    def ring(self) -> Ring:
        """Which of its keys each use signs with."""
        return self._ring

    def holds(self, name: str) -> bool:
        """Say whether a key is kept under exactly this ``name``."""
        return self._file(name).exists()

    def signing(self, use: str) -> SigningKey:
        """Return the key with which ``use`` signs now, or raise KeyMissing or SecretDiffers."""
        return self.named(self._ring.name(use))

    def named(self, name: str) -> SigningKey:
        """Return the signing key of exactly this ``name``, or raise KeyMissing or SecretDiffers."""
        if name not in self._signing:
            self._signing[name] = SigningKey.from_seed(self._seed(name), suite_of(name))
        return self._signing[name]

    def sealing(self, use: str) -> SealingKey:
        """Return the newest sealing key of ``use``, or raise KeyMissing or SecretDiffers."""
        return self.opening(use)[0]

    def opening(self, use: str) -> tuple[SealingKey, ...]:
        """Return every sealing key of ``use``, the newest first, or raise KeyMissing or SecretDiffers."""
        number, found = 1, [self._opens(use)]
        while self.holds(name := generation(use, number := number + 1)):
            found.insert(0, self._opens(name))
        return tuple(found)

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

    def _opens(self, name: str) -> SealingKey:
        if name not in self._sealing:
            self._sealing[name] = SealingKey.from_seed(self._seed(name))
        return self._sealing[name]

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


def open_store(node: Installation) -> KeyStore:
    """Open the key store that ``node.toml`` names under ``[keys]``: files, unless it says ``store = "pkcs11"``."""
    files = FileKeyStore(node.home / "keys", node.secret.encode("ascii"))
    told = node.extra.get("keys", {})
    kind = told.get("store", FILES)
    if kind == FILES:
        return files
    if kind != TOKEN:
        raise KeyStoreUnsupported(str(kind)[:40], known=f"{FILES}, {TOKEN}")
    try:  # python-pkcs11 is an extra: most nodes have no token
        token = import_module("comity.node.token")
    except ModuleNotFoundError:
        raise TokenUnusable(str(told.get("token", "")), reason="python-pkcs11 is not installed") from None
    return cast("KeyStore", token.opened(told, files))


def suite_of(name: str) -> Suite:
    """Say in which suite the key ``name`` signs."""
    return Suite.ML_DSA_65 if _SECOND.search(name) else Suite.ED25519


def signing_name(authority: AuthorityId) -> str:
    """Name the key with which ``authority`` signs."""
    return f"{authority[3:]}.signing"


def second_name(authority: AuthorityId) -> str:
    """Name the key with which ``authority`` signs beside it, where a peer asks for that."""
    return f"{authority[3:]}.second"


def sealing_name(authority: AuthorityId) -> str:
    """Name the key with which ``authority`` opens what was sealed for it."""
    return f"{authority[3:]}.sealing"
