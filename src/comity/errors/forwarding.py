"""Refusals of parcels: bags of files that are carried between nodes by hand."""

from comity.errors import Conflicting, Forbidden, Malformed, Unproved


class NotABag(Malformed):
    """Not a bag of files in the form of BagIt, as a node writes it."""


class MalformedStatement(Malformed):
    """A field of the parcel's signed statement is missing, unknown or not in its form."""


class ParcelForAnother(Forbidden):
    """The parcel is addressed to another State."""


class AnswersNothing(Unproved):
    """The parcel does not answer a parcel of this node to that State."""


class NothingToForward(Conflicting):
    """Nothing waits for that State."""
