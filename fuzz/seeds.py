"""Writing the good inputs of every corpus anew: ``python -m fuzz``. Files that were found are left alone."""

import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from tests.foundation.bundle.contents import case
from tests.foundation.directory.test_applications import WHOLE as APPLICATION
from tests.foundation.parties import entropy_of
from tests.foundation.record.test_forks import fork_of
from tests.regime.requests.rules.test_bodies import BODIES
from tests.time_authority import Authority
from tests.union import Union

from comity.foundation.bundle import write_bundle
from comity.foundation.canonical import canonical
from comity.foundation.directory import sign_succession
from comity.foundation.directory.applications import sign_application
from comity.foundation.directory.codec import print_profile
from comity.foundation.directory.repository import snapshot_of, timestamp_of, written
from comity.foundation.exchange import Outcome, ReceiptKind, Statement, write_batch
from comity.foundation.exchange.parcels import Item, Parcel, sign_parcel
from comity.foundation.limits import LIMITS
from comity.foundation.record import Growth, Proof
from comity.foundation.record.bundles import write_entries
from comity.foundation.record.stamps import stamp_request
from comity.foundation.record.witnessing import Offer
from comity.foundation.sealing import seal
from comity.foundation.sealing.header import Header
from comity.foundation.sealing.payload import CHUNK, NONCE, TAG, Chunks, Layout
from comity.node import bags
from comity.regime.evidence.rules.destruction import Certificate, HandedOver, Order, sign_certificate
from comity.regime.requests.rules import bodies
from comity.words import AuthorityId, Digest
from fuzz import corpora, wire
from fuzz.decoders import CHECKPOINT, FILE_KEY, HEADER, NOW, XA, XB

Good = Iterator[tuple[str, bytes]]
ACT, OTHER = XA.act(XB), XB.act(XA, kind="execute", prev=None, seq=1)
ENVELOPE = XA.seal(ACT, XB)
READERS = (
    bodies.read_request,
    bodies.read_acceptance,
    bodies.read_refusal,
    bodies.read_questions,
    bodies.read_information,
    bodies.read_disclosure,
    bodies.read_withdrawal,
)


def acts() -> Good:
    """An act, and the same signed."""
    yield "act", b"\0" + ACT.to_bytes()
    yield "signed", b"\1" + ENVELOPE.document


def batches() -> Good:
    """One envelope, two, and as many as one hop carries."""
    yield "one", write_batch([ENVELOPE.sealed])
    yield "two", write_batch([ENVELOPE.sealed, XB.seal(OTHER, XA).sealed])
    yield "most", write_batch([b"envelope %d" % number for number in range(LIMITS.batch)])


def bodies_of_acts() -> Good:
    """A body of each kind."""
    for number, (write, read, value) in enumerate(BODIES):
        yield f"{number:02}", bytes([READERS.index(read)]) + canonical(write(value))


def bundles() -> Good:
    """A bundle, and its members before they are packed."""
    packed = write_bundle(case().contents)
    yield "bundle", b"\0" + packed
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    yield (
        "members",
        b"\1"
        + b"".join(
            bytes([len(name)]) + len(content).to_bytes(3, "big") + name.encode() + content
            for name, content in parts
        ),
    )


def canonicals() -> Good:
    """Values of every kind."""
    yield "values", canonical({"a": [1, -1, 0, True, None, 'é\\"\n\u2028'], "b": {"": {}}, "ü": []})
    yield "act", ACT.to_bytes()


def certificates() -> Good:
    """A certificate, signed and to be signed."""
    order = Order(
        item=Digest("ab" * 32),
        holder=XA.central,
        ordered=NOW,
        ordered_by="duty officer of Aldova",
        reason="The court has ordered it.",
        officers=2,
    )
    told = Certificate(
        order=order,
        destroyed=NOW,
        destroyed_by="central authority of Aldova",
        certified=NOW,
        custody=Digest("cd" * 32),
        handed_over=(HandedOver(Digest("ef" * 32), XB.central),),
        opened=3,
    )
    yield "signed", b"\0" + sign_certificate(told, signing=XA.signing)
    yield "inner", b"\1" + told.to_json()


def checkpoints() -> Good:
    """A checkpoint that a witness has cosigned."""
    cosigned = CHECKPOINT.cosigned(XB.log_key, name="xb.example/record", at=NOW)
    yield "cosigned", cosigned.text.encode()


def documents() -> Good:
    """A signed document."""
    yield "succession", sign_succession(XA.code, old=XA.root, new=XB.root.public, at=NOW)


def envelopes() -> Good:
    """An envelope, and what is in it."""
    yield "sealed", b"\0" + ENVELOPE.sealed
    yield "document", b"\1" + ENVELOPE.document


def headers() -> Good:
    """A header for one and for two."""
    yield "one", b"\0" + HEADER
    yield "two", b"\0" + Header.write(FILE_KEY, [XA.sealing.recipient, XB.sealing.recipient])


def hops() -> Good:
    """The signature of a hop."""
    yield "hop", wire.signed_hop().encode()


def keys() -> Good:
    """A key of each kind."""
    for number, key in enumerate((XA.sealing, XA.sealing.recipient, XA.signing.public)):
        yield f"{number}", bytes([number]) + str(key).encode()


def manifests() -> Good:
    """A manifest."""
    yield "plain", b"\0" + case().manifest.to_json()
    yield "inner", b"\1" + case().manifest.to_json()


def notes() -> Good:
    """A checkpoint as it is shown to a witness."""
    yield "first", Offer(0, (), CHECKPOINT).to_bytes()
    yield "path", Offer(1, (bytes(32), bytes(range(32))), CHECKPOINT).to_bytes()


