"""The age command of Debian reads our headers and payloads, and we read its own.

That command knows only classical recipients, which we refuse. So the test itself encloses the file key for one and
takes it out again, by the words of C2SP age, "X25519"; the header, its MAC and the payload are ours.
"""

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.errors.sealing import UnknownStanza
from comity.foundation.identity import SealingKey, bech32
from comity.foundation.sealing import Header, MemorySource, unseal
from comity.foundation.sealing.header import FILE_KEY_SIZE, Stanza, write_header
from comity.foundation.sealing.payload import CHUNK, NONCE, SEALED_CHUNK, TAG, Chunks, Layout, read_last_chunk

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 77]


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, X25519PrivateKey]:
    """A classical identity, as the command keeps it in a file."""
    if not shutil.which("age"):
        pytest.skip("the age command is not installed: classical age is not tried")
    raw = X25519PrivateKey.generate()
    path = tmp_path_factory.mktemp("age") / "identity"
    path.write_text(bech32.encode("age-secret-key-", raw.private_bytes_raw()).upper() + "\n")
    return path, raw


def age(*words: object, plain: bytes) -> bytes:
    done = subprocess.run(["age", *map(str, words)], input=plain, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def letters(raw: bytes) -> str:
    return base64.b64encode(raw).rstrip(b"=").decode("ascii")


def wrapping(shared: bytes, share: bytes, recipient: bytes) -> ChaCha20Poly1305:
    salt, info = share + recipient, b"age-encryption.org/v1/X25519"
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, info).derive(shared))


def enclosed(file_key: bytes, recipient: X25519PublicKey) -> Stanza:
    own = X25519PrivateKey.generate()
    share, to = own.public_key().public_bytes_raw(), recipient.public_bytes_raw()
    body = wrapping(own.exchange(recipient), share, to).encrypt(bytes(12), file_key, None)
    return Stanza(("X25519", letters(share)), body)


def disclosed(stanza: Stanza, secret: X25519PrivateKey) -> bytes:
    share = base64.b64decode(stanza.arguments[1] + "=")
    shared = secret.exchange(X25519PublicKey.from_public_bytes(share))
    cipher = wrapping(shared, share, secret.public_key().public_bytes_raw())
    return cipher.decrypt(bytes(12), stanza.body, None)


@pytest.mark.parametrize("size", SIZES)
def test_the_command_opens_a_header_and_a_payload_of_ours(
    size: int, secret: tuple[Path, X25519PrivateKey]
) -> None:
    plain, file_key, nonce, layout = (
        os.urandom(size),
        os.urandom(FILE_KEY_SIZE),
        os.urandom(NONCE),
        Layout(size),
    )
    header = write_header(file_key, [enclosed(file_key, secret[1].public_key())])
    chunks, payload = Chunks(file_key, nonce, layout), bytearray(layout.sealed_size - NONCE)
    for chunk in range(layout.chunks):
        piece = memoryview(plain)[chunk * CHUNK :][: layout.length(chunk)]
        chunks.seal(chunk, piece, memoryview(payload)[chunk * SEALED_CHUNK :][: len(piece) + TAG])
    assert age("-d", "-i", secret[0], plain=header + nonce + payload) == plain


@pytest.mark.parametrize("size", SIZES)
def test_we_read_a_header_and_a_payload_of_the_command(
    size: int, secret: tuple[Path, X25519PrivateKey]
) -> None:
    plain = os.urandom(size)
    recipient = bech32.encode("age", secret[1].public_key().public_bytes_raw())
    sealed = age("-r", recipient, plain=plain)
    header = Header.parse(sealed)
    file_key = disclosed(header.stanzas[0], secret[1])
    header.prove(file_key)
    payload = sealed[header.size :]
    layout = Layout.of_payload(len(payload))
    chunks, opened = Chunks(file_key, payload[:NONCE], layout), bytearray(layout.size)
    read_last_chunk(MemorySource(payload), chunks, layout, 0)
    for chunk in range(layout.chunks):
        start, into = NONCE + chunk * SEALED_CHUNK, memoryview(opened)[chunk * CHUNK :][: layout.length(chunk)]
        chunks.open(chunk, memoryview(payload)[start : start + len(into) + TAG], into)
    assert opened == plain


def test_what_the_command_seals_is_refused_at_our_door(secret: tuple[Path, X25519PrivateKey]) -> None:
    recipient = bech32.encode("age", secret[1].public_key().public_bytes_raw())
    with pytest.raises(UnknownStanza):
        unseal(age("-r", recipient, plain=b"evidence"), keys=[SealingKey.from_seed(bytes(32))])
