"""Bundles: a finished request as one file, and each way in which one may prove less than it seems to."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vectors.making import evidence
from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, HOUR, NOW, SECOND, Party, aldova, borania, cordia, seed, signing

from comity.foundation.bundle import BundledAct, BundledStamp, Contents, Growth, write_bundle
from comity.foundation.bundle.archive import pack
from comity.foundation.canonical import canonical
from comity.foundation.directory import KeyRecord
from comity.foundation.envelopes import Envelope, digest_of, sign_act, sign_manifest
from comity.foundation.exchange import Outcome, Receipt, ReceiptKind, Statement
from comity.foundation.identity import Validity
from comity.foundation.record import Log, MemoryStore
from comity.foundation.sealing import LEAF, salted_leaf
from comity.words import Instant

_PIECE = b"the rest of the evidence"


@dataclass(frozen=True)
class Matter:
    """What passed between two States, and what a bundle of it holds."""

    xa: Party
    xb: Party
    envelopes: tuple[Envelope, ...]
    proofs: tuple[Receipt, ...]
    contents: Contents


def file() -> File:
    """Give the file."""
    matter = played()
    good = write_bundle(matter.contents)
    pins = {"XA": matter.xa.profile.fingerprint, "XB": matter.xb.profile.fingerprint}
    cases = [
        *_whole(matter, good),
        *_archives(good),
        *_indexes(good),
        *_people(matter),
        *_orders(matter),
        *_witnessed(matter),
        *_records(matter),
    ]
    return File("bundles", "bundle", (Group("bundle", cases, {"pins": pins}),), {"bundle": good})


def played() -> Matter:
    """Play a request, its answer with evidence, and the thanks; the first two are receipted twice."""
    xa, xb = aldova(), borania()
    manifest = replace(
        evidence.made([salted_leaf(seed("salt"), 0, _PIECE)]),
        size=len(_PIECE),
        sealed_size=evidence.sealed_size(len(_PIECE)),
        salt=seed("salt"),
    )
    request = xa.act(xb, "request")
    answer = xb.act(
        xa, "answer", kind="disclose", prev=request.digest, at=NOW + HOUR, evidence=(manifest.digest,)
    )
    thanks = xa.act(xb, "thanks", kind="inform", seq=2, prev=answer.digest, at=NOW + 2 * HOUR)
    envelopes = (xa.envelope(request, xb), xb.envelope(answer, xa), xa.envelope(thanks, xb))
    proofs = []
    for envelope in envelopes:
        by = xb if envelope.act.sender == xa.office else xa
        for kind, late in ((ReceiptKind.RELAY, 2 * SECOND), (ReceiptKind.DELIVERY, 5 * SECOND)):
            said = Statement(
                kind, Outcome.ACCEPTED, envelope.digest, envelope.act.digest, by.code, envelope.act.at + late
            )
            proofs.append(by.enters(said))
    by = {xa.code: xa, xb.code: xb}
    receipts = tuple(by[proof.about.state].signs(proof.to_bytes()) for proof in proofs)
    contents = Contents(
        thread="xa-2026-0001",
        made=NOW + 4 * HOUR,
        by=xa.office,
        acts=tuple(BundledAct(envelope.document, envelope.digest) for envelope in envelopes),
        receipts=receipts,
        profiles=(xa.document, xb.document),
        manifests=(sign_manifest(manifest, signing=xb.signing, office=xb.office),),
        growth=(_growth(xb, proofs[0], proofs[1]),),
    )
    return Matter(xa, xb, envelopes, tuple(proofs), contents)


def _growth(party: Party, first: Receipt, second: Receipt) -> Growth:
    old, new = first.checkpoint.size, second.checkpoint.size
    return Growth(party.log.origin, old, new, party.log.consistency(old, new))


def _whole(matter: Matter, good: bytes) -> Iterator[Case]:
    yield Case("a finished request", {"bundle": good}, ("Bundle",))
    yield Case("no fingerprint is known", {"bundle": good, "pins": {}}, ("Unpinned",))
    bare = replace(matter.contents, receipts=(), growth=())
    yield Case("no receipt: the acts are unwitnessed", {"bundle": write_bundle(bare)}, ("Bundle",))
    absent = replace(matter.contents, manifests=())
    yield Case("the evidence is named and not enclosed", {"bundle": write_bundle(absent)}, ("Bundle",))


def _members(good: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(members: Sequence[tuple[str, bytes]], *, way: int = zipfile.ZIP_STORED, note: bytes = b"") -> bytes:
    """Write an archive as others would."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", way) as archive:
        archive.comment = note
        for name, content in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100444 << 16
            info.create_version = info.extract_version = 20
            info.compress_type = way
            archive.writestr(info, content)
    return into.getvalue()


