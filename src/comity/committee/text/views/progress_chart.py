"""The picture of a negotiation's progress: the shares of agreed and of open words, meeting by meeting; as static SVG.

The specification is Vega-Lite; ``vl-convert`` draws it with no browser and no address of the world. The two lines
differ by stroke as well as by colour, and each bears its name. What happens between meetings is a step of its own each
time. A telephone gets a narrow picture with letters as large as those of the wide one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import vl_convert

_LIGHT = {"ink": "#51606e", "agreed": "#1c6b43", "open": "#835400"}
_DARK = {"ink": "#9fb0bf", "agreed": "#6fce9b", "open": "#e8b85c"}
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
def draw(
    points: Sequence[Point], words: Words, *, dark: bool, right_to_left: bool, narrow: bool = False
) -> str:
    """Draw the picture as SVG."""
    colours = _DARK if dark else _LIGHT
    values = [
        {"turn": turn, "line": name, "share": share}
        for turn, point in enumerate(points)
        for name, share in ((words.agreed, point.agreed), (words.open, point.open))
    ]
    ink = colours["ink"]
    text = {"labelColor": ink, "titleColor": ink, "labelFontSize": 12, "titleFontSize": 12}
    specification = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "width": _NARROW if narrow else _WIDE,
        "height": 260,
        "background": None,
        "mark": {"type": "line", "strokeWidth": 2.5, "point": len(points) == 1, "interpolate": "monotone"},
        "encoding": _encoding(points, words, colours, right_to_left=right_to_left, narrow=narrow),
        "config": {
            "font": "Noto Sans, Noto Sans Arabic, Noto Sans SC, sans-serif",
            "axis": {**text, "gridColor": ink, "gridOpacity": 0.2, "domain": False, "ticks": False},
            "legend": {**text, "symbolType": "stroke", "symbolSize": 400},
            "view": {"stroke": None},
        },
    }
    return str(vl_convert.vegalite_to_svg(specification))


def _encoding(
    points: Sequence[Point], words: Words, colours: dict[str, str], *, right_to_left: bool, narrow: bool
) -> dict[str, object]:
    names = [words.agreed, words.open]
    meetings = json.dumps([point.meeting for point in points])
    named = range(0, len(points), 1 + len(points) * _LETTERS // (_NARROW if narrow else _WIDE))
    return {
        "x": {
            "field": "turn",
            "type": "ordinal",
            "sort": "descending" if right_to_left else "ascending",
            "title": words.meeting,
            "axis": {"values": [*named], "labelAngle": 0, "labelExpr": f"{meetings}[datum.value]"},
        },
        "y": {
            "field": "share",
            "type": "quantitative",
            "scale": {"domain": [0, 1]},
            "title": words.axis,
            "axis": {"format": "%", "tickCount": 5, "orient": "right" if right_to_left else "left"},
        },
        "order": {"field": "turn"},
        "color": {
            "field": "line",
            "type": "nominal",
            "sort": names,
            "scale": {"domain": names, "range": [colours["agreed"], colours["open"]]},
            "legend": {"orient": "top", "title": None, "labelLimit": 400, "columns": 1 if narrow else 2},
        },
        "strokeDash": {"field": "line", "scale": {"domain": names, "range": [_SOLID, _BROKEN]}, "legend": None},
    }
