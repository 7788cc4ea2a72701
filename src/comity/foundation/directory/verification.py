"""Signing a profile, and verifying one against the root key that was pinned for the State.

What the root key signs is a statement on the first line; it names the profile below it by digest and size.

 1. size      the document is within its limit
 2. root      it brings one root key along
 3. signature that key signed the statement, which names the bytes below it; only now is the profile read
 4. form      the profile names the same root key, and is of a version that we speak
 5. pin       the root's fingerprint is the one pinned, or the chain of successors leads to it from the one pinned
 6. serial    it is not older than the newest one seen
 7. expiry    it is in force at the moment of asking

Where no fingerprint is pinned yet, step 5 proves nothing: whoever asks must compare the fingerprint with the State by
other means before anything is believed, and says so by asking ``introduced``. Who follows a chain pins its end: the old
root, which may be known to others by then, is not believed again.
"""

from comity.errors.directory import (
    MalformedDirectory,
    OtherProfileSigned,
    ProfileRolledBack,
    SpeaksForAnother,
    WrongPin,
)
from comity.errors.envelopes import MalformedSigned
from comity.errors.node import FingerprintDiffers
from comity.foundation.directory.codec import parse_profile, print_profile
from comity.foundation.directory.profile import Profile
from comity.foundation.directory.succession import verify_succession
from comity.foundation.envelopes import Stated, read_stated, sign_stated
from comity.foundation.identity import KeyId, SigningKey
from comity.foundation.limits import LIMITS
from comity.words import Instant, StateCode

PROFILE = "comity-profile"
_PROFILE = "profile"


def sign_profile(profile: Profile, root: SigningKey) -> bytes:
    """Sign ``profile`` with the root key that it names."""
    if root.public != profile.root:
        raise WrongPin(profile.state, fingerprint=root.public.thumbprint)
    return sign_written(print_profile(profile), root=root, state=profile.state)


def sign_written(written: bytes, *, root: SigningKey, state: StateCode) -> bytes:
    """Sign the canonical bytes of a profile of ``state``; what they say is not looked at."""
    return sign_stated(_PROFILE, written, typ=PROFILE, keys=(root,), issuer=state, introduce=True)


def verify_profile(document: bytes, *, pinned: KeyId, at: Instant, newest_serial: int = 0) -> Profile:
    """Return the profile when every step holds at ``at``, or raise."""
    profile = authentic_profile(document, pinned=pinned)  # 1-5
    if profile.serial < newest_serial:  # 6
        raise ProfileRolledBack(profile.state, serial=profile.serial, seen=newest_serial)
    profile.require_current(at)  # 7
    return profile


def introduced(document: bytes, *, at: Instant) -> Profile:
    """Read a profile from a State that is not pinned yet; its fingerprint is still to be compared."""
    profile = authentic_profile(document, pinned=None)
    profile.require_current(at)
    return profile


def vouched(document: bytes, *, state: StateCode, fingerprint: KeyId, at: Instant) -> Profile:
    """Return the profile of ``state`` that is in force and signed by the root of ``fingerprint``, or raise.

    The holders of a directory vouch for that fingerprint.
    """
    profile = introduced(document, at=at)
    if profile.state != state:
        raise SpeaksForAnother(profile.state)
    if profile.fingerprint != fingerprint:
        raise FingerprintDiffers(state, expected=fingerprint, found=profile.fingerprint)
    return profile


def require_version(profile: Profile, version: int) -> None:
    """Return when a State may name ``profile`` in that version of its role, or raise: it has the profile's serial."""
    if profile.serial != version:
        raise MalformedDirectory(f"role.{profile.state}", expected="the serial of the profile as its version")


def claimed_state(document: bytes) -> StateCode:
    """Give the State whose profile a document claims to be; nothing of it is proved."""
    return StateCode(_parted(document).statement.issuer)


def lineage(profile: Profile) -> tuple[KeyId, ...]:
    """Give the fingerprints of all the State's roots, from the first that signed a successor to the one of now."""
    return verify_succession(profile.succession, state=profile.state, root=profile.root)


def authentic_profile(document: bytes, *, pinned: KeyId | None) -> Profile:
    """Return the profile when steps 1 to 5 hold, whenever that was; for what is verified long afterwards."""
    stated = _parted(document)  # 1
    signed = stated.statement
    root = signed.introduced
    if root is None or len(signed.signatures) != 1:  # 2
        raise MalformedSigned("jws.protected.jwk", expected="the root key")
    verified = stated.verify(  # 3
        _PROFILE,
        typ=PROFILE,
        known=lambda kid: root if kid == root.thumbprint else None,
        other=OtherProfileSigned,
    )
    profile = parse_profile(stated.written)  # 4
    if profile.root != root or profile.state != verified.issuer:
        raise WrongPin(profile.state, fingerprint=profile.fingerprint)
    roots = lineage(profile)
    if pinned is not None and pinned not in roots:  # 5
        raise WrongPin(signed.issuer, fingerprint=root.thumbprint)
    return profile


def _parted(document: bytes) -> Stated:
    return read_stated(document, what=_PROFILE, limit=LIMITS.profile)
