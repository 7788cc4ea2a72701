"""What the letters bring to a node."""

from typing import ClassVar

from django.apps import AppConfig


class Letters(AppConfig):
    """Letters between duty offices, for simulations and campaigns."""

    name = "tests.simulator"
    label = "letters"
    access = "tests.simulator.letters.ACCESS"
    understands: ClassVar = {
        "tell": "tests.simulator.letters.receive",
        "refuse-me": "tests.simulator.letters.decline",
    }
    deadlines: ClassVar = {"letters:answer": "tests.simulator.letters.too_late"}
