"""Refusals of the shared words."""

from comity.errors import Malformed


class UnknownState(Malformed):
    """Not two capital letters that name a State."""


class UnknownLanguage(Malformed):
    """Not one of the six languages."""


class MalformedAuthority(Malformed):
    """Not ``XA/office-name`` of at most 64 characters."""


class MalformedArticle(Malformed):
    """Not the address of a provision such as ``UNCC 42(2)(a)``."""


class MalformedInstant(Malformed):
    """Not a moment such as ``2026-11-21T20:00:00.000Z``."""


class MalformedDigest(Malformed):
    """Not 64 lower-case hexadecimal digits."""
