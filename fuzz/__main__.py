"""``python -m fuzz``: write the good inputs of every corpus anew."""

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.node.settings")
django.setup()  # some of the parties, which the inputs are made by, stand on the rows of a node
import_module("fuzz.seeds").main()
