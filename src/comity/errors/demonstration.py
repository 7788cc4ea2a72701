"""Refusals of the demonstration."""

from comity.errors import OperatorError, ProgrammerError


class NodeDidNotStart(OperatorError):
    """A node of the demonstration ended, or did not answer within a minute."""


class SceneFailed(ProgrammerError):
    """A command of the demonstration was refused, or a proof of it did not hold."""
