"""The published test vectors of age (C2SP CCTV), all that need neither a passphrase nor armour.

Files for hybrid recipients are opened whole. Of the files for classical recipients, which we refuse by design, the
header is read and the payload is opened under the file key that the vector tells.
"""

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import pytest

from comity.errors import ComityError
from comity.errors.sealing import (
    ChunkAltered,
    EmptyLastChunk,
    EndUnproved,
    FileCut,
    HeaderMacWrong,
    MalformedHeader,
    TrailingData,
    UnknownStanza,
    WrongKey,
)
from comity.foundation.identity import SealingKey
from comity.foundation.sealing import Header, MemorySource, unseal
from comity.foundation.sealing.payload import (
    NONCE,
    SEALED_CHUNK,
    TAG,
    Chunks,
    Layout,
    read_last_chunk,
)

PRINT = """
import * as vectors from "cctv-age";
const all = {};
for (const [name, raw] of Object.entries(vectors))
  if (raw instanceof Uint8Array) all[name] = Buffer.from(raw).toString("base64");
console.log(JSON.stringify(all));
"""
REFUSED_BY_DESIGN = {
    "hybrid_and_x25519",
    "hybrid_grease",
    "hybrid_uppercase",
    "hybrid_x25519_arg",
}  # another kind beside ours
PAYLOAD_FAILURES = {ChunkAltered, EmptyLastChunk, EndUnproved, FileCut, TrailingData}
EXPECTED = {"header failure": MalformedHeader, "no match": WrongKey, "HMAC failure": HeaderMacWrong}


@dataclass(frozen=True)
class Vector:
    """One published file: what it says of itself, and the age file."""

    name: str
    facts: dict[str, str]
    file: bytes

    @property
    def expect(self) -> str:
        return self.facts["expect"]


@pytest.fixture(scope="module")
def vectors(node_program: Callable[..., bytes]) -> list[Vector]:
    """All 143, without those about passphrases and armour."""
    read = []
    for name, text in json.loads(node_program(PRINT)).items():
        about, _, file = base64.b64decode(text).partition(b"\n\n")
        facts = dict(line.split(": ", 1) for line in about.decode("ascii").splitlines())
        if "passphrase" not in facts and "armored" not in facts and "scrypt" not in name:
            read.append(Vector(name, facts, zlib.decompress(file) if "compressed" in facts else file))
    assert len(read) > 80
    return read


def test_files_for_our_kind_of_recipient_end_as_published(vectors: list[Vector]) -> None:
    ours = [vector for vector in vectors if "-PQ-" in vector.facts.get("identity", "")]
    assert len(ours) >= 17
    for vector in ours:
        key = SealingKey.parse(vector.facts["identity"])
        if vector.name in REFUSED_BY_DESIGN:
            expected: type[ComityError] | None = UnknownStanza
        else:
            expected = EXPECTED.get(vector.expect)
        if expected is None:
            assert vector.expect == "success", vector.name
            assert sha256(unseal(vector.file, keys=[key])).hexdigest() == vector.facts["payload"], vector.name
        else:
            assert refusal(unseal, vector.file, keys=[key]) is expected, vector.name


def test_headers_of_every_kind_are_read_or_refused_as_published(vectors: list[Vector]) -> None:
    """What a header failure owes to a classical stanza's own content is not ours to read, and is left out."""
    for vector in vectors:
        if vector.name.startswith(("x25519_", "hybrid_")) or vector.name in {
            "stream_no_nonce",
            "stream_short_nonce",
        }:
            continue
        if vector.expect == "header failure":
            assert refusal(Header.parse, vector.file) is MalformedHeader, vector.name
        else:
            assert Header.parse(vector.file).stanzas, vector.name


def test_payloads_open_or_are_refused_as_published(vectors: list[Vector]) -> None:
    streams = [vector for vector in vectors if vector.name.startswith("stream_")]
    assert len(streams) >= 20
    for vector in streams:
        if vector.expect == "success":
            assert sha256(opened(vector)).hexdigest() == vector.facts["payload"], vector.name
        else:
            assert refusal(opened, vector) in PAYLOAD_FAILURES, vector.name


def refusal(act: Callable[..., object], *facts: object, **named: object) -> type[ComityError] | None:
    """Name the error that ``act`` refuses with; None when it does not."""
    try:
        act(*facts, **named)
    except ComityError as error:
        return type(error)
    return None


def opened(vector: Vector) -> bytes:
    """Open the payload of ``vector`` under the file key it tells, the end first."""
    payload = vector.file[Header.parse(vector.file).size :]
    layout = Layout.of_payload(len(payload))
    chunks = Chunks(bytes.fromhex(vector.facts["file key"]), payload[:NONCE], layout)
    read_last_chunk(MemorySource(payload), chunks, layout, 0)
    plain = b""
    for chunk in range(layout.chunks):
        into = memoryview(bytearray(layout.length(chunk)))
        start = NONCE + chunk * SEALED_CHUNK
        chunks.open(chunk, memoryview(payload)[start : start + len(into) + TAG], into)
        plain += into
    return plain
