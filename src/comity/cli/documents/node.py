"""A node's tables without a node: what pages need that are made from Django's own knowledge."""

import os

import django
from django.apps import apps


def prepared() -> None:
    """Let Django read its settings, unless it has; no node need exist and none is touched."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.settings")
    if not apps.ready:
        django.setup()
