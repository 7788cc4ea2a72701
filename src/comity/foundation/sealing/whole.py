"""Seal and open what stands in memory: acts, keys, small files."""

from collections.abc import Callable, Sequence

from comity.foundation.identity import SealingKey, SealingRecipient
from comity.foundation.sealing.header import FILE_KEY_SIZE, Header
from comity.foundation.sealing.opened import SealedFile
from comity.foundation.sealing.payload import CHUNK, NONCE, SEALED_CHUNK, TAG, Chunks, Layout
from comity.foundation.sealing.ports import MemorySource


def seal(plaintext: bytes, *, recipients: Sequence[SealingRecipient], entropy: Callable[[int], bytes]) -> bytes:
    """Seal ``plaintext`` as one age file that any of ``recipients`` can open."""
    file_key, nonce, layout = entropy(FILE_KEY_SIZE), entropy(NONCE), Layout(len(plaintext))
    prefix = Header.write(file_key, recipients) + nonce
    sealed = bytearray(len(prefix) - NONCE + layout.sealed_size)
    sealed[: len(prefix)] = prefix
    plain, into, chunks = (
        memoryview(plaintext),
        memoryview(sealed)[len(prefix) :],
        Chunks(file_key, nonce, layout),
    )
    for chunk in range(layout.chunks):
        piece = plain[chunk * CHUNK : (chunk + 1) * CHUNK]
        chunks.seal(chunk, piece, into[chunk * SEALED_CHUNK : chunk * SEALED_CHUNK + len(piece) + TAG])
    return bytes(sealed)


def unseal(sealed: bytes, *, keys: Sequence[SealingKey]) -> bytes:
    """Open one age file with any of ``keys``, all of it or nothing."""
    opened = SealedFile(MemorySource(sealed), keys)
    return opened.read(0, opened.size)
