"""Where a State lies on a small map of the world, and the outline of the land.

* ``places.csv`` has a point for each of the 195 States, within its largest part; ``land.txt`` is one path of SVG. Both
  are in the units of one picture, in the Equal Earth projection, made from Natural Earth (public domain).
* The map draws no frontier, so that it takes no side on any.
* A user-assigned code, such as ``XA`` of the demonstration, lies nowhere on Earth.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from comity.words import StateCode

WIDTH, HEIGHT = 1000, 440


@dataclass(frozen=True, slots=True)
class Place:
    """A point in the units of the picture, from its upper left corner."""

    x: int
    y: int


@cache
def land() -> str:
    """The outline of the land, as a path of SVG."""
    return files(__package__).joinpath("land.txt").read_text("ascii").strip()


def place(state: StateCode) -> Place | None:
    """The point of ``state``, or none where it lies nowhere on Earth."""
    return _places().get(state)


@cache
def _places() -> Mapping[str, Place]:
    rows = csv.DictReader(files(__package__).joinpath("places.csv").read_text("ascii").splitlines())
    return MappingProxyType({row["iso2"]: Place(int(row["x"]), int(row["y"])) for row in rows})
