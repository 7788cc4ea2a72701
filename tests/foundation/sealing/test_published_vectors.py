"""Every published test vector of age (C2SP CCTV, npm ``cctv-age``) ends here as the table beside this page says.

1. Each file goes through our one door, ``unseal``, with its own key where that is a hybrid one. It opens, or is
   refused by a named error; the table has a line for every file of the package, and no other.
2. The table may differ from what is published only where we refuse by design: another kind of recipient beside or
   instead of ours, or armour.
3. What lies behind that door is tried too, with the file key that a vector tells: the MAC of every header that can be
   read, whatever its recipients, and every payload.
"""

import base64
import json
import tomllib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from comity.errors import ComityError
from comity.errors.sealing import HeaderMacWrong
from comity.foundation.identity import SealingKey
from comity.foundation.sealing import Header, MemorySource, unseal
from comity.foundation.sealing.payload import NONCE, SEALED_CHUNK, TAG, Chunks, Layout, read_last_chunk

PRINT = """
import * as vectors from "cctv-age";
const all = {};
for (const [name, raw] of Object.entries(vectors))
  if (raw instanceof Uint8Array) all[name] = Buffer.from(raw).toString("base64");
console.log(JSON.stringify(all));
"""
OPENS = "opens"
PUBLISHED_AS = {
    "success": {OPENS},
    "no match": {"wrong-key"},
    "HMAC failure": {"header-mac-wrong"},
    "header failure": {"malformed-header", "empty-file"},
}
BY_DESIGN = {"another-kind": {"unknown-stanza"}, "armour": {"armoured-file", "malformed-header"}}
OURS = SealingKey.from_seed(bytes(32))


@dataclass(frozen=True)
class Vector:
    """One published file: what it says of itself, and the age file."""

    name: str
    facts: dict[str, str]
    file: bytes

    @property
    def expect(self) -> str:
        return self.facts["expect"]

    @property
    def key(self) -> SealingKey:
        identity = self.facts.get("identity", "")
        return SealingKey.parse(identity) if "-PQ-" in identity else OURS

    @property
    def file_key(self) -> bytes:
        return bytes.fromhex(self.facts["file key"])


@pytest.fixture(scope="module")
def vectors(node_program: Callable[..., bytes]) -> Mapping[str, Vector]:
    """All files of the package, by name."""
    read = {}
    for name, text in json.loads(node_program(PRINT)).items():
        about, _, file = base64.b64decode(text).partition(b"\n\n")
        facts = dict(line.split(": ", 1) for line in about.decode("ascii").splitlines())
        read[name] = Vector(name, facts, zlib.decompress(file) if "compressed" in facts else file)
    return read


@pytest.fixture(scope="module")
def table() -> Mapping[str, Mapping[str, str]]:
    """Section by section: the name of a vector, and how it ends."""
    page = Path(__file__).with_name("published_vectors.toml")
    return tomllib.loads(page.read_text(encoding="ascii"))


@pytest.fixture(scope="module")
def at_the_door(table: Mapping[str, Mapping[str, str]]) -> Mapping[str, tuple[str, str]]:
    """The section and the outcome of each vector."""
    return {
        name: (section, ends)
        for section in ("as-published", *BY_DESIGN)
        for name, ends in table[section].items()
    }


def test_the_table_has_a_line_for_every_published_vector_and_no_other(
    vectors: Mapping[str, Vector],
    table: Mapping[str, Mapping[str, str]],
    at_the_door: Mapping[str, tuple[str, str]],
) -> None:
    assert sorted(at_the_door) == sorted(vectors)
    assert sum(len(table[section]) for section in ("as-published", *BY_DESIGN)) == len(vectors)
    assert set(table) == {"as-published", *BY_DESIGN, "mac", "payload"}


def test_every_vector_ends_at_our_door_as_the_table_says(
    vectors: Mapping[str, Vector], at_the_door: Mapping[str, tuple[str, str]]
) -> None:
    ends = {name: outcome(unseal, vector.file, keys=[vector.key]) for name, vector in vectors.items()}
    assert ends == {name: told for name, (_, told) in at_the_door.items()}


def test_the_table_departs_from_what_is_published_only_by_design(
    vectors: Mapping[str, Vector], at_the_door: Mapping[str, tuple[str, str]]
) -> None:
    for name, (section, ends) in at_the_door.items():
        vector = vectors[name]
        if section == "as-published":
            assert ends in PUBLISHED_AS[vector.expect], name
        else:
            assert ends in BY_DESIGN[section], name
            assert ("armored" in vector.facts) == (section == "armour"), name


def test_what_opens_is_the_published_plaintext(
    vectors: Mapping[str, Vector], at_the_door: Mapping[str, tuple[str, str]]
) -> None:
    opened = [vectors[name] for name, (_, ends) in at_the_door.items() if ends == OPENS]
    assert opened
    for vector in opened:
        digest = sha256(unseal(vector.file, keys=[vector.key])).hexdigest()
        assert digest == vector.facts["payload"], vector.name


def test_only_the_published_bad_macs_are_refused_under_the_told_file_key(
    vectors: Mapping[str, Vector], table: Mapping[str, Mapping[str, str]]
) -> None:
    ends = {}
    for name, vector in vectors.items():
        if "file key" in vector.facts and isinstance(header := read(vector), Header):
            ends[name] = outcome(header.prove, vector.file_key)
    bad = {name for name, end in ends.items() if end != OPENS}
    assert {name: ends[name] for name in bad} == table["mac"]
    assert bad == {name for name in ends if vectors[name].expect == "HMAC failure"}
    assert HeaderMacWrong("header").code in table["mac"].values()


def test_every_published_payload_opens_or_is_refused_as_the_table_says(
    vectors: Mapping[str, Vector], table: Mapping[str, Mapping[str, str]]
) -> None:
    streams = [vector for name, vector in vectors.items() if name.startswith("stream_")]
    assert {vector.name: outcome(opened, vector) for vector in streams} == table["payload"]
    for vector in streams:
        assert (table["payload"][vector.name] == OPENS) == (vector.expect == "success"), vector.name
        if vector.expect == "success":
            assert sha256(opened(vector)).hexdigest() == vector.facts["payload"], vector.name


def outcome(act: Callable[..., object], *facts: object, **named: object) -> str:
    """Say how ``act`` ends: it opens, or by which refusal."""
    try:
        act(*facts, **named)
    except ComityError as error:
        return error.code
    return OPENS


def read(vector: Vector) -> Header | None:
    """Read the header, whatever its recipients; none where it cannot be read."""
    try:
        return Header.parse(vector.file)
    except ComityError:
        return None


def opened(vector: Vector) -> bytes:
    """Open the payload of ``vector`` under the file key it tells, the end first."""
    payload = vector.file[Header.parse(vector.file).size :]
    layout = Layout.of_payload(len(payload))
    chunks = Chunks(vector.file_key, payload[:NONCE], layout)
    read_last_chunk(MemorySource(payload), chunks, layout, 0)
    plain = b""
    for chunk in range(layout.chunks):
        into = memoryview(bytearray(layout.length(chunk)))
        start = NONCE + chunk * SEALED_CHUNK
        chunks.open(chunk, memoryview(payload)[start : start + len(into) + TAG], into)
        plain += into
    return plain
