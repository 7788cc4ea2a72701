"""A State's part in a directory of several States, and the centre's: drafting, signing, publishing, renewing.

    FOLDER/draft/root.json        what the holders are to sign: who holds the directory
    FOLDER/draft/targets.json     and who stands in it
    FOLDER/metadata/              what any web server may give out: N.root.json, N.targets.json, N.XA.json,
                                  N.snapshot.json, timestamp.json
    FOLDER/targets/XA/            the profiles, each under its digest

* A State applies (``application``), and later offers each new profile in its own role (``offer``): both are files that
  are handed over by whatever way two offices have.
* The centre drafts, the holders sign, each at its own node, with a key that never leaves it; the centre publishes once
  a threshold of States has signed. The centre's own two keys say nothing of who is who.
* Files are written whole, and ``timestamp.json`` last: a reader sees the old state or the new one.
* Nothing that was published is changed or taken away; a State that leaves keeps its last role in the snapshot.
"""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from comity.access import Actor
from comity.errors.directory import (
    DirectoryExists,
    DirectoryNotFound,
    DirectoryRolledBack,
    MalformedDirectory,
    NotAHolder,
)
from comity.errors.node import KeyMissing
from comity.foundation.canonical import Json, canonical, parse_canonical
from comity.foundation.directory import Profile
from comity.foundation.directory.applications import Application, read_application, sign_application
from comity.foundation.directory.charter import Charter, Member, read_charter
from comity.foundation.directory.repository import (
    Offer,
    add_signature,
    missing_signatures,
    read,
    require_offer,
    require_root,
    require_targets,
    role_of,
    root_of,
    signers,
    snapshot_of,
    targets_of,
    timestamp_of,
    written,
)
from comity.foundation.fields import Fields
from comity.foundation.identity import SigningKey
from comity.foundation.limits import LIMITS
from comity.node import directory, own
from comity.node.acts import acting
from comity.node.clock import now
from comity.node.keystore import ROOT
from comity.node.rules import NODE_ACTOR
from comity.words import Instant, StateCode

ROLE, HOLDER = "directory-role", "directory-holder"
SNAPSHOT, TIMESTAMP = "directory-snapshot", "directory-timestamp"
RENEW_BEFORE = timedelta(days=2, hours=1)  # of a timestamp's three days
_VERSIONED = re.compile(r"(\d+)\.([A-Za-z]+)\.json")
_T = TypeVar("_T", Root, Targets, Snapshot, Timestamp)


