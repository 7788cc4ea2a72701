"""Refusals of the subject of evidence."""

from comity.errors import Conflicting, Forbidden, Malformed, Unproved


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


class NeededByRequest(Conflicting):
    """A request in course needs the object."""


class StillFetchable(Conflicting):
    """Another State may still fetch what was disclosed to it."""


class DestructionOrdered(Conflicting):
    """The destruction of the object is ordered already."""


class DestructionNotOrdered(Conflicting):
    """Nobody has ordered the destruction of the object."""


class SecondOfficerNeeded(Forbidden):
    """Whoever ordered a destruction does not also do it."""


class MalformedCertificate(Malformed):
    """The certificate of destruction is not written in its one form."""