def payloads() -> Good:
    """A payload of nothing, of a little, and of more than a chunk; and a whole sealed file."""
    for name, plain in (("empty", b""), ("short", b"evidence"), ("two", bytes(CHUNK + 5))):
        yield name, b"\0" + _payload(plain)
    yield "file", b"\1" + seal(b"evidence", recipients=[XB.sealing.recipient], entropy=entropy_of("file"))


def problems() -> Good:
    """Answers of a peer."""
    refused = {"type": "urn:comity:refusal:too-large", "title": "x", "status": 413, "code": "too-large"}
    yield "taken", b"\0" + canonical({"receipts": ["one", "two"]})
    yield "refused", b"\1" + canonical(refused | {"receipts": ["one"]})
    told = [{"receipts": ["one"]}, {"code": "sequence-gap", "receipts": []}]
    yield "batch", b"\3" + canonical({"answers": told, "growth": []})


def profiles() -> Good:
    """A profile, the same signed, and an application to a directory."""
    yield "plain", b"\0" + print_profile(XA.profile)
    yield "signed", b"\1" + XA.document
    yield "application", b"\2" + sign_application(APPLICATION, XA.root)


def receipts() -> Good:
    """A receipt, and what it stands on."""
    relayed = Statement(
        kind=ReceiptKind.RELAY,
        outcome=Outcome.ACCEPTED,
        envelope=ENVELOPE.digest,
        act=ACT.digest,
        state=XB.code,
        at=NOW,
    )
    receipt = XB.receipt(relayed, replace(relayed, kind=ReceiptKind.DELIVERY))
    first, shown = receipt.entered[0], receipt.checkpoint
    yield "receipt", b"\0" + receipt.to_bytes()
    yield "entry", b"\1" + first.entry.to_bytes()
    yield "proof", b"\2" + Proof(first.index, shown.size, first.path, shown).to_bytes()
    yield "fork", b"\3" + fork_of(16, 20).to_bytes()


def stamps() -> Good:
    """A token of a small authority."""
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        corpora.ROOTS.write_bytes(authority.roots)
        yield "token", b"\0" + authority.answer(stamp_request(CHECKPOINT))


def tiles() -> Good:
    """Addresses of tiles and of entries, and a bundle of entries."""
    yield "path", b"\0tile/1/x001/234.p/5"
    yield "entries", b"\1" + write_entries([b"one", b"", b"three" * 50])
    yield "entries-path", b"\2tile/entries/x001/234.p/5"


def metadata() -> Good:
    """The four kinds of a directory's metadata."""
    with tempfile.TemporaryDirectory() as folder:
        union = Union(Path(folder))
        root, targets = written(union.root()), written(union.targets())
        snapshot = written(snapshot_of({"targets": (1, targets)}, version=1, at=union.at))
        stamp = written(timestamp_of(snapshot, of=1, version=1, at=union.at))
    for number, (name, raw) in enumerate(
        (("root", root), ("targets", targets), ("snapshot", snapshot), ("timestamp", stamp))
    ):
        yield name, bytes([number]) + raw


def parcels() -> Good:
    """A statement, an answer's, and a parcel whole."""
    name, at = Digest("ab" * 32), NOW
    item = Item(ENVELOPE.digest)
    asked = Parcel(
        XA.code,
        XB.code,
        at,
        (item,),
        {f"acts/{name}.age": name},
        seen=(CHECKPOINT,),
        evidence=(name,),
    )
    told = Item(ENVELOPE.digest, (name,), "wrong-key", (Growth.of(XA.log, 1, XA.log.size),))
    yield "statement", b"\0" + asked.to_bytes()
    yield "answer", b"\0" + replace(asked, items=(told,), answers=name).to_bytes()
    members: dict[str, bytes | Path] = {f"acts/{ENVELOPE.digest}.age": ENVELOPE.sealed}
    named = bags.digests(members)
    members["statement.jws"] = sign_parcel(replace(asked, members=named), node=XA.node)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "parcel.zip")
        bags.write(path, members, bags.digests(members), {"Source-Organization": "XA"})
        yield "whole", b"\1" + path.read_bytes()


def words() -> Good:
    """A word of each kind."""
    for number, word in enumerate(("XA", AuthorityId("XA/duty"), "UNCC 42(2)(a)", str(NOW), "ab" * 32)):
        yield f"{number}", bytes([number]) + word.encode()


GOOD: Mapping[str, Callable[[], Good]] = {
    "act": acts,
    "batch": batches,
    "body": bodies_of_acts,
    "bundle": bundles,
    "canonical": canonicals,
    "certificate": certificates,
    "checkpoint": checkpoints,
    "document": documents,
    "envelope": envelopes,
    "header": headers,
    "hop": hops,
    "key": keys,
    "manifest": manifests,
    "note": notes,
    "parcel": parcels,
    "payload": payloads,
    "problem": problems,
    "profile": profiles,
    "receipt": receipts,
    "stamp": stamps,
    "tile": tiles,
    "tuf": metadata,
    "word": words,
}


def _payload(plain: bytes) -> bytes:
    nonce, layout = bytes(NONCE), Layout(len(plain))
    chunks = Chunks(FILE_KEY, nonce, layout)
    sealed = bytearray(layout.sealed_size)
    sealed[:NONCE] = nonce
    into = memoryview(sealed)[NONCE:]
    for chunk in range(layout.chunks):
        piece = memoryview(plain)[chunk * CHUNK :][: layout.length(chunk)]
        start = chunk * (CHUNK + TAG)
        chunks.seal(chunk, piece, into[start : start + len(piece) + TAG])
    return bytes(sealed)


def main() -> None:
    """Write every good input."""
    for decoder, good in GOOD.items():
        folder = corpora.FOLDER / decoder
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("good-*"):
            old.unlink()
        for name, content in good():
            (folder / f"good-{name}").write_bytes(content)
