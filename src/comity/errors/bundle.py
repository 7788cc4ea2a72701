"""Refusals of bundles: the archive, its index, and what does not belong together."""

from comity.errors import Malformed, Unproved


class NotABundle(Malformed):
    """Not an archive in the one form of a bundle."""


class UnsafeMember(Malformed):
    """A member of the archive has a name or a form that a bundle never has."""


class MalformedIndex(Malformed):
    """A field of the index is missing, unknown or not in its form."""


class MemberMissing(Malformed):
    """The index names a member that the archive does not hold."""


class MemberUnlisted(Malformed):
    """The archive holds a member that the index does not name."""


class MemberChanged(Unproved):
    """A member is not the one that the index names."""


class ProfileMissing(Unproved):
    """No profile of a State that acted is in the bundle."""


class StrayManifest(Unproved):
    """A manifest is enclosed that no act in the bundle names."""


class EvidenceUnproved(Unproved):
    """The file is none of those that the enclosed manifests describe."""
