"""The picture of convergence: one bar a draft, what is settled, bracketed, under options; as static SVG.

The specification is Vega-Lite; ``vl-convert`` draws it with no browser and no address of the world. Every part
bears its share in figures, so that the picture can be read without its colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import vl_convert

_LIGHT = {
    "ink": "#51606e",
    "paper": "#ffffff",
    "settled": "#1c6b43",
    "brackets": "#835400",
    "options": "#5b3f96",
}
_DARK = {
    "ink": "#9fb0bf",
    "paper": "#18212a",
    "settled": "#6fce9b",
    "brackets": "#e8b85c",
    "options": "#b9a1ee",
}
_SMALLEST_LABELLED = 0.06  # a narrower part has no room for its figure; the table has it


@dataclass(frozen=True, slots=True)
class Bar:
    """One draft: its label and the three shares, which make one."""

    label: str
    settled: float
    brackets: float
    options: float


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the picture in the reader's language."""

    settled: str
    brackets: str
    options: str
    axis: str


@lru_cache(maxsize=64)
def draw(bars: Sequence[Bar], words: Words, *, dark: bool, right_to_left: bool) -> str:
    """Draw the picture as SVG."""
    colours = _DARK if dark else _LIGHT
    return str(vl_convert.vegalite_to_svg(_specification(bars, words, colours, right_to_left=right_to_left)))


def _specification(
    bars: Sequence[Bar], words: Words, colours: dict[str, str], *, right_to_left: bool
) -> dict[str, object]:
    parts = (("settled", words.settled), ("brackets", words.brackets), ("options", words.options))
    values = []
    for bar in bars:
        begun = 0.0
        for order, (name, label) in enumerate(parts):
            share = getattr(bar, name)
            shown = f"{share:.0%}" if share >= _SMALLEST_LABELLED else ""
            facts = {
                "draft": bar.label,
                "part": label,
                "order": order,
                "from": begun,
                "to": begun + share,
                "shown": shown,
            }
            values.append({**facts, "middle": begun + share / 2})
            begun += share
    text = {
        "labelColor": colours["ink"],
        "titleColor": colours["ink"],
        "labelFontSize": 12,
        "titleFontSize": 12,
    }
    across = {"type": "quantitative", "scale": {"domain": [0, 1], "reverse": right_to_left}}
    labels = {"orient": "right" if right_to_left else "left"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "width": 640,
        "height": {"step": 44},
        "background": None,
        "encoding": {"y": {"field": "draft", "type": "nominal", "sort": None, "title": None, "axis": labels}},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": colours["paper"], "strokeWidth": 2},
                "encoding": {
                    "x": {
                        **across,
                        "field": "from",
                        "title": words.axis,
                        "axis": {"format": "%", "tickCount": 5},
                    },
                    "x2": {"field": "to"},
                    "color": {
                        "field": "part",
                        "type": "nominal",
                        "sort": [label for _, label in parts],
                        "scale": {
                            "domain": [label for _, label in parts],
                            "range": [colours[name] for name, _ in parts],
                        },
                        "legend": {"orient": "top", "title": None, "labelLimit": 400},
                    },
                },
            },
            {
                "mark": {"type": "text", "color": colours["paper"], "fontSize": 13, "fontWeight": 600},
                "encoding": {"x": {**across, "field": "middle"}, "text": {"field": "shown"}},
            },
        ],
        "config": {
            "font": "Noto Sans, Noto Sans Arabic, Noto Sans SC, sans-serif",
            "axis": {**text, "gridColor": colours["ink"], "gridOpacity": 0.2, "domain": False, "ticks": False},
            "legend": {**text, "symbolType": "square"},
            "view": {"stroke": None},
        },
    }
