"""Refusals of the subject of evidence."""

from comity.errors import Conflicting, Malformed, Unproved


class EmptyEvidence(Malformed):
    """A file of no bytes is no evidence."""


class UnsafeName(Malformed):
    """A name with a path, a control character or no letter."""


class MissingPurpose(Malformed):
    """Evidence is opened, copied or destroyed only for a stated purpose."""


class UnknownItem(Malformed):
    """No item of evidence bears this reference on this node."""


class CustodyBroken(Unproved):
    """The events of custody do not follow from one another."""


class ManifestMismatch(Unproved):
    """The manifest and the object, or the act that bears it, do not belong together."""


class NotYetArrived(Conflicting):
    """The object is still on its way."""


class ItemDestroyed(Conflicting):
    """The object was destroyed; its custody remains."""
