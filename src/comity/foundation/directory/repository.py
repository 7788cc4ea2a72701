"""A directory of several States as a TUF repository: composing its metadata, and signing it.

| role | says | signed by | lives |
|---|---|---|---|
| ``root`` | who holds the directory, and its threshold | holders, across States | a year |
| ``targets`` | which States stand in it, with their role keys and fingerprints | the same | a year |
| ``XA`` | which profile is Aldova's newest | Aldova alone | as long as the profile |
| ``snapshot`` | which version of each role goes with which | the centre | thirty days |
| ``timestamp`` | which snapshot is the newest | the centre | three days |

* A State's role has the version of its profile's serial: both only grow, and no centre needs to count for it.
* What the centre signs is short-lived, so that a directory that is held back soon shows itself as stale.
* A root that takes the place of another is signed by a threshold of both.                       TUF 1.0, 5.3.4
* Every file is named with its length and digest by the one above it: halves of two states never go together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from securesystemslib.signer import Key, Signature, SSlibKey
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Role,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization import DeserializationError
from tuf.api.serialization.json import JSONSerializer

from comity.errors.directory import DirectoryRolledBack, DirectoryUnsigned, MalformedDirectory, SpeaksForAnother
from comity.errors.node import FingerprintDiffers
from comity.foundation.directory.charter import (
    FINGERPRINT,
    STATE,
    Charter,
    Member,
    profile_path,
    read_charter,
    read_holders,
)
from comity.foundation.directory.profile import Profile
from comity.foundation.directory.verification import authentic_profile
from comity.foundation.identity import SigningKey, VerifyingKey
from comity.words import Instant, StateCode

YEAR, SNAPSHOT_LIFE, TIMESTAMP_LIFE = timedelta(days=365), timedelta(days=30), timedelta(days=3)
_ED25519 = "ed25519"
_T = TypeVar("_T", Root, Targets, Snapshot, Timestamp)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a State publishes of itself: its signed role, and its signed profile."""

    state: StateCode
    role: bytes
    profile: bytes


def root_of(charter: Charter, *, version: int, at: Instant) -> Metadata[Root]:
    """Compose the root: who holds the directory."""
    holders: dict[str, Key] = {key.thumbprint: key_of(key, state) for state, key in charter.holders.items()}
    centre: dict[str, Key] = {key.thumbprint: key_of(key) for key in (charter.snapshot, charter.timestamp)}
    roles = {
        Root.type: Role(list(holders), charter.threshold),
        Targets.type: Role(list(holders), charter.threshold),
        Snapshot.type: Role([charter.snapshot.thumbprint], 1),
        Timestamp.type: Role([charter.timestamp.thumbprint], 1),
    }
    return Metadata(
        Root(version, expires=_until(at, YEAR), keys=holders | centre, roles=roles, consistent_snapshot=True)
    )


def targets_of(charter: Charter, *, version: int, at: Instant) -> Metadata[Targets]:
    """Compose who stands in the directory."""
    keys: dict[str, Key] = {
        member.role.thumbprint: key_of(member.role, member.state) for member in charter.members
    }
    roles = {str(member.state): _delegated(member) for member in charter.members}
    return Metadata(
        Targets(version, expires=_until(at, YEAR), targets={}, delegations=Delegations(keys, roles))
    )


def role_of(document: bytes, profile: Profile) -> Metadata[Targets]:
    """Compose a State's own role: its profile as it was signed, and nothing else."""
    path = profile_path(profile.state)
    target = TargetFile(len(document), {"sha256": sha256(document).hexdigest()}, path)
    return Metadata(
        Targets(profile.serial, expires=profile.expires.moment.replace(microsecond=0), targets={path: target})
    )


def snapshot_of(files: Mapping[str, tuple[int, bytes]], *, version: int, at: Instant) -> Metadata[Snapshot]:
    """Compose which version of each role goes with which; ``files`` gives version and bytes by role."""
    meta = {f"{role}.json": _meta(number, data) for role, (number, data) in files.items()}
    return Metadata(Snapshot(version, expires=_until(at, SNAPSHOT_LIFE), meta=meta))


def timestamp_of(snapshot: bytes, *, of: int, version: int, at: Instant) -> Metadata[Timestamp]:
    """Compose which snapshot is the newest."""
    return Metadata(Timestamp(version, expires=_until(at, TIMESTAMP_LIFE), snapshot_meta=_meta(of, snapshot)))


def add_signature(metadata: Metadata[_T], key: SigningKey) -> None:
    """Sign ``metadata`` with ``key``, beside the signatures that it bears already."""
    name = key.public.thumbprint
    metadata.signatures[name] = Signature(name, key.sign(metadata.signed_bytes).hex())


