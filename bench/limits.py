"""What one core of this machine can do at best: the parts of an exchange, each alone, straight on the libraries.

Nothing of Comity runs here. ``BareExchange`` strings the same parts together as one exchange needs them, without
wire format, HTTP, access table or pages: what our exchange takes beyond it is what is ours to win.
"""

import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from bench.figures import Figure, interleave, median
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
KIB, MIB = 1024, 1024 * 1024


def _store(path: Path) -> sqlite3.Connection:
    """Open a database that commits as ours do: write-ahead log, on disk before the commit returns."""
    opened = sqlite3.connect(path, isolation_level=None)
    opened.execute("PRAGMA journal_mode=WAL")
    opened.execute("PRAGMA synchronous=FULL")
    opened.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, content BLOB)")
    return opened


def _commit(store: sqlite3.Connection, content: bytes) -> None:
    store.execute("BEGIN IMMEDIATE")
    store.execute("INSERT INTO kept (content) VALUES (?)", (content,))
    store.execute("COMMIT")


class BareExchange:
    """The least that one exchange does, in one process: two stores, two signers, two sealing keys."""

    def __init__(self, folder: Path) -> None:
        self.sender, self.receiver = _store(folder / "sender"), _store(folder / "receiver")
        self.signing, self.node = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        self.author, self.node_public = self.signing.public_key(), self.node.public_key()
        self.key = MLKEM768X25519PrivateKey(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())
        self.recipient = self.key.public_key()

    def close(self) -> None:
        """Close both stores."""
        self.sender.close()
        self.receiver.close()

    def __call__(self, payload: bytes) -> None:
        """Sign, seal, commit; open, verify, commit, sign the receipt; verify it and commit."""
        signature = self.signing.sign(payload)
        file_key = ChaCha20Poly1305.generate_key()
        headers = [SUITE.encrypt(file_key, self.recipient) for _ in ("addressee", "own archive")]
        sealed = ChaCha20Poly1305(file_key).encrypt(bytes(12), payload, None)
        digest = hashlib.sha256(sealed).digest()
        _commit(self.sender, sealed)

        opened = ChaCha20Poly1305(SUITE.decrypt(headers[0], self.key)).decrypt(bytes(12), sealed, None)
        self.author.verify(signature, opened)
        if hashlib.sha256(sealed).digest() != digest:
            raise ValueError("the digest moved")
        _commit(self.receiver, sealed)
        checkpoint, receipt = self.node.sign(digest), self.node.sign(digest + signature)

        self.node_public.verify(receipt, digest + signature)
        self.node_public.verify(checkpoint, digest)
        _commit(self.sender, receipt)


def _rate(work: Callable[[], object], *, seconds: float) -> Callable[[], float]:
    """Make of ``work`` a contender that answers how often a second it was done."""

    def contender() -> float:
        since, done = time.perf_counter(), 0
        while (spent := time.perf_counter() - since) < seconds:
            work()
            done += 1
        return done / spent

    return contender


def measure(*, quick: bool) -> list[Figure]:
    """Measure signatures, encapsulations, hashing, sealing and durable commits, one by one."""
    rounds, seconds = (1, 0.02) if quick else (7, 0.2)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-")))
        bare = stack.enter_context(closing(BareExchange(folder)))
        act, block = os.urandom(10 * KIB), os.urandom(MIB)
        signature, enclosed = bare.signing.sign(act), SUITE.encrypt(bytes(16), bare.recipient)
        cipher = ChaCha20Poly1305(bytes(32))
        work: dict[tuple[str, str, float], Callable[[], object]] = {
            ("Ed25519 signature over 10 KiB", "/s", 1): lambda: bare.signing.sign(act),
            ("Ed25519 verification over 10 KiB", "/s", 1): lambda: bare.author.verify(signature, act),
            ("HPKE ML-KEM-768 + X25519, enclose a key", "/s", 1): lambda: SUITE.encrypt(
                bytes(16), bare.recipient
            ),
            ("HPKE ML-KEM-768 + X25519, open it", "/s", 1): lambda: SUITE.decrypt(enclosed, bare.key),
            ("SHA-256 of 1 MiB", "GB/s", MIB / 1e9): lambda: hashlib.sha256(block).digest(),
            ("ChaCha20-Poly1305 of 1 MiB", "GB/s", MIB / 1e9): lambda: cipher.encrypt(bytes(12), block, None),
            ("durable commit of 10 KiB (SQLite, WAL, FULL)", "/s", 1): lambda: _commit(bare.sender, act),
            ("durable commit of 1 MiB", "/s", 1): lambda: _commit(bare.receiver, block),
            ("the bare parts of one exchange of 10 KiB", "/s", 1): lambda: bare(act),
            ("the bare parts of one exchange of 1 MiB", "/s", 1): lambda: bare(block),
        }
        contenders = {name: _rate(each, seconds=seconds) for (name, _, _), each in work.items()}
        kept = interleave(contenders, rounds=rounds)
    return [
        Figure(name=name, value=median(kept[name]) * factor, unit=unit, rounds=rounds)
        for name, unit, factor in work
    ]
