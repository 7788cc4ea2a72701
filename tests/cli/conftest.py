"""Commands that need a node get the one of the tests of the node."""

from tests.node.conftest import node

__all__ = ["node"]