def written(metadata: Metadata[_T]) -> bytes:
    """Write ``metadata`` as it is published."""
    return metadata.to_bytes(JSONSerializer(compact=True))


def read(data: bytes, kind: type[_T]) -> Metadata[_T]:
    """Read metadata of one kind, unverified, or raise MalformedDirectory."""
    try:
        metadata = Metadata[_T].from_bytes(data)
    except DeserializationError as error:
        raise MalformedDirectory(kind.type, expected="metadata of TUF") from error
    if not isinstance(metadata.signed, kind):
        raise MalformedDirectory(kind.type, expected=kind.type)
    return metadata


def missing_signatures(root: Root, metadata: Metadata[_T]) -> int:
    """Say how many signatures of holders are still missing on ``root`` or ``targets`` under ``root``."""
    found = root.get_verification_result(metadata.signed.type, metadata.signed_bytes, metadata.signatures)
    return found.missing


def require_root(new: Metadata[Root], *, old: Root | None) -> None:
    """Return when ``new`` is sound, continues ``old``, and is signed by a threshold of both, or raise.

    Without ``old`` it is the first that one sees, of whatever version: it came by other means.
    """
    read_holders(new.signed)
    if old is not None and new.signed.version != old.version + 1:
        raise DirectoryRolledBack(Root.type, version=new.signed.version, seen=old.version)
    for root in (new.signed, *(() if old is None else (old,))):
        _require(root, new)


def require_targets(root: Root, new: Metadata[Targets], *, newest: int = 0) -> Charter:
    """Return the charter when ``new`` is signed by the holders under ``root`` and is no older, or raise."""
    _require(root, new)
    if new.signed.version < newest:
        raise DirectoryRolledBack(Targets.type, version=new.signed.version, seen=newest)
    return read_charter(root, new.signed)


def require_offer(offer: Offer, targets: Targets, charter: Charter, *, at: Instant, newest: int = 0) -> Profile:
    """Return the profile when a State may publish it in its role, or raise.

    1. the State stands in the directory, and its own key signed the role
    2. the role names its profile and nothing else, under the version of its serial, and is not expired
    3. the profile is signed by the root key that the holders vouch for, and is that State's; a State that replaced its
       root applies anew first, or no reader would take what it publishes
    4. it is not older than the one that is published
    """
    member, role = charter.member(offer.state), read(offer.role, Targets)
    if member is None:  # 1
        raise SpeaksForAnother(offer.state)
    try:
        targets.verify_delegate(offer.state, role.signed_bytes, role.signatures)
    except (RepositoryError, ValueError) as error:
        raise DirectoryUnsigned(offer.state) from error
    profile = authentic_profile(offer.profile, pinned=member.fingerprint)  # 3
    if profile.state != offer.state:
        raise SpeaksForAnother(profile.state)
    if profile.fingerprint != member.fingerprint:
        raise FingerprintDiffers(offer.state, expected=member.fingerprint, found=profile.fingerprint)
    profile.require_current(at)
    if role.signed != role_of(offer.profile, profile).signed:  # 2
        raise MalformedDirectory(f"role.{offer.state}", expected="the State's profile and nothing else")
    if profile.serial < newest:  # 4
        raise DirectoryRolledBack(offer.state, version=profile.serial, seen=newest)
    return profile


def signers(metadata: Metadata[_T], holders: Mapping[StateCode, VerifyingKey]) -> Iterable[StateCode]:
    """Name the holders whose signature stands on ``metadata``."""
    return [state for state, key in holders.items() if key.thumbprint in metadata.signatures]


def _require(root: Root, metadata: Metadata[_T]) -> None:
    try:
        root.verify_delegate(metadata.signed.type, metadata.signed_bytes, metadata.signatures)
    except (RepositoryError, ValueError) as error:
        raise DirectoryUnsigned(metadata.signed.type) from error


def _delegated(member: Member) -> DelegatedRole:
    told = {FINGERPRINT: str(member.fingerprint)}
    paths = [profile_path(member.state)]
    return DelegatedRole(
        str(member.state), [member.role.thumbprint], 1, terminating=True, paths=paths, unrecognized_fields=told
    )


def key_of(key: VerifyingKey, state: StateCode | None = None) -> SSlibKey:
    """Write a key as metadata names it, with the State that holds it."""
    told = {} if state is None else {STATE: str(state)}
    return SSlibKey(key.thumbprint, _ED25519, _ED25519, {"public": key.raw.hex()}, told)


def _meta(version: int, data: bytes) -> MetaFile:
    return MetaFile(version, len(data), {"sha256": sha256(data).hexdigest()})


def _until(at: Instant, span: timedelta) -> datetime:
    return (at + span).moment.replace(microsecond=0)
