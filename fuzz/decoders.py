"""Every decoder of what other people write, as one function of bytes.

A decoder gives a value or raises a refusal whose fault is the sender's or the peer's, or that no profile of the State
is pinned. Anything else that it raises, a ProgrammerError among them, is a fault of ours.

Where a signature or a seal stands before the decoder, the fuzzer would never get past it: the first byte of its input
then says whether it is the whole document, or what is to be signed or sealed for it first, and whether JSON is to be
written in its one form before it is read. Keys, profiles and the clock are those of ``tests/foundation/parties.py``.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from tests.foundation.parties import NOW, entropy_of, party
from tuf.api.metadata import Root, Snapshot, Targets, Timestamp

from comity.errors import ComityError, PeerError, SenderError
from comity.errors.node import UnknownPeer
from comity.foundation.bundle import verify_bundle
from comity.foundation.bundle.archive import pack
from comity.foundation.canonical import canonical, parse_canonical
from comity.foundation.directory import verify_profile
from comity.foundation.directory.applications import read_application
from comity.foundation.directory.charter import read_holders, read_members
from comity.foundation.directory.codec import parse_profile
from comity.foundation.directory.repository import read as read_metadata
from comity.foundation.envelopes import Act, Story, open_act, read_manifest, read_signed, sign_payload
from comity.foundation.envelopes.signed import read_signed_act
from comity.foundation.exchange import Receipt, read_batch, write_batch
from comity.foundation.exchange.parcels import LARGEST_STATEMENT, STATEMENT, Parcel
from comity.foundation.identity import SealingKey, SealingRecipient, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.foundation.record import Checkpoint, Entry, Proof
from comity.foundation.record.bundles import parse_entries_path, read_entries
from comity.foundation.record.forks import Fork
from comity.foundation.record.stamps import claimed_stamp, verify_stamp
from comity.foundation.record.tiles import TileId
from comity.foundation.record.witnessing import Offer
from comity.foundation.sealing import (
    Header,
    HeaderTold,
    Manifest,
    MemorySink,
    MemorySource,
    SealedFile,
    readdress,
    seal,
)
from comity.node import bags
from comity.reference.refusals import sentence
from comity.regime.evidence.rules import destruction
from comity.regime.requests.rules import bodies
from comity.words import Article, AuthorityId, Digest, Instant, Language, StateCode
from fuzz import corpora, wire

KIB = 1024
_CANONICALLY = 0x80
_LENGTHS = 4  # bytes: one for the length of a name, three for that of its content
XA, XB = party("XA"), party("XB")
FILE_KEY = bytes(range(16))
HEADER = Header.write(FILE_KEY, [XB.sealing.recipient])
CHECKPOINT = XA.log.checkpoint(XA.log_key)


@dataclass(frozen=True, slots=True)
class Decoder:
    """A decoder: what it reads, and the longest input worth trying."""

    says: str
    read: Callable[[bytes], object]
    longest: int = 16 * KIB


def attempt(decoder: Decoder, data: bytes) -> ComityError | None:
    """Let ``decoder`` read ``data``; returns its refusal, if it is one that may be raised for what others wrote.

    A refusal is also told, as a page or a problem document would tell it: its facts came from others too.
    """
    try:
        decoder.read(data)
    except (SenderError, PeerError, UnknownPeer) as refusal:
        str(refusal)
        sentence(refusal, Language.ENGLISH)
        return refusal
    return None


def one_of(*readers: Callable[[bytes], object]) -> Callable[[bytes], object]:
    """Let the first byte of the input choose who reads the rest, and by its highest bit in which form."""

    def read(data: bytes) -> object:
        if not data:
            return None
        rest = canonically(data[1:]) if data[0] & _CANONICALLY else data[1:]
        return readers[data[0] % _CANONICALLY % len(readers)](rest)

    return read


def canonically(data: bytes) -> bytes:
    """Write JSON in its one form, so that a change within it is not refused for its form alone; leave what is none."""
    try:
        return canonical(json.loads(data))
    except (ComityError, ValueError, TypeError, RecursionError):
        return data


def text(reader: Callable[[str], object]) -> Callable[[bytes], object]:
    """Make a reader of texts one of bytes; what is no UTF-8 never reaches it."""

    def read(data: bytes) -> object:
        return reader(data.decode("utf-8", errors="replace"))

    return read


def signed(
    typ: str, reader: Callable[[bytes], object], issuer: str = "XA/central"
) -> Callable[[bytes], object]:
    """Sign the input first, so that what is inside a signed document is reached."""
    return lambda data: reader(sign_payload(data, typ=typ, keys=(XA.signing,), issuer=issuer))


def envelope(sealed: bytes) -> object:
    """Read an envelope that has arrived."""
    return open_act(sealed, me=XB.central, keys=(XB.sealing,), profiles=wire.pinned, at=NOW, story=Story)


def sealed_envelope(document: bytes) -> object:
    """Seal the input for us first, then read the envelope."""
    return envelope(seal(document, recipients=[XB.sealing.recipient], entropy=entropy_of("fuzz")))


def signed_act(document: bytes) -> object:
    """Read a signed act, and verify it for its office."""
    act = read_signed_act(document)
    return act.verify(lambda kid: wire.pinned(act.office.state).verifying_key(kid, NOW, office=act.office))


def document(raw: bytes) -> object:
    """Read a signed document of any type, and verify it under the key it names."""
    read = read_signed(raw)
    return read.verify(
        typ=read.typ, known={key.public.thumbprint: key.public for key in (XA.signing, XA.root)}.get
    )


def batch(body: bytes) -> object:
    """Read the envelopes of one hop, and see that they are the body and nothing beside it."""
    envelopes = read_batch(body)
    if write_batch(envelopes) != body:
        raise AssertionError("a batch that is read is written otherwise")
    return envelopes


def header(raw: bytes) -> object:
    """Read a header, open it, tell of it and write it anew for somebody else."""
    HeaderTold.of(raw)
    Header.alone(raw)
    return readdress(raw, keys=[XB.sealing], add=[XA.sealing.recipient])


def enclosed_header(raw: bytes) -> object:
    """Read a header whose first stanza is ours and sound, and the rest of it as the input has it."""
    first = bytes(Header.parse(HEADER).stanzas[0])
    return header(b"age-encryption.org/v1\n" + first + raw)


def payload(raw: bytes) -> object:
    """Open a payload whole, and a part of it, under a header that stands apart."""
    opened = SealedFile(MemorySource(raw), [XB.sealing], header=HEADER)
    opened.read(opened.size // 2, min(opened.size - opened.size // 2, 100))
    return opened.open_to(MemorySink(opened.size), threads=1)


def whole_file(raw: bytes) -> object:
    """Open a sealed file, header and payload in one."""
    opened = SealedFile(MemorySource(raw), [XB.sealing])
    return opened.read(0, opened.size)


def checkpoint(raw: bytes) -> object:
    """Read a checkpoint with its signatures, verify it, look for a witness."""
    read = Checkpoint.parse(raw)
    read.verify(XA.log_key.public)
    return read.witnessed_at(XB.log_key.public, name="xb.example/record")


def tile_path(path: str) -> object:
    """Read the address of a tile."""
    return TileId.parse(path)


def metadata(kind: type) -> Callable[[bytes], object]:
    """Read one of the four kinds of metadata, and what a directory says in it."""

    def read(raw: bytes) -> object:
        found = read_metadata(raw, kind).signed
        if isinstance(found, Root):
            return read_holders(found)
        return read_members(found) if isinstance(found, Targets) else found

    return read


def zipped(data: bytes) -> object:
    """Pack the input as the members of a bundle first: names and contents, each with its length before it."""
    return verify_bundle(pack(dict(members(data))))


def members(data: bytes) -> Sequence[tuple[str, bytes]]:
    """Take the input apart: a byte for the length of the name, three for that of the content, name, content."""
    found: dict[str, bytes] = {}
    while len(data) > _LENGTHS and len(found) < LIMITS.bundle_members:
        name, size, data = data[0], int.from_bytes(data[1:_LENGTHS], "big"), data[_LENGTHS:]
        found[data[:name].decode("latin-1")] = data[name : name + size]
        data = data[name + size :]
    return list(found.items())


def parcel(raw: bytes) -> object:
    """Read a parcel as it lies on a disk, and each of its members against the bag's own list."""
    with NamedTemporaryFile(suffix=".zip") as file:
        file.write(raw)
        file.flush()
        bag = bags.read(Path(file.name))
        bag.verify(bag.digests, but=STATEMENT)
        return bag.read(STATEMENT, limit=LARGEST_STATEMENT)


