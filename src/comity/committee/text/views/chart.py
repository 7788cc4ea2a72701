"""The picture of convergence: one bar a draft, what is settled, bracketed, under options; as static SVG.

The specification is Vega-Lite; ``vl-convert`` draws it with no browser and no address of the world. Every part
bears its share in figures, so that the picture can be read without its colours.
"""

from collections.abc import Iterator, Sequence
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
_WIDE, _NARROW = 640, 230
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
def draw(bars: Sequence[Bar], words: Words, *, dark: bool, right_to_left: bool, narrow: bool = False) -> str:
    """Draw the picture as SVG; for a telephone narrow, with letters as large as those of the wide one."""
    colours = _DARK if dark else _LIGHT
    found = _specification(bars, words, colours, right_to_left=right_to_left, narrow=narrow)
    return str(vl_convert.vegalite_to_svg(found))


def _specification(
    bars: Sequence[Bar], words: Words, colours: dict[str, str], *, right_to_left: bool, narrow: bool
) -> dict[str, object]:
    across = {"type": "quantitative", "scale": {"domain": [0, 1], "reverse": right_to_left}}
    side = {"orient": "right" if right_to_left else "left"}
    share = {
        **across,
        "field": "from",
        "title": words.axis,
        "axis": {"format": "%", "tickCount": 2 if narrow else 5},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [part for bar in bars for part in _parts(bar, words)]},
        "width": _NARROW if narrow else _WIDE,
        "height": {"step": 44},
        "background": None,
        "encoding": {"y": {"field": "draft", "type": "nominal", "sort": None, "title": None, "axis": side}},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": colours["paper"], "strokeWidth": 2},
                "encoding": {
                    "x": share,
                    "x2": {"field": "to"},
                    "color": _colour(words, colours, narrow=narrow),
                },
            },
            {
                "mark": {"type": "text", "color": colours["paper"], "fontSize": 13, "fontWeight": 600},
                "encoding": {"x": {**across, "field": "middle"}, "text": {"field": "shown"}},
            },
        ],
        "config": _style(colours["ink"]),
    }


def _parts(bar: Bar, words: Words) -> Iterator[dict[str, object]]:
    """The three parts of one bar, each where the one before ends."""
    begun = 0.0
    for part, share in (
        (words.settled, bar.settled),
        (words.brackets, bar.brackets),
        (words.options, bar.options),
    ):
        shown = f"{share:.0%}" if share >= _SMALLEST_LABELLED else ""
        place = {"from": begun, "to": begun + share, "middle": begun + share / 2}
        yield {"draft": bar.label, "part": part, "shown": shown, **place}
        begun += share


def _colour(words: Words, colours: dict[str, str], *, narrow: bool) -> dict[str, object]:
    names = [words.settled, words.brackets, words.options]
    scale = {"domain": names, "range": [colours["settled"], colours["brackets"], colours["options"]]}
    legend = {"orient": "top", "title": None, "labelLimit": 400, "columns": 1 if narrow else 3}
    return {"field": "part", "type": "nominal", "sort": names, "scale": scale, "legend": legend}


def _style(ink: str) -> dict[str, object]:
    text = {"labelColor": ink, "titleColor": ink, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "font": "Noto Sans, Noto Sans Arabic, Noto Sans SC, sans-serif",
        "axis": {**text, "gridColor": ink, "gridOpacity": 0.2, "domain": False, "ticks": False},
        "legend": {**text, "symbolType": "square"},
        "view": {"stroke": None},
    }
