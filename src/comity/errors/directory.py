"""Refusals of the profiles of States and of the keys they name."""

from comity.errors import Conflicting, Excessive, Forbidden, Malformed, OperatorError, PeerError, Unproved


class MalformedProfile(Malformed):
    """A field of a profile is missing, unknown or not in its form."""


class WrongPin(Unproved):
    """The profile is signed by another root key than the one pinned for the State."""


class OtherProfileSigned(Unproved):
    """The root key signed a statement about another profile than the one below it."""


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


class MalformedApplication(Malformed):
    """A field of an application to a directory is missing, unknown or not in its form."""


class MalformedDirectory(Malformed):
    """A part of the directory is not in its form."""


class DirectoryUnsound(Unproved):
    """The directory is not held by several States together."""


class DirectoryUnsigned(Unproved):
    """A part of the directory is not signed by enough of those who may sign it."""


class DirectoryMixed(Unproved):
    """A part of the directory is not the one that the part above it names."""


class DirectoryRolledBack(Conflicting):
    """A part of the directory is older than one already seen."""


class DirectoryFrozen(Conflicting):
    """A part of the directory is past its expiry: nobody has renewed it, or somebody holds it back."""


class DirectoryTooLarge(Excessive):
    """A part of the directory is larger than it may be."""


class SpeaksForAnother(Unproved):
    """A role of the directory speaks for a State that is not its own."""


class RootKeyDisputed(Conflicting):
    """The directory names another root key for the State than the one pinned here."""


class NotInDirectory(Conflicting):
    """The State does not stand in the directory, or has published nothing there."""


class DirectoryUnreachable(PeerError):
    """The directory could not be fetched."""


class DirectoryNotFollowed(OperatorError):
    """This node follows no directory."""


class DirectoryAddress(OperatorError):
    """The address is not the directory's own."""


class DirectoryRootNotCompared(OperatorError):
    """A directory is followed only after its holders were compared by other means."""


class FingerprintsNotCompared(OperatorError):
    """A State stands in a directory only after its fingerprint was compared by other means."""


class DirectoryNotFound(OperatorError):
    """The folder holds no directory, or no draft of one."""


class DirectoryExists(OperatorError):
    """The folder holds a directory already."""


class NotAHolder(Forbidden):
    """This node's State is not among the holders of the directory."""