def _archives(good: bytes) -> Iterator[Case]:
    members = _members(good)
    ordered = sorted(members.items())
    place = good.index(b"an account of the provider")
    link = good.replace((0o100444 << 16).to_bytes(4, "little"), (0o120444 << 16).to_bytes(4, "little"))
    outside = [("../" + name if name == "acts/0001.act" else name, content) for name, content in ordered]
    for comment, bundle, flag, code in (
        ("nothing at all", b"", "Empty", "empty-document"),
        ("no archive", b"comity", "Archive", "not-a-bundle"),
        ("a byte before it", b"\0" + good, "Archive", "not-a-bundle"),
        ("a byte after it", good + b"\0", "Trailing", "not-a-bundle"),
        ("cut at its end", good[:-10], "Cut", "not-a-bundle"),
        ("a flipped byte in a member", good[:place] + b"A" + good[place + 1 :], "FlippedByte", "not-a-bundle"),
        ("a comment", _zipped(ordered, note=b"for your eyes"), "Archive", "not-a-bundle"),
        ("members in another order", _zipped(ordered[::-1]), "Archive", "not-a-bundle"),
        ("members compressed", _zipped(ordered, way=zipfile.ZIP_DEFLATED), "Archive", "unsafe-member"),
        ("a member that leads out of the folder", _zipped(outside), "Path", "unsafe-member"),
        ("a member that is a link", link, "Path", "unsafe-member"),
        ("a member of another kind", _zipped([*ordered, ("run.exe", b"")]), "Path", "unsafe-member"),
    ):
        yield Case(comment, {"bundle": bundle}, (flag,), code)


def _indexes(good: bytes) -> Iterator[Case]:
    members = _members(good)
    told = json.loads(members["bundle.json"])
    changed = members | {"receipts/0001.jws": members["receipts/0002.jws"]}
    facts: tuple[tuple[str, Mapping[str, bytes], str, str], ...] = (
        (
            "no index",
            {name: raw for name, raw in members.items() if name != "bundle.json"},
            "Empty",
            "member-missing",
        ),
        (
            "a member that the index does not name",
            members | {"acts/0009.act": b"x"},
            "Unlisted",
            "member-unlisted",
        ),
        (
            "a member that is not there",
            {name: raw for name, raw in members.items() if name != "acts/0002.act"},
            "Unlisted",
            "member-missing",
        ),
        ("a member stands in place of another", changed, "Swapped", "member-changed"),
    )
    for comment, other, flag, code in facts:
        yield Case(comment, {"bundle": pack(other)}, (flag,), code)
    for comment, index, flag, code in (
        ("an unknown version", told | {"v": 2}, "UnknownVersion", "unknown-version"),
        ("a member that no paper names", told | {"remark": "none"}, "UnknownMember", "malformed-index"),
        ("an envelope too few", told | {"envelopes": told["envelopes"][:-1]}, "Cut", "malformed-index"),
        ("made by no office", told | {"by": "XA"}, "Word", "malformed-authority"),
    ):
        yield Case(comment, {"bundle": pack(members | {"bundle.json": canonical(index)})}, (flag,), code)
    spaced = members["bundle.json"].replace(b'"acts":', b'"acts": ')
    yield Case(
        "an index with a blank",
        {"bundle": pack(members | {"bundle.json": spaced})},
        ("SecondForm",),
        "not-canonical",
    )


def _with(matter: Matter, **changes: Any) -> dict[str, Any]:
    return {"bundle": write_bundle(replace(matter.contents, **changes))}


