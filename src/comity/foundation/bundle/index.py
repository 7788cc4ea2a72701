"""The index of a bundle: which members it has, in which order the acts stand, and how the records grew.

The index is not signed and proves nothing: each member proves itself. It says only where to look, and it names every
member by its digest, so that nothing is added, lost or exchanged unnoticed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comity.errors.bundle import MalformedIndex, MemberChanged, MemberMissing, MemberUnlisted
from comity.errors.envelopes import UnknownVersion
from comity.foundation.bundle.archive import pack, unpack
from comity.foundation.canonical import Json, canonical, parse_canonical
from comity.foundation.envelopes import digest_of
from comity.foundation.fields import Fields, from_letters, letters
from comity.foundation.limits import LIMITS
from comity.foundation.record import Checkpoint
from comity.words import AuthorityId, Digest, Instant

VERSION = 1
INDEX = "bundle.json"
_FOLDERS = {
    "acts": "act",
    "receipts": "jws",
    "profiles": "jws",
    "manifests": "jws",
}  # and how their members end
_ENDS = {**_FOLDERS, "stamps": "tsr"}
_LONGEST_PATH = 128


@dataclass(frozen=True, slots=True)
class BundledAct:
    """The signed document of an act, and the digest of the envelope that carried it."""

    document: bytes
    envelope: Digest


@dataclass(frozen=True, slots=True)
class Growth:
    """A proof that the record ``origin`` at size ``new`` continues itself at size ``old``."""

    origin: str
    old: int
    new: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class BundledStamp:
    """A checkpoint of a record, and the token of the authority that was shown it."""

    checkpoint: Checkpoint
    token: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle holds: one thread as its maker knows it, with everything that proves it."""

    thread: str
    made: Instant
    by: AuthorityId
    acts: tuple[BundledAct, ...]
    receipts: tuple[bytes, ...]
    profiles: tuple[bytes, ...]
    manifests: tuple[bytes, ...] = ()
    growth: tuple[Growth, ...] = ()
    stamps: tuple[BundledStamp, ...] = ()


def write_bundle(contents: Contents) -> bytes:
    """Write ``contents`` as one file; the same contents are always the same bytes."""
    if not contents.acts or not contents.profiles:
        raise MalformedIndex("index.acts", expected="at least one act and one profile")
    members: dict[str, bytes] = {}

    def put(folder: str, documents: tuple[bytes, ...]) -> list[dict[str, Json]]:
        listed: list[dict[str, Json]] = []
        for number, document in enumerate(documents, start=1):
            name = f"{folder}/{number:04d}.{_ENDS[folder]}"
            members[name] = document
            listed.append({"file": name, "sha256": digest_of(document)})
        return listed

    index: Mapping[str, Json] = {
        "v": VERSION,
        "thread": contents.thread,
        "made": str(contents.made),
        "by": contents.by,
        "envelopes": [act.envelope for act in contents.acts],
        "acts": put("acts", tuple(act.document for act in contents.acts)),
        "receipts": put("receipts", contents.receipts),
        "profiles": put("profiles", contents.profiles),
        "manifests": put("manifests", contents.manifests),
        "growth": [
            {
                "origin": growth.origin,
                "old": growth.old,
                "new": growth.new,
                "path": [letters(step) for step in growth.path],
            }
            for growth in contents.growth
        ],
    }
    if contents.stamps:  # a bundle without them is written as it always was
        listed = put("stamps", tuple(stamp.token for stamp in contents.stamps))
        notes = [{"checkpoint": stamp.checkpoint.text} for stamp in contents.stamps]
        index = {**index, "stamps": [{**file, **note} for file, note in zip(listed, notes, strict=True)]}
    return pack({INDEX: canonical(index), **members})


def read_bundle(packed: bytes) -> Contents:
    """Read a bundle's contents, of which nothing is proved yet, or raise what is wrong with the file."""
    members = dict(unpack(packed))
    if INDEX not in members:
        raise MemberMissing(INDEX)
    fields = Fields(parse_canonical(members.pop(INDEX)), path="index", refusal=MalformedIndex)
    version = fields.integer("v")
    if version != VERSION:
        raise UnknownVersion(version, known=VERSION)
    taken = _Members(members)
    envelopes = fields.words("envelopes", Digest, most=LIMITS.bundle_members)
    acts, receipts, profiles, manifests = (taken.take(fields, folder) for folder in _FOLDERS)
    if len(envelopes) != len(acts) or not acts:
        raise MalformedIndex("index.envelopes", expected="one for each act")
    contents = Contents(
        thread=fields.text("thread"),
        made=fields.instant("made"),
        by=fields.word("by", AuthorityId),
        acts=tuple(BundledAct(document, envelope) for document, envelope in zip(acts, envelopes, strict=True)),
        receipts=receipts,
        profiles=profiles,
        manifests=manifests,
        growth=fields.each("growth", _growth, most=LIMITS.bundle_members),
        stamps=fields.each("stamps", taken.stamp, most=LIMITS.bundle_members) if fields.has("stamps") else (),
    )
    fields.close()
    taken.close()
    return contents


class _Members:
    """The members of the archive, each to be named once by the index."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self._left = members

    def take(self, fields: Fields, folder: str) -> tuple[bytes, ...]:
        return fields.each(folder, self._one, most=LIMITS.bundle_members)

    def stamp(self, fields: Fields) -> BundledStamp:
        """Take a token with the checkpoint that it stamps."""
        note = fields.text("checkpoint", most=LIMITS.checkpoint)
        return BundledStamp(Checkpoint.parse(note), self._one(fields))

    def _one(self, fields: Fields) -> bytes:
        name, digest = fields.text("file"), fields.word("sha256", Digest)
        if name not in self._left:
            raise MemberMissing(name[:80])
        document = self._left.pop(name)
        if digest_of(document) != digest:
            raise MemberChanged(name)
        return document

    def close(self) -> None:
        for name in self._left:
            raise MemberUnlisted(name)


def _growth(fields: Fields) -> Growth:
    path = [from_letters(step) for step in fields.texts("path", most=_LONGEST_PATH)]
    steps = tuple(step for step in path if step is not None)
    if len(steps) != len(path):
        fields.refuse("path", "base64url")
    return Growth(fields.text("origin"), fields.integer("old"), fields.integer("new"), steps)
