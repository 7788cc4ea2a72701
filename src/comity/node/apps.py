"""The machinery of one installation, told to Django."""

from django.apps import AppConfig


class Node(AppConfig):
    """The node's own app."""

    name = "comity.node"
    label = "node"
