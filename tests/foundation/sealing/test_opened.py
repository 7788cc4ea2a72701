"""Opening whole files and parts of them; each attack on a sealed file is refused by its own name."""

import os
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, strategies as st

from comity.errors.sealing import (
    ChunkAltered,
    ChunkSwapped,
    EmptyLastChunk,
    EndUnproved,
    FileCut,
    ManifestRootWrong,
    OutsideTheFile,
    SourceChanged,
    TrailingData,
)
from comity.foundation.identity import SealingKey
from comity.foundation.sealing import (
    LEAF,
    Manifest,
    MemorySink,
    MemorySource,
    Sealed,
    SealedFile,
    seal_stream,
)
from comity.foundation.sealing.payload import NONCE, SEALED_CHUNK, TAG, Chunks, Layout

KEY = SealingKey.from_seed(bytes(32))
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: plain, sealed, and what is said of it."""

    plain: bytes
    content: bytes
    sealed: Sealed
    manifest: Manifest

    @property
    def begin(self) -> int:
        return len(self.sealed.header) + NONCE

    def place(self, chunk: int) -> int:
        return self.begin + chunk * SEALED_CHUNK

    def open(self, content: bytes, *, told: bool = True) -> bytes:
        file = SealedFile(MemorySource(content), [KEY], manifest=self.manifest if told else None)
        sink = MemorySink(file.size)
        file.open_to(sink)
        return bytes(sink.content)


def make(size: int) -> Piece:
    plain = os.urandom(size)
    sink = MemorySink(size + 200_000)
    sealed = seal_stream(
        MemorySource(plain), sink, recipients=[KEY.recipient], entropy=os.urandom, salt=os.urandom(32)
    )
    content = bytes(sink.content[: len(sealed.header) + sealed.sealed_size])
    return Piece(
        plain, content, sealed, Manifest.of(sealed, name="a.bin", media_type="application/octet-stream")
    )


PIECE = make(2 * LEAF + 3 * CHUNK + 1000)  # 36 chunks, the last one short
EVEN = make(4 * CHUNK)  # the last chunk is full
CHUNKS = Layout(len(PIECE.plain)).chunks


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, LEAF - 1, LEAF, LEAF + 1, 2 * LEAF])
def test_a_whole_file_opens_and_proves_its_manifest(size: int) -> None:
    piece = make(size)
    assert piece.open(piece.content) == piece.plain
    assert piece.open(piece.content, told=False) == piece.plain
    opened = SealedFile(MemorySource(piece.content), [KEY], manifest=piece.manifest).verify()
    assert (opened.root, opened.leaves) == (piece.sealed.root, piece.sealed.leaves)


@pytest.mark.mandate("E4")
@given(st.data())
def test_any_part_can_be_read_alone(data: st.DataObject) -> None:
    size = len(PIECE.plain)
    offset = data.draw(st.integers(0, size) | st.sampled_from([0, CHUNK - 1, CHUNK, size - 1, size]))
    length = data.draw(st.integers(0, size - offset))
    assert SealedFile(MemorySource(PIECE.content), [KEY]).read(offset, length) == PIECE.plain[offset:][:length]


class Counted(MemorySource):
    """Memory that counts what is read of it."""

    read = 0

    def read_at(self, buffer: memoryview, offset: int) -> int:
        self.read += len(buffer)
        return super().read_at(buffer, offset)


def test_a_mib_is_read_without_reading_the_rest() -> None:
    source = Counted(PIECE.content)
    file = SealedFile(source, [KEY])
    opened, source.read = source.read, 0
    assert file.read(LEAF, LEAF) == PIECE.plain[LEAF : 2 * LEAF]
    assert source.read == 16 * SEALED_CHUNK
    assert opened < 2 * SEALED_CHUNK  # header and last chunk


def test_a_damaged_neighbour_does_not_hinder_reading_a_sound_part() -> None:
    file = SealedFile(MemorySource(flipped(PIECE.content, PIECE.place(5))), [KEY])
    assert file.read(6 * CHUNK, CHUNK) == PIECE.plain[6 * CHUNK : 7 * CHUNK]
    with pytest.raises(ChunkAltered, match="chunk 5"):
        file.read(6 * CHUNK - 1, 1)


@pytest.mark.parametrize(("offset", "length"), [(-1, 1), (0, -1), (len(PIECE.plain), 1), (1, len(PIECE.plain))])
def test_what_lies_outside_cannot_be_read(offset: int, length: int) -> None:
    with pytest.raises(OutsideTheFile):
        SealedFile(MemorySource(PIECE.content), [KEY]).read(offset, length)


@given(st.integers(0, CHUNKS - 1), st.data())
def test_a_flipped_byte_is_named_with_its_chunk(chunk: int, data: st.DataObject) -> None:
    sealed_length = Layout(len(PIECE.plain)).length(chunk) + TAG
    place = PIECE.place(chunk) + data.draw(st.integers(0, sealed_length - 1))
    with pytest.raises(ChunkAltered) as refused:
        PIECE.open(flipped(PIECE.content, place))
    assert refused.value.facts == {"chunk": chunk}


def test_of_several_flipped_bytes_the_first_is_named() -> None:
    attacked = PIECE.content
    for chunk in (33, 20, 3, 17):
        attacked = flipped(attacked, PIECE.place(chunk) + 7)
    with pytest.raises(ChunkAltered) as refused:
        PIECE.open(attacked)
    assert refused.value.facts == {"chunk": 3}


def test_a_flipped_byte_of_the_nonce_opens_nothing() -> None:
    with pytest.raises(ChunkAltered):
        PIECE.open(flipped(PIECE.content, PIECE.begin - 1))


@given(st.integers(1, len(PIECE.content) - PIECE.begin))
def test_a_cut_file_is_named_wherever_it_is_cut(missing: int) -> None:
    with pytest.raises(FileCut):
        PIECE.open(PIECE.content[:-missing])


def test_a_file_cut_between_chunks_is_named_without_its_manifest() -> None:
    for chunks in (1, 7, CHUNKS - 1):
        with pytest.raises(FileCut) as refused:
            PIECE.open(PIECE.content[: PIECE.place(chunks)], told=False)
        assert refused.value.place == f"chunk {chunks - 1}"


@given(st.integers(1, CHUNK))
def test_without_a_manifest_a_doubtful_end_is_refused_and_not_guessed_at(missing: int) -> None:
    with pytest.raises((EndUnproved, FileCut, EmptyLastChunk)):
        PIECE.open(PIECE.content[:-missing], told=False)


@given(st.integers(0, CHUNKS - 2), st.integers(0, CHUNKS - 2))
def test_a_swapped_chunk_is_named_with_its_true_place(one: int, two: int) -> None:
    first, second = PIECE.place(one), PIECE.place(two)
    attacked = bytearray(PIECE.content)
    attacked[first : first + SEALED_CHUNK] = PIECE.content[second : second + SEALED_CHUNK]
    attacked[second : second + SEALED_CHUNK] = PIECE.content[first : first + SEALED_CHUNK]
    if one == two:
        assert PIECE.open(bytes(attacked)) == PIECE.plain
        return
    with pytest.raises(ChunkSwapped) as refused:
        PIECE.open(bytes(attacked))
    assert refused.value.facts == {"chunk": min(one, two), "belongs": max(one, two)}


def test_a_repeated_chunk_is_a_swapped_one() -> None:
    begin, end = PIECE.place(4), PIECE.place(5)
    attacked = PIECE.content[:end] + PIECE.content[begin:end] + PIECE.content[end + SEALED_CHUNK :]
    with pytest.raises(ChunkSwapped) as refused:
        PIECE.open(attacked)
    assert refused.value.facts == {"chunk": 5, "belongs": 4}


def test_the_last_chunk_moved_forward_is_named() -> None:
    last, other = EVEN.place(3), EVEN.place(1)
    attacked = (
        EVEN.content[:other]
        + EVEN.content[last:]
        + EVEN.content[other + SEALED_CHUNK : last]
        + EVEN.content[other : other + SEALED_CHUNK]
    )
    with pytest.raises(ChunkSwapped) as refused:
        EVEN.open(attacked)
    assert refused.value.facts == {"chunk": 3, "belongs": 1}


def test_a_chunk_of_another_file_for_the_same_recipient_is_altered() -> None:
    other = make(len(PIECE.plain))
    attacked = (
        PIECE.content[: PIECE.place(2)]
        + other.content[other.place(2) : other.place(3)]
        + PIECE.content[PIECE.place(3) :]
    )
    with pytest.raises(ChunkAltered):
        PIECE.open(attacked)


@pytest.mark.parametrize("piece", [PIECE, EVEN])
@pytest.mark.parametrize("count", [1, 15, 16, 17, CHUNK, SEALED_CHUNK])
def test_added_bytes_are_named(piece: Piece, count: int) -> None:
    with pytest.raises(TrailingData):
        piece.open(piece.content + os.urandom(count))
    with pytest.raises((EndUnproved, EmptyLastChunk, ChunkAltered)):
        piece.open(piece.content + os.urandom(count), told=False)


def test_two_ends_in_one_payload_are_refused() -> None:
    """Whoever holds the file key could seal a chunk as last and go on: the early end is named."""
    layout, begin = Layout(4 * CHUNK), EVEN.begin
    file = SealedFile(MemorySource(EVEN.content), [KEY])
    early = Chunks(file._file_key, file._nonce, Layout(2 * CHUNK))  # for which chunk 1 is the last
    sealed = memoryview(bytearray(SEALED_CHUNK))
    early.seal(1, memoryview(EVEN.plain)[CHUNK : 2 * CHUNK], sealed)
    attacked = EVEN.content[: begin + SEALED_CHUNK] + bytes(sealed) + EVEN.content[begin + 2 * SEALED_CHUNK :]
    with pytest.raises(TrailingData, match="chunk 1"):
        EVEN.open(attacked)
    assert layout.last == 3


def test_an_empty_last_chunk_is_refused() -> None:
    with pytest.raises(EmptyLastChunk):
        EVEN.open(EVEN.content + bytes(TAG), told=False)


def test_a_sound_file_that_is_not_the_one_described_is_refused() -> None:
    other = make(len(PIECE.plain))
    for manifest in (other.manifest, replace(PIECE.manifest, salt=bytes(32))):
        with pytest.raises(ManifestRootWrong):
            SealedFile(MemorySource(PIECE.content), [KEY], manifest=manifest).verify()


def test_a_file_that_shrinks_under_our_hands_is_named() -> None:
    class Shrinking(MemorySource):
        """Memory that promises more than it has."""

        size = len(PIECE.content) + SEALED_CHUNK

    with pytest.raises(SourceChanged):
        SealedFile(Shrinking(PIECE.content), [KEY])


def test_a_refused_chunk_leaves_no_plaintext_behind() -> None:
    layout = Layout(len(PIECE.plain))
    file = SealedFile(MemorySource(PIECE.content), [KEY])
    chunks = Chunks(file._file_key, file._nonce, layout)
    begin, into = PIECE.place(9), memoryview(bytearray(CHUNK))
    with pytest.raises(ChunkSwapped):  # it was opened under its true number to be named
        chunks.open(8, memoryview(PIECE.content)[begin : begin + SEALED_CHUNK], into)
    assert bytes(into) == bytes(CHUNK)
