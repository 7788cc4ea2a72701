"""Refusals of the text under negotiation."""

from comity.errors import Conflicting, Excessive, Malformed


class BracketsTooDeep(Excessive):
    """More square brackets stand open at once than any negotiated text has."""


class EmptyText(Malformed):
    """There are no words to import."""


class Unstorable(Malformed):
    """A character that no database keeps (NUL) stands in the text."""


class NoTitle(Malformed):
    """The text was given no title, and none can be read from it."""


class DraftAlreadyStands(Conflicting):
    """This very draft was imported already."""
