"""Refusals of the hash trees."""

from comity.errors import ProgrammerError, Unproved


class InclusionUnproved(Unproved):
    """The path does not lead from the leaf to the root."""


class ConsistencyUnproved(Unproved):
    """The newer tree is not shown to begin with the older one."""


class OutsideTheTree(ProgrammerError):
    """A proof is asked for a place that the tree does not have."""
