"""Sealing a stream: one pass, the same file whatever the number of threads, constant memory."""

import os
import tracemalloc
from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from comity.errors.sealing import NoRecipients, SourceChanged, UnsafeSalt
from comity.foundation import trees
from comity.foundation.identity import SealingKey
from comity.foundation.sealing import LEAF, Header, MemorySink, MemorySource, SealedFile, seal_stream, unseal

KEY = SealingKey.from_seed(bytes(32))
SALT = bytes(range(32))


def seal_to_memory(plain: bytes, *, threads: int = 2) -> tuple[bytes, object]:
    sink = MemorySink(len(plain) + len(plain) // 1000 + 4000)
    sealed = seal_stream(
        MemorySource(plain), sink, recipients=[KEY.recipient], entropy=os.urandom, salt=SALT, threads=threads
    )
    return bytes(sink.content[: len(sealed.header) + sealed.sealed_size]), sealed


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("size", [0, 1, 65536, LEAF, LEAF + 1, 3 * LEAF + 12345])
def test_a_stream_opens_as_one_file(size: int, threads: int) -> None:
    plain = os.urandom(size)
    content, sealed = seal_to_memory(plain, threads=threads)
    assert unseal(content, keys=[KEY]) == plain
    assert (sealed.size, sealed.salt) == (size, SALT)


@given(st.integers(0, 3 * LEAF))
def test_the_tree_is_that_of_the_salted_plaintext(size: int) -> None:
    """Written out again without our code: leaf i hashes 0x00, the salt, i in 8 bytes, and the i-th MiB."""
    plain = bytes(size)
    leaves = [
        sha256(b"\x00" + SALT + (at // LEAF).to_bytes(8, "big") + plain[at : at + LEAF]).digest()
        for at in range(0, size, LEAF)
    ]
    _, sealed = seal_to_memory(plain)
    assert list(sealed.leaves) == leaves
    assert sealed.root == trees.root(leaves)


def test_equal_pieces_and_equal_files_do_not_show_as_equal() -> None:
    _, sealed = seal_to_memory(bytes(2 * LEAF))
    assert sealed.leaves[0] != sealed.leaves[1]
    other = seal_stream(
        MemorySource(bytes(2 * LEAF)),
        MemorySink(3 * LEAF),
        recipients=[KEY.recipient],
        entropy=os.urandom,
        salt=bytes(32),
    )
    assert other.root != sealed.root


def test_a_detached_header_leaves_the_payload_alone_in_the_sink() -> None:
    plain, sink = os.urandom(100_000), MemorySink(100_048)
    sealed = seal_stream(
        MemorySource(plain), sink, recipients=[KEY.recipient], entropy=os.urandom, salt=SALT, detached=True
    )
    assert sealed.sealed_size == len(sink.content)
    assert Header.parse(sealed.header).size == len(sealed.header)
    assert SealedFile(MemorySource(sink.content), [KEY], header=sealed.header).read(0, 100_000) == plain
    assert unseal(sealed.header + sink.content, keys=[KEY]) == plain


def test_progress_tells_every_byte_once() -> None:
    told: list[int] = []
    plain = bytes(3 * LEAF + 5)
    sink = MemorySink(4 * LEAF)
    seal_stream(
        MemorySource(plain),
        sink,
        recipients=[KEY.recipient],
        entropy=os.urandom,
        salt=SALT,
        progress=told.append,
    )
    assert sum(told) == len(plain)
    SealedFile(MemorySource(sink.content[: unsealed_end(sink, plain)]), [KEY]).verify(progress=told.append)
    assert sum(told) == 2 * len(plain)


def unsealed_end(sink: MemorySink, plain: bytes) -> int:
    return Header.parse(bytes(sink.content[:32768])).size + 16 + len(plain) + 16 * 49


def test_memory_does_not_grow_with_the_file() -> None:
    class Endless:
        """A quarter of a gibibyte of zeros that stands nowhere."""

        size = 256 * LEAF

        def read_at(self, buffer: memoryview, _offset: int) -> int:
            return len(buffer)

    class Nowhere:
        """Takes all and keeps nothing."""

        def write_at(self, piece: memoryview, _offset: int) -> None:
            pass

    tracemalloc.start()
    seal_stream(Endless(), Nowhere(), recipients=[KEY.recipient], entropy=os.urandom, salt=SALT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * LEAF


@pytest.mark.parametrize("salt", [b"", bytes(16), bytes(31), bytes(33)])
def test_a_salt_that_protects_less_is_our_own_mistake(salt: bytes) -> None:
    with pytest.raises(UnsafeSalt):
        seal_stream(
            MemorySource(b"x"), MemorySink(9000), recipients=[KEY.recipient], entropy=os.urandom, salt=salt
        )


def test_nobody_to_seal_for_is_refused_before_a_byte_is_written() -> None:
    sink = MemorySink(100)
    with pytest.raises(NoRecipients):
        seal_stream(MemorySource(b"x"), sink, recipients=[], entropy=os.urandom, salt=SALT)
    assert bytes(sink.content) == bytes(100)


def test_a_source_that_ends_too_early_is_named() -> None:
    class Shrinking(MemorySource):
        """Memory that promises more than it has."""

        size = 5 * LEAF

    with pytest.raises(SourceChanged) as refused:
        seal_stream(
            Shrinking(bytes(2 * LEAF)),
            MemorySink(6 * LEAF),
            recipients=[KEY.recipient],
            entropy=os.urandom,
            salt=SALT,
        )
    assert refused.value.place == f"byte {2 * LEAF}"
