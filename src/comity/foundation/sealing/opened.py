"""Open a sealed file, whole or any part of it.

1. The header is read and opened with one of the keys.
2. A manifest, where there is one, must name the size that the payload has.
3. The last chunk is opened: it proves where the file ends.
4. Only then are other chunks opened, and each byte given out was in a chunk that opened at its place.
5. A whole file with a manifest must hash to the manifest's root.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from comity.errors.sealing import ChunkAltered, EndUnproved, FileCut, OutsideTheFile, TrailingData
from comity.foundation import trees
from comity.foundation.identity import SealingKey
from comity.foundation.sealing.detached import read_header
from comity.foundation.sealing.header import Header
from comity.foundation.sealing.leaves import LEAF, leaf_count, salted_leaf
from comity.foundation.sealing.manifest import Manifest
from comity.foundation.sealing.payload import CHUNK, NONCE, SEALED_CHUNK, TAG, Chunks, Layout, read_last_chunk
from comity.foundation.sealing.ports import NoSink, Sink, Source, read_exactly
from comity.foundation.sealing.stream import PER_LEAF, SEALED_LEAF
from comity.foundation.sealing.stripes import across


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a whole file proved; without a manifest there is no tree to speak of."""

    size: int
    root: bytes | None
    leaves: tuple[bytes, ...]


class SealedFile:
    """A sealed file whose header opened and whose end is proved; any part of it can be read.

    ``header`` is given where it is kept apart from the payload; else it stands at the beginning of ``source``.
    With a ``manifest``, a file of another length is refused as cut or added to before a chunk is opened.
    """

    def __init__(
        self,
        source: Source,
        keys: Sequence[SealingKey],
        *,
        header: bytes | None = None,
        manifest: Manifest | None = None,
    ) -> None:
        read = read_header(source)[0] if header is None else Header.alone(header)  # 1
        self._source, self._manifest = source, manifest
        self._file_key = read.open(keys)
        self._begin = read.size if header is None else 0
        sealed_size = source.size - self._begin
        if manifest is not None:  # 2
            _require_size(sealed_size, manifest.sealed_size)
        self._layout = Layout.of_payload(sealed_size)
        nonce = memoryview(bytearray(NONCE))
        read_exactly(source, nonce, self._begin)
        self._nonce = bytes(nonce)
        try:  # 3
            self._end = read_last_chunk(source, self._chunks(), self._layout, self._begin)
        except EndUnproved as error:
            if manifest is None:
                raise
            raise ChunkAltered(
                error.place, chunk=self._layout.last
            ) from None  # the length is right, so it was neither cut nor added to

    @property
    def size(self) -> int:
        """The size of the plaintext."""
        return self._layout.size

    def read(self, offset: int, length: int) -> bytes:
        """Open only the chunks that hold ``length`` bytes from ``offset``; raises OutsideTheFile."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise OutsideTheFile(f"byte {offset}", length=length, size=self.size)
        if length == 0:
            return b""
        first, last = offset // CHUNK, (offset + length - 1) // CHUNK
        if first == self._layout.last:  # it stands open already
            return bytes(self._end[offset - first * CHUNK :][:length])
        plain = memoryview(bytearray(last * CHUNK + self._layout.length(last) - first * CHUNK))
        self._open_pieces(
            self._chunks(), first, plain, memoryview(bytearray((last - first + 1) * SEALED_CHUNK))
        )
        return bytes(plain[offset - first * CHUNK :][:length])

    def open_to(self, sink: Sink, *, threads: int = 2, progress: Callable[[int], None] | None = None) -> Opened:
        """Open the whole file into ``sink``; whoever keeps the sink must drop it when this raises."""
        salt = self._manifest.salt if self._manifest else None
        pieces = leaf_count(self.size)
        leaves = [b""] * (pieces if salt else 0)

        def worker() -> Callable[[int], None]:
            chunks = self._chunks()
            plain, sealed = memoryview(bytearray(LEAF)), memoryview(bytearray(SEALED_LEAF))

            def open_leaf(index: int) -> None:
                piece = plain[: min(LEAF, self.size - index * LEAF)]
                self._open_pieces(chunks, index * PER_LEAF, piece, sealed)
                if salt:
                    leaves[index] = salted_leaf(salt, index, piece)
                sink.write_at(piece, index * LEAF)
                if progress:
                    progress(len(piece))

            return open_leaf

        across(pieces, threads=threads, worker=worker)
        opened = Opened(self.size, trees.root(leaves) if salt else None, tuple(leaves))
        if self._manifest is not None:  # 5
            self._manifest.require(opened.size, opened.root)
        return opened

    def verify(self, *, threads: int = 2, progress: Callable[[int], None] | None = None) -> Opened:
        """Open the whole file and keep nothing of it."""
        return self.open_to(NoSink(), threads=threads, progress=progress)

    def _chunks(self) -> Chunks:
        return Chunks(self._file_key, self._nonce, self._layout)

    def _open_pieces(self, chunks: Chunks, first: int, plain: memoryview, sealed: memoryview) -> None:
        """Read and open the chunks from ``first`` on that fill ``plain``; ``sealed`` is room to read into."""
        count = -(-len(plain) // CHUNK)
        read = sealed[: len(plain) + count * TAG]
        read_exactly(self._source, read, self._begin + NONCE + first * SEALED_CHUNK)
        for place in range(count):
            into = plain[place * CHUNK : (place + 1) * CHUNK]
            start = place * SEALED_CHUNK
            chunks.open(first + place, read[start : start + len(into) + TAG], into)


def _require_size(size: int, expected: int) -> None:
    if size < expected:
        raise FileCut(f"byte {size}", expected=expected)
    if size > expected:
        raise TrailingData(f"byte {expected}", size=size)
