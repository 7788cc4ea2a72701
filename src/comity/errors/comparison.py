"""Refusals of comparing texts, and of the library of instruments."""

from comity.errors import Conflicting, Malformed


class WordsDoNotFit(Conflicting):
    """A difference was applied to a wording other than the one that was compared."""


class NoArticles(Malformed):
    """An instrument was given in which no article can be found."""


class MalformedShortName(Malformed):
    """The short name of an instrument is not made of letters, digits and hyphens."""


class InstrumentAlreadyStands(Conflicting):
    """An instrument of this short name and language stands in the library already."""
