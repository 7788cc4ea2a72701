"""The picture of a negotiation's progress: the shares of agreed and of open words, meeting by meeting; as static SVG.

The specification is Vega-Lite; ``vl-convert`` draws it with no browser and no address of the world. The two lines
differ by stroke as well as by colour, and each bears its name. What happens between meetings is a step of its own each
time.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import vl_convert

from comity.committee.text.views.looks import Look

_SOLID, _BROKEN = [1, 0], [6, 4]
_WIDE, _NARROW = 640, 250
_LETTERS = 52  # pixels for the name of a meeting on the axis


@dataclass(frozen=True, slots=True)
class Point:
    """The end of one meeting."""

    meeting: str
    agreed: float
    open: float


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the picture in the reader's language."""

    agreed: str
    open: str
    axis: str
    meeting: str


@lru_cache(maxsize=64)
def draw(points: Sequence[Point], words: Words, look: Look) -> str:
    """Draw the picture as SVG."""
    values = [
        {"turn": turn, "line": name, "share": share}
        for turn, point in enumerate(points)
        for name, share in ((words.agreed, point.agreed), (words.open, point.open))
    ]
    specification = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "width": _NARROW if look.narrow else _WIDE,
        "height": 260,
        "background": None,
        "mark": {"type": "line", "strokeWidth": 2.5, "point": len(points) == 1, "interpolate": "monotone"},
        "encoding": _encoding(points, words, look),
        "config": look.style({"symbolType": "stroke", "symbolSize": 400}),
    }
    return str(vl_convert.vegalite_to_svg(specification))


def _encoding(points: Sequence[Point], words: Words, look: Look) -> dict[str, object]:
    names, colours = [words.agreed, words.open], look.colours
    meetings = json.dumps([point.meeting for point in points])
    named = range(0, len(points), 1 + len(points) * _LETTERS // (_NARROW if look.narrow else _WIDE))
    return {
        "x": {
            "field": "turn",
            "type": "ordinal",
            "sort": "descending" if look.right_to_left else "ascending",
            "title": words.meeting,
            "axis": {"values": [*named], "labelAngle": 0, "labelExpr": f"{meetings}[datum.value]"},
        },
        "y": {
            "field": "share",
            "type": "quantitative",
            "scale": {"domain": [0, 1]},
            "title": words.axis,
            "axis": {"format": "%", "tickCount": 5, "orient": look.beginning},
        },
        "order": {"field": "turn"},
        "color": {
            "field": "line",
            "type": "nominal",
            "sort": names,
            "scale": {"domain": names, "range": [colours.agreed, colours.open]},
            "legend": look.legend(columns=2),
        },
        "strokeDash": {"field": "line", "scale": {"domain": names, "range": [_SOLID, _BROKEN]}, "legend": None},
    }
