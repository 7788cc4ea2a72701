"""Refusals of files that come from and go to other programs: Akoma Ntoso and Word."""

from comity.errors import Excessive, Malformed, OperatorError, ProgrammerError


class NotXmlCharacter(Malformed):
    """A character that XML does not know stands in the text to be written."""


class XmlMalformed(Malformed):
    """The bytes are not well-formed XML; the place is where a reader stopped."""


class XmlForbidden(Malformed):
    """The XML declares a document type or entities, which no text needs."""


class NotAkomaNtoso(Malformed):
    """The document is well-formed but not an Akoma Ntoso text."""


class NotWord(Malformed):
    """The file is not a Word document."""


class FileTooLarge(Excessive):
    """The file, or what it unfolds to, is over the limit."""


class UnknownForm(Malformed):
    """A draft is asked for in a form that it cannot be written in."""


class NotValid(ProgrammerError):
    """A document was written that its schema does not allow."""


class NoTypesetter(OperatorError):
    """The libraries that a PDF is set with are not installed on this machine."""


class PageNotSet(OperatorError):
    """A page could not be set as a PDF, or not in time."""
