"""Refusals of canonical JSON, of signatures on documents, and of acts."""

from comity.errors import Conflicting, Excessive, Forbidden, Malformed, ProgrammerError, Unproved


class EmptyDocument(Malformed):
    """There is nothing to read."""


class InvalidText(Malformed):
    """The bytes are not UTF-8, or a character is half of a pair."""


class NotJson(Malformed):
    """The text is not JSON."""


class DuplicateName(Malformed):
    """An object names a member twice."""


class NumberRefused(Malformed):
    """A number is not a whole number that every reader reads alike."""


class NotCanonical(Malformed):
    """The JSON is not in the one form of RFC 8785."""


class TooDeep(Excessive):
    """Brackets stand within brackets beyond the limit."""


class TooLarge(Excessive):
    """A document is over its limit of bytes."""


class TooMany(Excessive):
    """A list is over its limit of members."""


class NotWritable(ProgrammerError):
    """A value that canonical JSON cannot hold was to be written."""


class MalformedSigned(Malformed):
    """Not a signed document in the form we read."""


class UnknownSuite(Malformed):
    """The document names a suite of cryptography that is not accepted."""


class WrongType(Unproved):
    """A signature over one type of document is shown for another type."""


class UnknownSigner(Unproved):
    """No key that we hold bears the name that the signature gives."""


class NothingToSignWith(ProgrammerError):
    """A document was to be signed with no key, or twice with the same."""


class MalformedAct(Malformed):
    """A field of an act is missing, unknown or not in its form."""


class UnknownVersion(Malformed):
    """The document is of a version that this installation does not speak."""


class NoAddressee(Malformed):
    """The act addresses nobody."""


class NoBasis(Malformed):
    """The act names no legal basis."""


class NotTheAuthor(Unproved):
    """The act says another author than the one who signed it."""


class OtherActSigned(Unproved):
    """The statement that was signed names another act than the one beside it."""


class NotAddressed(Forbidden):
    """The act does not address this authority."""


class ClockAhead(Conflicting):
    """The document is dated further ahead than clocks may differ."""


class ActTooOld(Conflicting):
    """The act was under way for longer than the protocol allows."""
