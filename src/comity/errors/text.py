"""Refusals of the text under negotiation."""

from comity.errors import Conflicting, Excessive, Forbidden, Malformed


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


class EntryOutOfTurn(Conflicting):
    """An entry of the negotiation's log does not follow the one before it."""


class UnknownText(Malformed):
    """No text, draft or negotiation stands here under that name."""


class UnknownProvision(Malformed):
    """No provision of this text has that identity."""


class UnknownProposal(Malformed):
    """No proposal or bracket of this text has that number."""


class NoLongerOpen(Conflicting):
    """The proposal or bracket was closed by an earlier act."""


class NothingProposed(Malformed):
    """A proposal would leave the words as they are."""


class RangeOutside(Malformed):
    """The range does not lie within the words it counts."""


class WordsNotStanding(Conflicting):
    """The provision is not part of the text any more, or not yet."""


class AgreedAlready(Conflicting):
    """The words are agreed ad referendum; they are reopened before they are changed."""


class TextMovedOn(Conflicting):
    """The words were changed by somebody else after the author read them."""


class TextAdopted(Conflicting):
    """The text is adopted; nothing of it is changed any more."""


class LastSponsor(Conflicting):
    """The last sponsor of a proposal cannot take another stance towards it."""


class NotTheHolder(Forbidden):
    """The act belongs to whoever holds the proposal or bracket."""


class OthersSponsor(Conflicting):
    """Others still sponsor the proposal."""


class WasAmended(Conflicting):
    """A proposal that has been amended is no longer its proposer's to withdraw."""


class AmendmentsFirst(Conflicting):
    """Amendments are decided before what they amend."""


class NotFree(Conflicting):
    """Words with open proposals or brackets are not agreed."""


class NothingAgreed(Conflicting):
    """There is nothing agreed to reopen."""


class NotYetAgreed(Conflicting):
    """A text is adopted when all of it is agreed."""


class MalformedDraft(Malformed):
    """A provision has no place in the order of the text."""


class AgreedWordsChanged(Conflicting):
    """A revised draft would change words that are agreed."""


class DraftOutOfTurn(Conflicting):
    """Drafts are numbered from 1 without a gap."""


class NothingToConfirm(Conflicting):
    """There is no expression for the words that stand."""


class SameLanguage(Conflicting):
    """The language is that in which the text is negotiated."""


class UnknownHolder(Malformed):
    """No State, group or officer of that name is known."""


class SignsThatMislead(Malformed):
    """The words hold signs that are not seen, or letters of two scripts in one word."""


class WordsTooMany(Excessive):
    """One act brings more words than a provision has."""


class UnreadableEntry(Malformed):
    """An entry of the negotiation's log cannot be read."""


class AlreadyUnderNegotiation(Conflicting):
    """The text is under negotiation already."""


class NotUnderNegotiation(Conflicting):
    """No negotiation of the text was opened."""


class WordsNotFound(Malformed):
    """The words to be put in brackets do not stand in the provision, or stand more than once."""
