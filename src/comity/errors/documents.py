"""Refusals of the documents."""

from comity.errors import Conflicting, Excessive, Malformed


class NotUtf8(Malformed):
    """The bytes are not UTF-8; the place is the line and the column of the first that is not."""


class TextTooLong(Excessive):
    """The text is longer than any negotiating text or document can be."""


class MalformedSymbol(Malformed):
    """Not a document symbol such as ``A/AC.291/22/Rev.3``."""


class DocumentAlreadyStands(Conflicting):
    """A document of this symbol and language stands already."""
