"""Refusals of the engineers' commands."""

from comity.errors import OperatorError


class NotACheckout(OperatorError):
    """This command works on a checkout of Comity's source, and none was found."""


class ToolMissing(OperatorError):
    """A program that this command needs is not installed."""


class ProgramFailed(OperatorError):
    """A program that this command runs ended with a fault."""