def _people(matter: Matter) -> Iterator[Case]:
    xa, xb = matter.xa, matter.xb
    stranger = signing("a stranger's root")
    usurper = replace(xa.changed(root=stranger.public), root=stranger)
    acts = matter.contents.acts
    other = replace(acts[0], document=sign_act(matter.envelopes[0].act, signing=xb.signing))
    flipped = replace(acts[0], document=acts[0].document.replace(b'"days":60', b'"days":61'))
    for comment, given, flag, code in (
        (
            "a profile under another root",
            _with(matter, profiles=(usurper.document, xb.document)),
            "WrongKey",
            "wrong-pin",
        ),
        (
            "two profiles of one State",
            _with(matter, profiles=(xa.document, xb.document, xb.document)),
            "DuplicateName",
            "malformed-index",
        ),
        (
            "a State that acted has no profile",
            _with(matter, profiles=(xa.document,)),
            "Empty",
            "profile-missing",
        ),
        ("an act by another State's key", _with(matter, acts=(other, *acts[1:])), "WrongKey", "unknown-key"),
        (
            "a flipped byte in an act",
            _with(matter, acts=(flipped, *acts[1:])),
            "FlippedByte",
            "other-act-signed",
        ),
    ):
        yield Case(comment, given, (flag,), code)
    unpinned = _with(matter, profiles=(usurper.document, xb.document)) | {"pins": {}}
    yield Case("a profile under another root, and no fingerprint is known", unpinned, ("Unpinned",))


def _orders(matter: Matter) -> Iterator[Case]:
    acts, receipts = matter.contents.acts, matter.contents.receipts
    forked = matter.xa.act(matter.xb, "fork", kind="inform", at=NOW + HOUR)
    fork = BundledAct(sign_act(forked, signing=matter.xa.signing), seed("fork").hex())
    for comment, given, flag, code in (
        ("acts in another order", _with(matter, acts=acts[::-1]), "Swapped", "sequence-gap"),
        (
            "the first act is missing",
            _with(matter, acts=acts[1:], receipts=receipts[2:], growth=()),
            "Gap",
            "sequence-gap",
        ),
        ("another act at the same place", _with(matter, acts=(*acts, fork)), "Fork", "forked-story"),
        (
            "the index names another thread",
            _with(matter, thread="xa-2026-0002"),
            "Stranger",
            "stranger-in-thread",
        ),
        (
            "the same act twice",
            _with(matter, acts=(*acts, replace(acts[0], envelope=seed("again").hex()))),
            "Replay",
            "replayed",
        ),
    ):
        yield Case(comment, given, (flag,), code)


