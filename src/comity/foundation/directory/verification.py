"""Signing a profile, and verifying one against the root key that was pinned for the State.

 1. size      the document is within its limit
 2. root      it brings one root key along
 3. signature that key signed the document; only now is the profile read
 4. form      the profile names the same root key, and is of a version that we speak
 5. pin       the root's fingerprint is the one pinned, or the chain of successors leads to it from the one pinned
 6. serial    it is not older than the newest one seen
 7. expiry    it is in force at the moment of asking

Where no fingerprint is pinned yet, step 5 proves nothing: whoever asks must compare the fingerprint with the State by
other means before anything is believed, and says so by asking ``introduced``. Who follows a chain pins its end: the old
root, which may be known to others by then, is not believed again.
"""

from comity.errors.directory import ProfileRolledBack, WrongPin
from comity.errors.envelopes import MalformedSigned
from comity.foundation.directory.codec import parse_profile, print_profile
from comity.foundation.directory.profile import Profile
from comity.foundation.directory.succession import verify_succession
from comity.foundation.envelopes import read_signed, sign_payload
from comity.foundation.identity import KeyId, SigningKey
from comity.foundation.limits import LIMITS
from comity.words import Instant

PROFILE = "comity-profile"
_DOCUMENT = LIMITS.profile + LIMITS.profile // 2  # base64 and headers around the profile


def sign_profile(profile: Profile, root: SigningKey) -> bytes:
    """Sign ``profile`` with the root key that it names."""
    if root.public != profile.root:
        raise WrongPin(profile.state, fingerprint=root.public.thumbprint)
    return sign_payload(print_profile(profile), typ=PROFILE, keys=(root,), issuer=profile.state, introduce=True)


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


def lineage(profile: Profile) -> tuple[KeyId, ...]:
    """Give the fingerprints of all the State's roots, from the first that signed a successor to the one of now."""
    return verify_succession(profile.succession, state=profile.state, root=profile.root)


def authentic_profile(document: bytes, *, pinned: KeyId | None) -> Profile:
    """Return the profile when steps 1 to 5 hold, whenever that was; for what is verified long afterwards."""
    signed = read_signed(document, limit=_DOCUMENT)  # 1
    root = signed.introduced
    if root is None or len(signed.signatures) != 1:  # 2
        raise MalformedSigned("jws.protected.jwk", expected="the root key")
    verified = signed.verify(typ=PROFILE, known=lambda kid: root if kid == root.thumbprint else None)  # 3
    profile = parse_profile(verified.payload)  # 4
    if profile.root != root or profile.state != verified.issuer:
        raise WrongPin(profile.state, fingerprint=profile.fingerprint)
    roots = lineage(profile)
    if pinned is not None and pinned not in roots:  # 5
        raise WrongPin(signed.issuer, fingerprint=root.thumbprint)
    return profile