def body(reader: Callable[[object], object]) -> Callable[[bytes], object]:
    """Read the body of an act, from canonical JSON on."""
    return lambda data: reader(parse_canonical(data))


def stamp(raw: bytes) -> object:
    """Verify a time-stamp token under the root of the authority that gave the first one."""
    return verify_stamp(raw, CHECKPOINT, roots=corpora.ROOTS.read_bytes())


def certificate(raw: bytes) -> object:
    """Read a certificate of destruction."""
    return destruction.read_certificate(raw, key_of=lambda _office, _kid: XA.signing.public)


DECODERS: Mapping[str, Decoder] = {
    "act": Decoder("an act, and a signed act with its statement", one_of(Act.parse, signed_act)),
    "batch": Decoder("several envelopes that one hop carries", batch),
    "body": Decoder(
        "the body of each kind of act about a request",
        one_of(
            *map(
                body,
                (
                    bodies.read_request,
                    bodies.read_acceptance,
                    bodies.read_refusal,
                    bodies.read_questions,
                    bodies.read_information,
                    bodies.read_disclosure,
                    bodies.read_withdrawal,
                ),
            )
        ),
    ),
    "bundle": Decoder("the bundle of a finished request", one_of(verify_bundle, zipped), 64 * KIB),
    "canonical": Decoder("canonical JSON", parse_canonical),
    "certificate": Decoder(
        "a certificate of destruction", one_of(certificate, signed(destruction.CERTIFICATE, certificate))
    ),
    "checkpoint": Decoder("a checkpoint of a record", checkpoint),
    "document": Decoder("any signed document", document),
    "envelope": Decoder("an envelope, and what was sealed in it", one_of(envelope, sealed_envelope)),
    "header": Decoder("the header of a sealed file", one_of(header, enclosed_header), 40 * KIB),
    "hop": Decoder("the signature of a hop", text(wire.hop_signature)),
    "key": Decoder(
        "a key as text", one_of(*map(text, (SealingKey.parse, SealingRecipient.parse, VerifyingKey.parse)))
    ),
    "manifest": Decoder(
        "a manifest of evidence",
        one_of(
            Manifest.parse,
            signed(
                "comity-manifest",
                lambda raw: read_manifest(raw, key_of=lambda _office, _kid: XA.signing.public),
            ),
        ),
    ),
    "note": Decoder("a signed note that a record shows its witness", Offer.parse),
    "parcel": Decoder("a parcel that is carried by hand, and its statement", one_of(Parcel.parse, parcel)),
    "payload": Decoder("the payload of a sealed file", one_of(payload, whole_file), 256 * KIB),
    "problem": Decoder(
        "a peer's answer to an act or to a batch, and its problem document",
        one_of(*map(wire.problem, (200, 403, 503)), wire.answers),
    ),
    "profile": Decoder(
        "a State's profile",
        one_of(
            parse_profile,
            lambda raw: verify_profile(raw, pinned=XA.root.public.thumbprint, at=NOW),
            read_application,
        ),
    ),
    "receipt": Decoder(
        "a receipt, an entry of a record, a proof, a fork",
        one_of(Receipt.parse, Entry.parse, Proof.parse, Fork.parse),
    ),
    "stamp": Decoder("a time-stamp token", one_of(lambda raw: claimed_stamp(raw, CHECKPOINT), stamp)),
    "tile": Decoder(
        "a tile's address, a bundle of entries and its address",
        one_of(text(tile_path), read_entries, text(parse_entries_path)),
    ),
    "tuf": Decoder("the metadata of a directory", one_of(*map(metadata, (Root, Targets, Snapshot, Timestamp)))),
    "word": Decoder(
        "a word of the wire: State, authority, article, moment, digest",
        one_of(*map(text, (StateCode, AuthorityId, Article.parse, Instant.parse, Digest))),
    ),
}
