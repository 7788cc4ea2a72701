"""Seal a file of any size in one pass, in constant memory.

Each MiB is read once, hashed into its leaf, sealed in 16 chunks, and written at its final place: the sizes are known
beforehand, so every place is. Two threads take the MiBs in turn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from comity.foundation import trees
from comity.foundation.identity import SealingRecipient
from comity.foundation.sealing.header import FILE_KEY_SIZE, Header
from comity.foundation.sealing.leaves import LEAF, leaf_count, require_salt, salted_leaf
from comity.foundation.sealing.payload import CHUNK, NONCE, SEALED_CHUNK, TAG, Chunks, Layout
from comity.foundation.sealing.ports import Sink, Source, read_exactly
from comity.foundation.sealing.stripes import across

PER_LEAF = LEAF // CHUNK
SEALED_LEAF = PER_LEAF * SEALED_CHUNK


@dataclass(frozen=True, slots=True)
class Sealed:
    """What sealing a file gave, apart from the payload that went into the sink."""

    header: bytes
    salt: bytes
    root: bytes
    leaves: tuple[bytes, ...]
    size: int
    sealed_size: int  # of the payload, without the header


def seal_stream(
    source: Source,
    sink: Sink,
    *,
    recipients: Sequence[SealingRecipient],
    entropy: Callable[[int], bytes],
    salt: bytes,
    threads: int = 2,
    detached: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Sealed:
    """Seal ``source`` into ``sink`` for ``recipients``, and hash its tree under ``salt``.

    With ``detached`` the header is only returned, and the sink holds the payload alone.
    ``progress`` is told, from any of the threads, how many bytes of plaintext were just done.
    """
    require_salt(salt)
    file_key, nonce = entropy(FILE_KEY_SIZE), entropy(NONCE)
    header = Header.write(file_key, recipients)
    layout = Layout(source.size)
    prefix = nonce if detached else header + nonce
    sink.write_at(memoryview(prefix), 0)
    leaves = [b""] * leaf_count(layout.size)

    def worker() -> Callable[[int], None]:
        chunks = Chunks(file_key, nonce, layout)
        plain, sealed = memoryview(bytearray(LEAF)), memoryview(bytearray(SEALED_LEAF))

        def seal_leaf(index: int) -> None:
            piece = plain[: min(LEAF, layout.size - index * LEAF)]
            read_exactly(source, piece, index * LEAF)
            leaves[index] = salted_leaf(salt, index, piece)
            filled = _seal_pieces(chunks, index * PER_LEAF, piece, sealed)
            sink.write_at(sealed[:filled], len(prefix) + index * SEALED_LEAF)
            if progress:
                progress(len(piece))

        return seal_leaf

    across(len(leaves), threads=threads, worker=worker)
    if not leaves:  # nothing is sealed too: one empty last chunk
        empty = memoryview(bytearray(TAG))
        Chunks(file_key, nonce, layout).seal(0, memoryview(b""), empty)
        sink.write_at(empty, len(prefix))
    return Sealed(header, salt, trees.root(leaves), tuple(leaves), layout.size, layout.sealed_size)


def _seal_pieces(chunks: Chunks, first: int, plain: memoryview, into: memoryview) -> int:
    """Seal ``plain`` as the chunks from ``first`` on; returns how much of ``into`` is filled."""
    filled = 0
    for number, start in enumerate(range(0, len(plain), CHUNK), first):
        piece = plain[start : start + CHUNK]
        chunks.seal(number, piece, into[filled : filled + len(piece) + TAG])
        filled += len(piece) + TAG
    return filled
