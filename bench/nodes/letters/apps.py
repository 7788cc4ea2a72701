"""What the letters bring to the node."""

from typing import ClassVar

from django.apps import AppConfig


class Letters(AppConfig):
    """Letters of any size, so that an act as large as the protocol allows can be measured."""

    name = "bench.nodes.letters"
    label = "letters"
    access = "bench.nodes.letters.services.ACCESS"
    understands: ClassVar = {"hand-over": "bench.nodes.letters.services.receive"}
