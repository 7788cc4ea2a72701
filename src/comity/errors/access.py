"""Refusals of the access table."""

from comity.errors import Forbidden, ProgrammerError


class NotPermitted(Forbidden):
    """The access table gives this deed to other roles."""


class UnknownDeed(ProgrammerError):
    """A door asks for a deed that no access table knows."""
