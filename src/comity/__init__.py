"""Comity: a treaty through its whole life, one sovereign node for each State."""

__version__ = "0.1.0"
