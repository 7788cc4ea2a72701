"""The picture of convergence: one bar a draft, what is settled, bracketed, under options; as static SVG.

The specification is Vega-Lite; ``vl-convert`` draws it with no browser and no address of the world. Every part
bears its share in figures, so that the picture can be read without its colours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import vl_convert

from comity.committee.text.views.looks import Look

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
def draw(bars: Sequence[Bar], words: Words, look: Look) -> str:
    """Draw the picture as SVG."""
    return str(vl_convert.vegalite_to_svg(_specification(bars, words, look)))


def _specification(bars: Sequence[Bar], words: Words, look: Look) -> dict[str, object]:
    across = {"type": "quantitative", "scale": {"domain": [0, 1], "reverse": look.right_to_left}}
    axis = {"format": "%", "tickCount": 2 if look.narrow else 5}
    share = {**across, "field": "from", "title": words.axis, "axis": axis}
    side = {"orient": look.beginning}
    paper = look.colours.paper
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [part for bar in bars for part in _parts(bar, words)]},
        "width": _NARROW if look.narrow else _WIDE,
        "height": {"step": 44},
        "background": None,
        "encoding": {"y": {"field": "draft", "type": "nominal", "sort": None, "title": None, "axis": side}},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": paper, "strokeWidth": 2},
                "encoding": {"x": share, "x2": {"field": "to"}, "color": _colour(words, look)},
            },
            {
                "mark": {"type": "text", "color": paper, "fontSize": 13, "fontWeight": 600},
                "encoding": {"x": {**across, "field": "middle"}, "text": {"field": "shown"}},
            },
        ],
        "config": look.style({"symbolType": "square"}),
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


def _colour(words: Words, look: Look) -> dict[str, object]:
    names, colours = [words.settled, words.brackets, words.options], look.colours
    scale = {"domain": names, "range": [colours.agreed, colours.open, colours.alternative]}
    return {"field": "part", "type": "nominal", "sort": names, "scale": scale, "legend": look.legend(columns=3)}