@dataclass(frozen=True, slots=True)
class Draft:
    """What waits for the holders' signatures: what it would say, who has signed, how many are missing."""

    charter: Charter
    signed: tuple[StateCode, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Folder:
    """A directory on the disk of its centre, or a copy of its draft at a holder's."""

    path: Path

    @property
    def published(self) -> bool:
        """Whether a root was published from here."""
        return bool(self.newest("root"))

    def newest(self, role: str) -> int:
        """Give the newest version of a role that was published, or 0."""
        return max((version for name, version in self._versions() if name == role), default=0)

    def roles(self) -> set[StateCode]:
        """Name the States that ever published here."""
        named = {name for name, _ in self._versions()}
        return {StateCode(name) for name in named if name.isupper()}

    def file(self, role: str) -> bytes:
        """Give the newest version of a role as it was published, or raise DirectoryNotFound."""
        version = self.newest(role)
        if not version:
            raise DirectoryNotFound(role)
        return (self.path / "metadata" / f"{version}.{role}.json").read_bytes()

    def role(self, kind: type[_T]) -> _T:
        """Read the newest version of a top role."""
        return read(self.file(kind.type), kind).signed

    def charter(self) -> Charter:
        """Read who holds the directory and who stands in it, as published."""
        return read_charter(self.role(Root), self.role(Targets))

    def drafted(self, kind: type[_T]) -> Metadata[_T] | None:
        """Read what is drafted of a role, or none."""
        file = self.path / "draft" / f"{kind.type}.json"
        return read(file.read_bytes(), kind) if file.exists() else None

    def draft(self, metadata: Metadata[_T]) -> None:
        """Keep a draft, in place of the one before."""
        _write(self.path / "draft" / f"{metadata.signed.type}.json", written(metadata))

    def publish(self, role: str, version: int, data: bytes) -> None:
        """Publish a version of a role once; the same again changes nothing, another is refused."""
        file = self.path / "metadata" / f"{version}.{role}.json"
        if file.exists() and file.read_bytes() != data:
            raise DirectoryRolledBack(role, version=version, seen=version)
        _write(file, data)

    def timestamp(self) -> Timestamp | None:
        """Read the timestamp that is published, or none."""
        file = self.path / "metadata" / "timestamp.json"
        return read(file.read_bytes(), Timestamp).signed if file.exists() else None

    def _versions(self) -> Iterator[tuple[str, int]]:
        for file in (self.path / "metadata").glob("*.json"):
            if found := _VERSIONED.fullmatch(file.name):
                yield found[2], int(found[1])


def apply(by: Actor, *, holder: bool) -> bytes:
    """Sign this State's application to a directory; with ``holder`` it would also hold the directory together."""
    with acting(by, "node.hold-directory") as act:
        application = Application(
            own.state(),
            own.keys().signing(ROOT).public.thumbprint,
            _key(ROLE).public,
            _key(HOLDER).public if holder else None,
            act.at,
        )
        document = sign_application(application, own.keys().signing(ROOT))
        act.record("node:directory:applied", document, about="directory")
    return document


def draft(
    by: Actor,
    folder: Folder,
    applications: Sequence[bytes],
    *,
    threshold: int = 0,
    leaving: Collection[StateCode] = (),
) -> Charter:
    """Draft a directory of those who applied, or its next version; the fingerprints were compared before.

    Without ``threshold`` the one in force stays. What is drafted counts nothing until the holders have signed it.
    """
    before = folder.charter() if folder.published else None
    if before is None and (folder.path / "draft").exists():
        raise DirectoryExists(folder.path.name)
    applied = [read_application(document) for document in applications]
    with acting(by, "node.hold-directory") as act:
        charter = _chartered(before, applied, leaving, threshold)
        if before is None or _heads(charter) != _heads(before):
            folder.draft(root_of(charter, version=folder.newest("root") + 1, at=act.at))
        folder.draft(targets_of(charter, version=folder.newest("targets") + 1, at=act.at))
        act.record("node:directory:drafted", _told(charter), about="directory")
    return charter


def drafted(folder: Folder) -> Draft:
    """Show what waits for signatures, or raise DirectoryNotFound."""
    root, targets = folder.drafted(Root), folder.drafted(Targets)
    if targets is None:
        raise DirectoryNotFound("draft")
    head = root.signed if root else folder.role(Root)
    charter = read_charter(head, targets.signed)
    missing = missing_signatures(head, targets)
    if root is not None:
        missing = max(missing, missing_signatures(head, root))
    return Draft(charter, tuple(signers(targets, charter.holders)), missing)


def sign(by: Actor, folder: Folder) -> Draft:
    """Add this State's signature as a holder to what is drafted; raises NotAHolder."""
    root, targets = folder.drafted(Root), folder.drafted(Targets)
    if targets is None:
        raise DirectoryNotFound("draft")
    key = _held(HOLDER)
    heads = [*([root.signed] if root else []), *([folder.role(Root)] if folder.published else [])]
    if not any(key.public.thumbprint in head.roles[Root.type].keyids for head in heads):
        raise NotAHolder(own.state())
    with acting(by, "node.hold-directory") as act:
        if root is not None:
            add_signature(root, key)
            folder.draft(root)
        if key.public.thumbprint in heads[0].roles[Targets.type].keyids:
            add_signature(targets, key)
            folder.draft(targets)
        act.record("node:directory:signed", targets.signed_bytes, about="directory")
    return drafted(folder)


def offer(by: Actor) -> bytes:
    """Sign this State's own role over its newest profile, as a file for the centre."""
    with acting(by, "node.hold-directory") as act:
        profile, document = directory.own_profile(), directory.export()
        profile.require_current(act.at)
        role = role_of(document, profile)
        add_signature(role, _held(ROLE))
        told: dict[str, Json] = {
            "v": 1,
            "state": profile.state,
            "role": written(role).decode("utf-8"),
            "profile": document.decode("utf-8"),
        }
        act.record("node:directory:offered", document, about="directory")
    return canonical(told)


def read_offer(document: bytes) -> Offer:
    """Read what a State offers; nothing of it is verified yet."""
    limit = 2 * LIMITS.profile
    fields = Fields(parse_canonical(document, limit=limit), path="offer", refusal=MalformedDirectory)
    fields.integer("v", least=1, most=1)
    state = fields.word("state", StateCode)
    role, profile = fields.text("role"), fields.text("profile", most=limit)
    fields.close()
    return Offer(state, role.encode("utf-8"), profile.encode("utf-8"))


def publish(by: Actor, folder: Folder, offers: Sequence[bytes] = ()) -> Charter:
    """Publish what the holders have signed and what States offer, under a new snapshot and timestamp.

    1. the drafts, once a threshold of holders has signed them; the root under the one before as well
    2. each State's role, signed by that State's own key
    3. one snapshot of all of it, and the timestamp that names it
    """
    with acting(by, "node.hold-directory") as act:
        _publish_drafts(folder)  # 1
        charter, targets = folder.charter(), folder.role(Targets)
        for document in offers:  # 2
            _publish_offer(folder, read_offer(document), targets, charter, act.at)
        _publish_snapshot(folder, act.at)  # 3
        act.record("node:directory:published", _told(charter), about="directory")
    return charter


def renew(folder: Folder) -> bool:
    """Renew the timestamp, and the snapshot with it, where less than two days are left; says whether it was."""
    if not renewal_due(folder, now()):
        return False
    with acting(NODE_ACTOR, "node.renew-directory") as act:
        _publish_snapshot(folder, act.at)
        act.record("node:directory:renewed", str(act.at).encode(), about="directory")
    return True


def renewal_due(folder: Folder, at: Instant) -> bool:
    """Say whether what the centre vouches for is to be renewed."""
    newest = folder.timestamp()
    return newest is not None and Instant.at(newest.expires) - at <= RENEW_BEFORE


def _chartered(
    before: Charter | None, applied: Sequence[Application], leaving: Collection[StateCode], threshold: int
) -> Charter:
    holders = dict(before.holders) if before else {}
    members = {member.state: member for member in before.members} if before else {}
    for one in applied:
        members[one.state] = Member(one.state, one.fingerprint, one.role)
        if one.holder is not None:
            holders[one.state] = one.holder
    for state in leaving:
        members.pop(state, None)
        holders.pop(state, None)
    least = threshold or (before.threshold if before else 0)
    return Charter(
        holders,
        least,
        _key(SNAPSHOT).public,
        _key(TIMESTAMP).public,
        tuple(members[state] for state in sorted(members)),
    )


def _publish_drafts(folder: Folder) -> None:
    root, targets = folder.drafted(Root), folder.drafted(Targets)
    old = folder.role(Root) if folder.published else None
    if root is not None and (old is None or root.signed.version > old.version):
        require_root(root, old=old)
    head = root.signed if root is not None else old
    if targets is None or head is None:
        if old is None:
            raise DirectoryNotFound("draft")
        return
    if targets.signed.version > folder.newest("targets"):
        require_targets(head, targets, newest=folder.newest("targets") + 1)
        if root is not None:
            folder.publish(Root.type, root.signed.version, written(root))
        folder.publish(Targets.type, targets.signed.version, written(targets))
    for kind in (Root, Targets):
        (folder.path / "draft" / f"{kind.type}.json").unlink(missing_ok=True)
    (folder.path / "draft").rmdir()


def _publish_offer(folder: Folder, offer: Offer, targets: Targets, charter: Charter, at: Instant) -> Profile:
    profile = require_offer(offer, targets, charter, at=at, newest=folder.newest(offer.state))
    name = f"{sha256(offer.profile).hexdigest()}.profile.jws"
    _write(folder.path / "targets" / offer.state / name, offer.profile)
    folder.publish(offer.state, profile.serial, offer.role)
    return profile


def _publish_snapshot(folder: Folder, at: Instant) -> None:
    files = {role: (folder.newest(role), folder.file(role)) for role in ("targets", *sorted(folder.roles()))}
    snapshot = snapshot_of(files, version=folder.newest("snapshot") + 1, at=at)
    add_signature(snapshot, _held(SNAPSHOT))
    folder.publish("snapshot", snapshot.signed.version, written(snapshot))
    before = folder.timestamp()
    version = before.version + 1 if before else 1
    stamp = timestamp_of(written(snapshot), of=snapshot.signed.version, version=version, at=at)
    add_signature(stamp, _held(TIMESTAMP))
    _write(folder.path / "metadata" / "timestamp.json", written(stamp))  # last


def _heads(charter: Charter) -> tuple[object, ...]:
    return dict(charter.holders), charter.threshold, charter.snapshot, charter.timestamp


def _told(charter: Charter) -> bytes:
    members: list[str] = [f"{member.state} {member.fingerprint}" for member in charter.members]
    return canonical({"threshold": charter.threshold, "holders": sorted(charter.holders), "members": members})


def _key(name: str) -> SigningKey:
    """Return a key of this node, made the first time."""
    keys = own.keys()
    if not keys.holds(name):
        keys.make(name, os.urandom)
    return keys.signing(name)


def _held(name: str) -> SigningKey:
    try:
        return own.keys().signing(name)
    except KeyMissing as error:
        raise NotAHolder(own.state()) from error


def _write(file: Path, data: bytes) -> None:
    """Write a file whole: whoever reads sees the old one or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(file.name + ".new")
    with new.open("wb") as sheet:
        sheet.write(data)
        sheet.flush()
        os.fsync(sheet.fileno())
    new.replace(file)
