"""Refusals of the profiles of States and of the keys they name."""

from comity.errors import Conflicting, Forbidden, Malformed, Unproved


class MalformedProfile(Malformed):
    """A field of a profile is missing, unknown or not in its form."""


class WrongPin(Unproved):
    """The profile is signed by another root key than the one pinned for the State."""


class StaleProfile(Conflicting):
    """The profile is past its expiry."""


class ProfileNotYetIssued(Conflicting):
    """The profile is dated in the future."""


class ProfileRolledBack(Conflicting):
    """The profile is older than one already seen."""


class UnknownKey(Unproved):
    """The State's profile names no such key for this use."""


class KeyRevoked(Forbidden):
    """The key was revoked before this was witnessed."""


class UnknownAuthority(Malformed):
    """The State's profile names no such authority."""


class NoCompetentAuthority(Forbidden):
    """No authority of the State is competent for this."""
