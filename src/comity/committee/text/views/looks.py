"""How a picture looks: on light or dark paper, in which direction it is read, wide or as narrow as a telephone.

The colours are those of the pages; letters are as large in the narrow picture as in the wide one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from comity.words import Language

_FONT = "Noto Sans, Noto Sans Arabic, Noto Sans SC, sans-serif"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one paper: its ink, itself, and what is agreed, open, or an alternative."""

    ink: str
    paper: str
    agreed: str
    open: str
    alternative: str


_LIGHT = Colours("#51606e", "#ffffff", "#1c6b43", "#835400", "#5b3f96")
_DARK = Colours("#9fb0bf", "#18212a", "#6fce9b", "#e8b85c", "#b9a1ee")


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one picture."""

    dark: bool = False
    right_to_left: bool = False
    narrow: bool = False

    @classmethod
    def asked(cls, request: HttpRequest, language: Language) -> "Look":
        """The look that an address asks for: ``?dark`` and ``?narrow``, and the direction of its reader."""
        return cls("dark" in request.GET, language.right_to_left, "narrow" in request.GET)

    @property
    def colours(self) -> Colours:
        """The colours of its paper."""
        return _DARK if self.dark else _LIGHT

    @property
    def beginning(self) -> str:
        """The side on which its reader begins."""
        return "right" if self.right_to_left else "left"

    def legend(self, columns: int) -> dict[str, object]:
        """The place of the legend: above, in one column where the picture is narrow."""
        return {"orient": "top", "title": None, "labelLimit": 400, "columns": 1 if self.narrow else columns}

    def style(self, legend: Mapping[str, object]) -> dict[str, object]:
        """Letters, lines and ground, as Vega-Lite configures them; ``legend`` says what is particular to its signs."""
        ink = self.colours.ink
        text = {"labelColor": ink, "titleColor": ink, "labelFontSize": 12, "titleFontSize": 12}
        return {
            "font": _FONT,
            "axis": {**text, "gridColor": ink, "gridOpacity": 0.2, "domain": False, "ticks": False},
            "legend": {**text, **legend},
            "view": {"stroke": None},
        }
