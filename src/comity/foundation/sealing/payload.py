"""The payload of a sealed file: chunks of 64 KiB, each sealed for its own place.

    nonce (16 bytes), then each chunk followed by its tag of 16 bytes

* The payload key comes from the file key and the nonce.                                        C2SP age, Payload
* A chunk's own nonce is its number in 11 bytes and one byte that is 1 for the last chunk: a chunk opens only at
  its place, and only the true end opens as the end.
* The last chunk is not empty, unless the whole is.
* Before anything else is believed, the last chunk is opened: it fixes the length.

A chunk that does not open is looked at again, to say what happened to it: it may open under another number (it was
moved), or open as an inner chunk at the end (the file was cut), or as the end before the end (bytes were added).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from comity.errors.sealing import ChunkAltered, ChunkSwapped, EmptyLastChunk, EndUnproved, FileCut, TrailingData
from comity.foundation.sealing.header import derive
from comity.foundation.sealing.ports import Source, read_exactly

CHUNK = 64 * 1024
TAG = 16
NONCE = 16
SEALED_CHUNK = CHUNK + TAG
_NEAR = 16 * 1024  # how many places before and after are tried for a moved chunk: 1 GiB each way


@dataclass(frozen=True, slots=True)
class Layout:
    """How many chunks a payload has, and how long its plaintext is."""

    size: int

    @classmethod
    def of_payload(cls, sealed_size: int) -> Self:
        """Work the layout out of the size of a payload, or raise FileCut, EndUnproved or EmptyLastChunk."""
        sealed = sealed_size - NONCE
        chunks = -(-sealed // SEALED_CHUNK)
        rest = sealed - (chunks - 1) * SEALED_CHUNK
        if sealed < TAG:
            raise FileCut(f"byte {sealed_size}")
        if rest < TAG:
            raise EndUnproved(f"chunk {chunks - 1}")
        if rest == TAG and chunks > 1:
            raise EmptyLastChunk(f"chunk {chunks - 1}", chunk=chunks - 1)
        return cls(sealed - chunks * TAG)

    @property
    def chunks(self) -> int:
        """How many chunks; at least one."""
        return max(1, -(-self.size // CHUNK))

    @property
    def last(self) -> int:
        """The number of the last chunk."""
        return self.chunks - 1

    @property
    def sealed_size(self) -> int:
        """The size of the payload: nonce, chunks and tags."""
        return NONCE + self.size + TAG * self.chunks

    def length(self, chunk: int) -> int:
        """How much plaintext ``chunk`` holds."""
        return CHUNK if chunk < self.last else self.size - self.last * CHUNK


class Chunks:
    """Seals and opens chunks under one payload key; each thread takes its own."""

    def __init__(self, file_key: bytes, nonce: bytes, layout: Layout) -> None:
        self._cipher = ChaCha20Poly1305(derive(file_key, salt=nonce, info=b"payload"))
        self._layout = layout

    def seal(self, chunk: int, plain: memoryview, into: memoryview) -> None:
        """Seal ``plain`` as ``chunk``; ``into`` is longer by the tag."""
        self._cipher.encrypt_into(_nonce(chunk, last=chunk == self._layout.last), plain, None, into)

    def open(self, chunk: int, sealed: memoryview, into: memoryview) -> None:
        """Open ``sealed`` as ``chunk``, or raise what became of it; ``into`` is shorter by the tag."""
        if not self._opens(_nonce(chunk, last=chunk == self._layout.last), sealed, into):
            self._explain(chunk, sealed, into)

    def _opens(self, nonce: bytes, sealed: memoryview, into: memoryview) -> bool:
        try:
            self._cipher.decrypt_into(nonce, sealed, None, into)
        except InvalidTag:
            return False
        return True

    def _explain(self, chunk: int, sealed: memoryview, into: memoryview) -> None:
        """Raise the name of what happened to a chunk that does not open at its place."""
        last, place = self._layout.last, f"chunk {chunk}"
        whole = len(sealed) == SEALED_CHUNK
        try:
            if chunk < last and self._opens(_nonce(chunk, last=True), sealed, into):
                raise TrailingData(place)
            if chunk == last and whole and self._opens(_nonce(chunk, last=False), sealed, into):
                raise FileCut(place)
            for other in _neighbours(chunk, self._layout.chunks if whole else 0):
                if self._opens(_nonce(other, last=other == last), sealed, into):
                    raise ChunkSwapped(place, chunk=chunk, belongs=other)
            if chunk == last and not whole:
                raise EndUnproved(place)
            raise ChunkAltered(place, chunk=chunk)
        finally:
            into[:] = bytes(len(into))


def read_last_chunk(source: Source, chunks: Chunks, layout: Layout, begin: int) -> memoryview:
    """Open the last chunk of the payload that begins at ``begin``: it proves where the file ends."""
    sealed = memoryview(bytearray(layout.length(layout.last) + TAG))
    plain = memoryview(bytearray(len(sealed) - TAG))
    read_exactly(source, sealed, begin + NONCE + layout.last * SEALED_CHUNK)
    chunks.open(layout.last, sealed, plain)
    return plain


def _nonce(chunk: int, *, last: bool) -> bytes:
    return chunk.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _neighbours(chunk: int, chunks: int) -> Iterator[int]:
    """Name the other places, nearest first, up to a limit that keeps a refusal quick."""
    for distance in range(1, _NEAR):
        if chunk + distance < chunks:
            yield chunk + distance
        if distance <= chunk < chunks:
            yield chunk - distance
