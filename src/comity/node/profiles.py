"""The profiles that this node has pinned, its own among them, read and kept in memory for as long as they are newest.

What is read from the rows was verified when it was pinned; whether it is still in force is asked at each use.
"""

from functools import lru_cache

from comity.errors.node import OwnProfileMissing, UnknownPeer
from comity.foundation.directory import Profile, authentic_profile
from comity.foundation.identity import KeyId
from comity.node import own
from comity.node.models import PinnedProfile, ProfileVersion
from comity.node.rows import select
from comity.words import AuthorityId, Instant, StateCode

_NEWEST = "SELECT serial, fingerprint, pinned_at FROM node_pinnedprofile WHERE state = %s"


def own_profile() -> Profile:
    """Return this State's own profile, or raise OwnProfileMissing."""
    try:
        return peer(own.state())
    except UnknownPeer:
        raise OwnProfileMissing(own.state()) from None


def own_authorities() -> frozenset[AuthorityId]:
    """Name the authorities that this node acts for."""
    return frozenset(own_profile().offices)


def peer(state: StateCode) -> Profile:
    """Return the pinned profile of ``state``, whether or not it is still in force, or raise UnknownPeer."""
    found = select(_NEWEST, state)
    if not found:
        raise UnknownPeer(state)
    return _profile(state, *found[0])


def in_force(state: StateCode, at: Instant) -> Profile:
    """Return the pinned profile of ``state`` for a new act, or raise UnknownPeer or StaleProfile."""
    profile = peer(state)
    profile.require_current(at)
    return profile


def peers() -> list[Profile]:
    """Return every pinned profile but our own, by State."""
    states = PinnedProfile.objects.exclude(state=own.state()).order_by("state").values_list("state", flat=True)
    return [peer(StateCode(state)) for state in states]


def address(state: StateCode) -> str:
    """Return the address of the State's first node."""
    return peer(state).nodes[0].url


def keep(profile: Profile, document: bytes, at: Instant, source: ProfileVersion.Source) -> None:
    """Keep a verified profile as the newest of its State, and pin the root key that signed it."""
    kept = {"jws": document, "fingerprint": profile.fingerprint, "pinned_at": at}
    PinnedProfile.objects.update_or_create(state=profile.state, defaults={"serial": profile.serial, **kept})
    ProfileVersion.objects.update_or_create(
        state=profile.state, serial=profile.serial, defaults={**kept, "source": source}
    )


@lru_cache(maxsize=512)
def _profile(state: StateCode, serial: int, fingerprint: str, _pinned_at: int) -> Profile:
    """Read a pinned profile; one that was pinned anew is another key of the cache."""
    row = PinnedProfile.objects.get(state=state, serial=serial)
    return authentic_profile(bytes(row.jws), pinned=KeyId(fingerprint))
