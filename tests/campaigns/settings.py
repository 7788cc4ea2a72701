"""The settings of a node as it is, and the letters."""

from comity.node.settings import *  # noqa: F403  # all of them, as they are
from comity.node.settings import INSTALLED_APPS as SUBJECTS

INSTALLED_APPS = ["tests.simulator.apps.Letters", *SUBJECTS]
