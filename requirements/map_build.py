"""Make the small map of the directory's page out of Natural Earth: the outline of the land, and one point a State.

    python requirements/map_build.py FOLDER      # FOLDER: the npm package world-atlas 2.0.2, unpacked

* Natural Earth is in the public domain; world-atlas (ISC) gives it as TopoJSON: ``land-110m.json`` at 1:110 million,
  and ``countries-10m.json`` for where each State's largest part lies. Only what this script computes is kept here.
* The map shows land and no frontier: it takes no side on any.
* The projection is Equal Earth (Šavrič, Patterson, Jenny 2018), 1000 units wide; what lies south of 60° S is left out.
* ``src/comity/reference/land.txt`` is a path of SVG; ``places.csv`` has a State's code and its point in the same units.
"""

import csv
import json
import math
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parents[1] / "src" / "comity" / "reference"
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
WIDE, SOUTH, SMALLEST, STEP = 1000.0, -60.0, 3.0, 1.6
Point = tuple[float, float]
Ring = list[Point]


def raw(longitude: float, latitude: float) -> Point:
    """Project degrees by Equal Earth."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    squared, sixth = theta**2, theta**6
    below = 3 * (9 * A4 * theta**8 + 7 * A3 * sixth + 3 * A2 * squared + A1)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / below
    return x, A4 * theta**9 + A3 * theta**7 + A2 * theta**3 + A1 * theta


EDGE, TOP = raw(180, 0)[0], raw(0, 84)[1]
SCALE = WIDE / (2 * EDGE)


def project(point: Point) -> Point:
    """Project degrees into the units of the picture, whose first row is at 84° N."""
    x, y = raw(*point)
    return (x + EDGE) * SCALE, (TOP - y) * SCALE


def rings(atlas: dict[str, Any], geometry: dict[str, Any]) -> Iterator[Ring]:
    """Give the outer rings of a geometry in degrees; TopoJSON keeps arcs as differences of whole numbers."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        ring: Ring = []
        for number in polygon[0]:
            arc = decoded(atlas, ~number if number < 0 else number)
            ring += (arc[::-1] if number < 0 else arc)[1 if ring else 0 :]
        yield ring


def unrolled(ring: Ring) -> Ring:
    """Let a ring that crosses 180° run on beyond it, so that it stays in one piece."""
    whole = [ring[0]]
    for x, y in ring[1:]:
        before = whole[-1][0]
        whole.append((x + 360 * round((before - x) / 360), y))
    return whole


def within(ring: Ring, side: float, sign: int) -> Ring:
    """Cut off what lies beyond the meridian ``side``: to its west with ``sign`` 1, to its east with -1."""
    kept: Ring = []
    for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if sign * (a[0] - side) >= 0:
            kept.append(a)
        if (a[0] - side) * (b[0] - side) < 0:
            kept.append((side, a[1] + (b[1] - a[1]) * (side - a[0]) / (b[0] - a[0])))
    return kept


def pieces(ring: Ring) -> Iterator[Ring]:
    """Give the parts of a ring as they stand on a map whose edges are 180° W and 180° E."""
    whole = unrolled(ring)
    for turn in (-360, 0, 360):
        piece = within(within([(x + turn, y) for x, y in whole], -180, 1), 180, -1)
        if len(piece) > 2:  # noqa: PLR2004  # less is no surface
            yield piece


def decoded(atlas: dict[str, Any], number: int) -> Ring:
    """Give one arc in degrees."""
    (wide, high), (left, low) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in atlas["arcs"][number]:
        x, y = x + dx, y + dy
        points.append((x * wide + left, y * high + low))
    return points


def area(ring: Ring) -> float:
    """Give the area inside a ring, whichever way it runs."""
    around = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in around)) / 2


def centre(ring: Ring) -> Point:
    """Give the centre of gravity of a ring."""
    around = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in around)
    if not twice:
        return ring[0]
    x, y = (sum((a[n] + b[n]) * (a[0] * b[1] - b[0] * a[1]) for a, b in around) / (3 * twice) for n in (0, 1))
    return x, y


def thinned(ring: Ring) -> Ring:
    """Leave out points that lie within a step of the one before."""
    kept = [ring[0]]
    for point in ring[1:]:
        if math.dist(kept[-1], point) >= STEP:
            kept.append(point)
    return kept


def drawn(ring: Ring) -> str:
    """Write a ring as a path in whole units, each point as its way from the one before."""
    points = [(round(x), round(y)) for x, y in ring]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    return (
        f"M{points[0][0]} {points[0][1]}l"
        + "".join(f"{dx}{'' if dy < 0 else ' '}{dy} " for dx, dy in steps if (dx, dy) != (0, 0)).strip()
        + "z"
    )


def main(folder: Path) -> None:
    """Read the atlas and write both tables."""
    land = json.loads((folder / "land-110m.json").read_text("utf-8"))
    north = (
        piece
        for one in land["objects"]["land"]["geometries"]
        for ring in rings(land, one)
        for piece in pieces(ring)
    )
    outlines = [[project(point) for point in ring] for ring in north if max(y for _, y in ring) > SOUTH]
    path = "".join(drawn(thinned(ring)) for ring in outlines if area(ring) >= SMALLEST)
    (REFERENCE / "land.txt").write_text(path + "\n", encoding="ascii")
    atlas = json.loads((folder / "countries-10m.json").read_text("utf-8"))
    shapes = {one.get("id"): one for one in atlas["objects"]["countries"]["geometries"]}
    with (REFERENCE / "states.csv").open(encoding="utf-8") as table:
        codes = [(row["iso2"], row["m49"].zfill(3)) for row in csv.DictReader(table)]
    with (REFERENCE / "places.csv").open("w", encoding="utf-8", newline="") as table:
        sheet = csv.writer(table, lineterminator="\n")
        sheet.writerow(("iso2", "x", "y"))
        for code, number in sorted(codes):
            if number in shapes:
                largest = max((unrolled(ring) for ring in rings(atlas, shapes[number])), key=area)
                longitude, latitude = centre(largest)
                x, y = project(((longitude + 180) % 360 - 180, latitude))
                sheet.writerow((code, round(x), round(y)))
            else:
                sys.exit(f"{code} {number}: the atlas has no shape of it")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
