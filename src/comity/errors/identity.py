"""Refusals of keys and signatures."""

from comity.errors import Forbidden, Malformed, OperatorError, Unproved


class MalformedKey(Malformed):
    """The key is not written as the one form we read."""


class MalformedKeyId(Malformed):
    """Not 32 lower-case hexadecimal digits."""


class WeakKey(Malformed):
    """The key is a point of small order: anyone can sign or open in its holder's stead."""


class SignatureWrong(Unproved):
    """The signature is not by this key over these bytes."""


class SuiteMissing(Unproved):
    """No signature in a suite that must be there."""


class SecretElsewhere(OperatorError):
    """The secret half of the key does not leave the token that keeps it."""


class NotForThisKey(Unproved):
    """The enclosed secret does not open with this key."""


class EmptyValidity(Malformed):
    """The end of a validity does not come after its beginning."""


class KeyNotYetValid(Forbidden):
    """The key was used before its validity began."""


class KeyExpired(Forbidden):
    """The key was used after its validity ended."""


class Unwitnessed(Unproved):
    """The key was revoked, and nothing but its holder's word says that this was signed before."""


class BrokenSuccession(Unproved):
    """The chain of root keys of a State does not hold from one link to the next."""
