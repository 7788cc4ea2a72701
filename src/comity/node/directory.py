"""Who is who, as this node knows it: its own profile, and those of the States it has pinned.

* The own profile is issued by ``comity.node.issuing``.
* A peer is pinned once, after an officer has compared its fingerprint by other means. A later profile must be signed by
  the same root key or by its successor, and must not be older than the newest one seen.
* A directory that this node follows may bring a later profile, or a State that is not pinned yet: its holders then
  vouch for the fingerprint. What an officer compared goes before: another root key, or another profile under a serial
  that is known, is refused and shown.
* What is read from the rows was verified when it was pinned; whether it is still in force is asked at each use.
* Every profile that was ever believed is kept, so that what it proved can be told later.
"""

from comity.access import Actor
from comity.errors.directory import RootKeyDisputed
from comity.errors.node import FingerprintDiffers, OwnProfileMissing
from comity.foundation.directory import Profile, introduced, lineage, require_version, verify_profile, vouched
from comity.foundation.identity import KeyId
from comity.node import own
from comity.node.acts import acting
from comity.node.clock import now
from comity.node.issuing import sign_own
from comity.node.models import PinnedProfile, ProfileVersion
from comity.node.profiles import address, in_force, keep, own_authorities, own_profile, peer, peers
from comity.node.rules import NODE_ACTOR
from comity.words import Instant, StateCode

__all__ = [
    "address",
    "compared",
    "export",
    "history",
    "in_force",
    "introduce",
    "own_authorities",
    "own_profile",
    "peer",
    "peers",
    "pin",
    "sign_own",
    "take",
]


def export() -> bytes:
    """Return the signed own profile, to be handed to peers."""
    row = PinnedProfile.objects.filter(state=own.state()).first()
    if row is None:
        raise OwnProfileMissing(own.state())
    return bytes(row.jws)


def introduce(document: bytes) -> Profile:
    """Read a profile that is to be pinned, so that its fingerprint can be shown and compared first."""
    return introduced(document, at=now())


def pin(by: Actor, document: bytes, *, fingerprint: str | None = None) -> Profile:
    """Pin the profile in ``document``; with ``fingerprint`` only if its root key has that one.

    A State that is pinned already keeps its root key, or shows its successor, and its serial never goes back.
    """
    profile = introduced(document, at=now())
    if fingerprint is not None and fingerprint != profile.fingerprint:
        raise FingerprintDiffers(profile.state, expected=fingerprint[:40], found=profile.fingerprint)
    with acting(by, "node.pin-profile", profile) as act:
        _require_newer(profile.state, document, act.at)
        keep(profile, document, act.at, ProfileVersion.Source.HAND)
        act.record("node:profile:pinned", document, about=profile.state)
    return profile


def take(document: bytes, *, state: StateCode, fingerprint: KeyId, version: int) -> Profile:
    """Pin the profile that the followed directory gives for ``state``, whose ``fingerprint`` its holders vouch for.

    1. the profile is that State's, in force, and signed by the root key that the holders vouch for
    2. a State that is pinned already keeps its root key, or shows that the new one is its successor
    3. its serial never goes back, and a serial names one profile
    4. the State named it in the ``version`` of its role that is the profile's serial
    """
    profile = vouched(document, state=state, fingerprint=fingerprint, at=now())  # 1
    with acting(NODE_ACTOR, "node.take-profile", profile) as act:
        known = PinnedProfile.objects.filter(state=state).first()
        if known is not None and known.fingerprint not in lineage(profile):  # 2
            raise RootKeyDisputed(state, pinned=known.fingerprint, told=fingerprint)
        _require_newer(state, document, act.at)  # 3
        require_version(profile, version)  # 4
        keep(profile, document, act.at, ProfileVersion.Source.DIRECTORY)
        act.record("node:profile:renewed", document, about=state)
    return profile


def history(state: StateCode) -> list[ProfileVersion]:
    """List every profile of ``state`` that this node believed, the newest first, without their documents."""
    return list(ProfileVersion.objects.filter(state=state).defer("jws").order_by("-serial"))


def compared(state: StateCode) -> bool:
    """Say whether an officer of this node compared the State's fingerprint by other means."""
    return ProfileVersion.objects.filter(state=state, source=ProfileVersion.Source.HAND).exists()


def _require_newer(state: StateCode, document: bytes, at: Instant) -> None:
    known = PinnedProfile.objects.filter(state=state).first()
    if known is not None:
        newest = (
            known.serial if bytes(known.jws) == document else known.serial + 1
        )  # a serial names one profile
        verify_profile(document, pinned=KeyId(known.fingerprint), at=at, newest_serial=newest)