def _witnessed(matter: Matter) -> Iterator[Case]:
    xa, xb, proofs = matter.xa, matter.xb, matter.proofs

    def revoked(at: Instant) -> dict[str, Any]:
        record = KeyRecord(xa.signing.public, Validity(NOW + -DAY, NOW + DAY), revoked=at)
        return _with(matter, profiles=(xa.with_keys(record).document, xb.document))

    last = matter.envelopes[-1].act.at
    yield Case("the key was revoked after the last act was witnessed", revoked(last + HOUR), ("Revoked",))
    yield Case(
        "the key was revoked before the last act was witnessed",
        revoked(last + SECOND),
        ("Revoked",),
        "key-revoked",
    )
    witnessed_by_itself = replace(
        matter.contents, receipts=(), growth=(), acts=matter.contents.acts[:1], manifests=()
    )
    submission = replace(proofs[0].about, kind=ReceiptKind.SUBMISSION, state=xa.code)
    own = xa.signs(replace(xa, log=_log(xa)).enters(submission).to_bytes())
    alone = replace(witnessed_by_itself, receipts=(own,))
    yield Case("its author's own State is no witness", {"bundle": write_bundle(alone)}, ("Revoked",))
    record = KeyRecord(xa.signing.public, Validity(NOW + -DAY, NOW + DAY), revoked=NOW + 10 * SECOND)
    stolen = replace(alone, profiles=(xa.with_keys(record).document, xb.document))
    yield Case(
        "the key was revoked, and only its author's own State witnessed the act",
        {"bundle": write_bundle(stolen)},
        ("Revoked",),
        "unwitnessed",
    )
    theirs = KeyRecord(xb.signing.public, Validity(NOW + -DAY, NOW + DAY), revoked=NOW + 2 * HOUR)
    yield Case(
        "the key of the manifest was revoked after the act that names it was witnessed",
        _with(matter, profiles=(xa.document, xb.with_keys(theirs).document)),
        ("Revoked",),
    )
    ended = KeyRecord(xa.signing.public, Validity(NOW + -DAY, NOW + SECOND))
    given = _with(matter, profiles=(xa.with_keys(ended).document, xb.document))
    yield Case("the key ended before the first act was witnessed", given, ("KeyValidity",), "key-expired")
    elsewhere = replace(proofs[0].about, envelope=digest_of(b"another envelope"))
    (held,) = proofs[0].entered

    def changed(**what: object) -> Receipt:
        return replace(proofs[0], entered=(replace(held, **what),))

    forged = changed(statement=replace(held.statement, at=NOW + HOUR))
    moved = changed(salt=bytes(32))
    for comment, receipt, flag, code in (
        (
            "a receipt for another envelope",
            changed(statement=elsewhere),
            "OtherSubject",
            "receipt-for-another",
        ),
        ("a receipt that is not the record's entry", forged, "Content", "inclusion-unproved"),
        ("a receipt with another salt", moved, "Content", "inclusion-unproved"),
    ):
        documents = (xb.signs(receipt.to_bytes()), *matter.contents.receipts[1:])
        yield Case(comment, _with(matter, receipts=documents, growth=()), (flag,), code)
    office = xb.signs(proofs[0].to_bytes(), key=xb.signing)
    given = _with(matter, receipts=(office, *matter.contents.receipts[1:]), growth=())
    yield Case("a receipt that an office signed", given, ("KeyReuse",), "unknown-key")


def _log(party: Party) -> Log:
    log = Log(MemoryStore(), party.log.origin)
    log.append([b"its beginning"])
    return log


def _records(matter: Matter) -> Iterator[Case]:
    xb, proofs, contents = matter.xb, matter.proofs, matter.contents
    second = replace(xb, log=Log(MemoryStore(), xb.log.origin))
    second.log.append([b"another beginning"])
    fork = second.enters(proofs[0].about)
    while fork.checkpoint.size < proofs[1].checkpoint.size:
        fork = second.enters(proofs[1].about)
    documents = (contents.receipts[0], contents.receipts[1], xb.signs(fork.to_bytes()), *contents.receipts[2:])
    yield Case(
        "two checkpoints of one size, two roots",
        _with(matter, receipts=documents, growth=()),
        ("Fork",),
        "forked-record",
    )
    growth = contents.growth[0]
    for comment, other, flag, code in (
        (
            "a growth that is not proved",
            replace(growth, path=(seed("step"), *growth.path[1:])),
            "FlippedByte",
            "consistency-unproved",
        ),
        (
            "a growth between checkpoints that are not there",
            replace(growth, new=growth.new + 90),
            "Unlisted",
            "malformed-index",
        ),
    ):
        yield Case(comment, _with(matter, growth=(other,)), (flag,), code)
    shown = proofs[1].checkpoint
    elsewhere = replace(shown, size=shown.size + 5, signatures=()).signed(xb.log_key)
    for comment, stamp, flag, code in (
        (
            "a time-stamp over a checkpoint of no receipt",
            BundledStamp(elsewhere, b"0"),
            "OtherSubject",
            "stamp-unproved",
        ),
        ("a time-stamp that is none", BundledStamp(shown, b"no token"), "Word", "malformed-stamp"),
    ):
        yield Case(comment, _with(matter, stamps=(stamp,)), (flag,), code)
    manifest = evidence.made([salted_leaf(seed("salt"), 0, b"a" * LEAF)])
    stray = sign_manifest(manifest, signing=xb.signing, office=xb.office)
    given = _with(matter, manifests=(*contents.manifests, stray))
    yield Case("a manifest that no act names", given, ("Unlisted",), "stray-manifest")
    cordian = sign_manifest(manifest, signing=cordia().signing, office=cordia().office)
    given = _with(matter, manifests=(*contents.manifests, cordian))
    yield Case("a manifest of a State that has no profile here", given, ("Stranger",), "profile-missing")
