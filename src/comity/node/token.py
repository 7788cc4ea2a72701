"""Signing keys in a PKCS#11 token: a hardware module, a smart card, or SoftHSM.

    [keys]                                          in node.toml
    store = "pkcs11"
    module = "/usr/lib/softhsm/libsofthsm2.so"      the library of the token's maker
    token = "comity XA"                             the label of the token
    pin_file = "/run/secrets/comity-pin"            or the environment variable COMITY_TOKEN_PIN

* In the token live the keys that sign in Ed25519, which PKCS#11 3.0 calls EdDSA: those of the root, the node, the
  record and the authorities. They are made there, marked sensitive and not extractable, and never leave it.
* Keys of ML-DSA-65 and keys that open seals stay in encrypted files: PKCS#11 knows ML-DSA and ML-KEM only
  since 3.2, and none for HPKE over ML-KEM-768 and X25519. SoftHSM 2.6 and today's modules have neither.
* A use whose key was made in a file keeps it there until its next rotation, which makes the new key in the token.
* The PIN is read once, and never printed. A PIN that was refused is not tried again by the same process: a token locks
  itself after a few. One session serves all threads of a process, one signature at a time.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.types import Session

from comity.errors import ComityError
from comity.errors.node import KeyExists, KeyMissing, TokenPinMissing, TokenUnusable
from comity.foundation.identity import SealingKey, SigningKey, Suite, VerifyingKey
from comity.node.keyring import Ring, use_of
from comity.node.keystore import Entropy, FileKeyStore, suite_of

PIN = "COMITY_TOKEN_PIN"
_EDWARDS25519 = bytes.fromhex("06032b6570")  # the object identifier 1.3.101.112, RFC 8410
_POINT = 32
_SEALING = ".sealing"
_PIN_REFUSED = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked, pkcs11.PinExpired)
_PROBE = b"comity: is this the secret half of the public key beside it?"
T = TypeVar("T")


class Token:
    """One token, opened with its PIN when it is first needed, and again after it has failed."""

    def __init__(self, module: str, label: str, pin: str) -> None:
        self._module, self._label, self._pin = module, label, pin
        self._lock = Lock()
        self._open: Session | None = None
        self._refused = ""
        self._process = os.getpid()

    def use(self, ask: Callable[[Session], T]) -> T:
        """Ask something of the token, or raise TokenUnusable with the name of what went wrong."""
        with self._lock:
            if self._refused:
                raise TokenUnusable(self._label, reason=self._refused)
            try:
                if self._process != os.getpid():
                    self._begin_anew()
                if self._open is None:
                    self._open = self._session()
                return ask(self._open)
            except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
                self._open = None
                self._refused = type(error).__name__ if isinstance(error, _PIN_REFUSED) else ""
                raise TokenUnusable(
                    self._label, reason=type(error).__name__
                ) from None  # its text may tell more

    def _begin_anew(self) -> None:
        """Begin again in a process that was forked: what its parent had opened is not its own."""
        if self._open is not None:
            pkcs11.lib(self._module).reinitialize()
        self._open, self._process = None, os.getpid()

    def _session(self) -> Session:
        token = pkcs11.lib(self._module).get_token(token_label=self._label)
        try:
            return token.open(rw=True, user_pin=self._pin)
        except pkcs11.UserAlreadyLoggedIn:  # a process signs in once, for all its sessions
            return token.open(rw=True)

    def __repr__(self) -> str:
        return f"Token({self._label})"


class Held:
    """The secret half of one key in the token: it signs there."""

    def __init__(self, token: Token, name: str) -> None:
        self._token, self._name = token, name
        self._key = token.use(lambda session: _find(session, ObjectClass.PRIVATE_KEY, name))

    def sign(self, data: bytes, /) -> bytes:
        """Have the token sign ``data``; a session that was lost is opened once more."""
        try:
            return self._signed(data)
        except TokenUnusable:
            self._key = self._token.use(lambda session: _find(session, ObjectClass.PRIVATE_KEY, self._name))
            return self._signed(data)

    def _signed(self, data: bytes) -> bytes:
        key = self._key
        return self._token.use(lambda _session: bytes(key.sign(data, mechanism=Mechanism.EDDSA)))


class TokenKeyStore:
    """Keys that sign in Ed25519 in a token, all others in the files."""

    def __init__(self, token: Token, files: FileKeyStore) -> None:
        self._token, self._files = token, files
        self._signing: dict[str, SigningKey] = {}

    @property
    def ring(self) -> Ring:
        """Which of its keys each use signs with."""
        return self._files.ring

    def holds(self, name: str) -> bool:
        """Say whether a key is kept under exactly this ``name``, in the token or in a file."""
        return self._files.holds(name) or (_belongs(name) and self._inside(name))

    def signing(self, use: str) -> SigningKey:
        """Return the key with which ``use`` signs now, or raise KeyMissing or TokenUnusable."""
        return self.named(self.ring.name(use))

    def named(self, name: str) -> SigningKey:
        """Return the signing key of exactly this ``name``, or raise KeyMissing or TokenUnusable."""
        if name not in self._signing:
            from_file = not _belongs(name) or self._files.holds(name)
            self._signing[name] = self._files.named(name) if from_file else self._held(name)
        return self._signing[name]

    def sealing(self, use: str) -> SealingKey:
        """Return the newest sealing key of ``use`` from its file, or raise KeyMissing or SecretDiffers."""
        return self._files.sealing(use)

    def opening(self, use: str) -> tuple[SealingKey, ...]:
        """Return every sealing key of ``use`` from its file, the newest first, or raise KeyMissing or SecretDiffers."""
        return self._files.opening(use)

    def make(self, name: str, entropy: Entropy) -> None:
        """Make a new key under ``name``: in the token by its own chance, or in a file from ``entropy``."""
        if not _belongs(name):
            self._files.make(name, entropy)
            return
        if self.holds(name):
            raise KeyExists(name)
        self._token.use(lambda session: _generate(session, name))

    def _inside(self, name: str) -> bool:
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: name}
        return self._token.use(lambda session: any(True for _ in session.get_objects(wanted)))

    def _held(self, name: str) -> SigningKey:
        if not self._inside(name):
            raise KeyMissing(name)
        public = VerifyingKey(self._token.use(lambda session: _point(session, name)))
        key = SigningKey.held(public, by=Held(self._token, name))
        try:
            public.verify(key.sign(_PROBE), _PROBE)
        except ComityError as refusal:
            raise TokenUnusable(name, reason=refusal.code) from None
        return key


def opened(told: Mapping[str, Any], files: FileKeyStore) -> TokenKeyStore:
    """Open the token that ``node.toml`` names under ``[keys]``, or raise TokenPinMissing."""
    return TokenKeyStore(Token(str(told.get("module", "")), str(told.get("token", "")), _pin(told)), files)


def _pin(told: Mapping[str, Any]) -> str:
    if "pin_file" in told:
        try:
            return Path(told["pin_file"]).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise TokenPinMissing(Path(told["pin_file"]).name) from None
    pin = os.environ.get(PIN, "")
    if not pin:
        raise TokenPinMissing(PIN)
    return pin


def _belongs(name: str) -> bool:
    """Say whether a key of this name lives in the token."""
    return suite_of(name) is Suite.ED25519 and not use_of(name).endswith(_SEALING)


def _find(session: Session, kind: ObjectClass, name: str) -> Any:
    return session.get_key(object_class=kind, label=name)


def _point(session: Session, name: str) -> bytes:
    """Read the public half; tokens wrap its 32 bytes as an octet string, a bit string, or not at all."""
    return bytes(_find(session, ObjectClass.PUBLIC_KEY, name)[Attribute.EC_POINT])[-_POINT:]


def _generate(session: Session, name: str) -> None:
    curve = session.create_domain_parameters(
        KeyType.EC_EDWARDS, {Attribute.EC_PARAMS: _EDWARDS25519}, local=True
    )
    curve.generate_keypair(
        mechanism=Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
        store=True,
        label=name,
        id=name.encode(),
        private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
    )
