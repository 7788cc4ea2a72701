"""Refusals of the command line."""

from comity.errors import Forbidden, Malformed, OperatorError, PeerError


class OfficerNotNamed(Forbidden):
    """The command acts for an officer of this node, and none or more than one could be meant."""


class MachineRefused(OperatorError):
    """The operating system refused what the command needs: a file, a folder, room on the disk."""


class StillWaiting(PeerError):
    """What was waited for has not come within the time given."""


class UnreadableWords(Malformed):
    """The file whose words a command was to take is not plain text in UTF-8."""
