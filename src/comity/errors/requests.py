"""Refusals of the subject of requests."""

from comity.errors import Conflicting, Forbidden, Malformed


class MalformedBody(Malformed):
    """The body of an act does not have the shape of its kind."""


class MissingContent(Malformed):
    """The instrument asks for a statement that the request does not make."""


class VagueContent(Malformed):
    """A statement is there, but says too little to act upon."""


class MalformedIdentifier(Malformed):
    """The data are named by an identifier that is not one of its kind."""


class RangeReversed(Malformed):
    """A period ends before it begins."""


class RangeTooWide(Malformed):
    """The data asked for span more time than one request may."""


class DataNotYetStored(Malformed):
    """Preservation is asked of data that do not exist yet."""


class UnknownOffence(Malformed):
    """Not an offence of the table."""


class UnknownGround(Malformed):
    """Not a ground of refusal of the table."""


class UnknownRequest(Malformed):
    """No request bears this reference on this node."""


class IncompleteRequest(Malformed):
    """The request has faults and cannot be sent; each is named at its place."""


class ReasonsMissing(Malformed):
    """A refusal, a withdrawal or a question without its reasons."""


class NotAParty(Forbidden):
    """One of the two States is not a Party to the instrument relied on."""


class NotInForce(Forbidden):
    """The instrument is not in force between the two States on the date of the act."""


class WrongBasis(Forbidden):
    """The article relied on is not one under which this can be asked."""


class OutsideScope(Forbidden):
    """The offence is outside the scope of the instrument relied on."""


class LanguageNotAccepted(Forbidden):
    """The addressee does not accept requests in this language."""


class AddresseeNotCompetent(Forbidden):
    """The addressee takes no such requests."""


class VoidGround(Forbidden):
    """A ground that an instrument takes away altogether."""


class GroundNotAllowed(Forbidden):
    """A ground that the instrument relied on does not know for this kind of request."""


class GroundNotReserved(Forbidden):
    """A ground that stands only for a State that made the reservation."""


class ConsultationMissing(Forbidden):
    """A refusal without the consultation that must come before it."""


class PreservationTooShort(Forbidden):
    """A preservation shorter than the instrument allows."""


class DisclosureNotAsked(Forbidden):
    """Preserved data are to leave with no request for assistance that asks for them."""


class NotTheAddressee(Forbidden):
    """An act of one side is attempted by the other, or by a third State."""


class NotNow(Conflicting):
    """The request has reached a stage at which this act is not open."""


class ReferenceTaken(Conflicting):
    """Another request of the same State bears this reference already."""
