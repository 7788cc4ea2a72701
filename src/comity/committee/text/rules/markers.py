"""What opens a block: a number, a letter, a Roman numeral, a dash, or the name of an option.

* Paragraphs ``1.``  subparagraphs ``(a)``  items ``(i)``: the numbering of the United Nations.      Editorial Manual
* French and Spanish write ``a)``; Arabic ``1 -`` and ``(أ)``; Russian ``a)`` or ``(а)``.
* ``bis``, ``ter``, ``quater`` set new provisions between old; ``alt`` names an alternative of the same number.
* Alternatives for a whole provision are named: "Option 1:", "Alternative 2", and so in the other languages.
* A square bracket or a mark of emphasis may precede the number: the number is told apart, the bracket stands.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from comity.committee.text.rules.headings import LATIN_SUFFIX, normal_number


class Shape(IntEnum):
    """How a block is marked, from the highest rank to the lowest."""

    NUMERAL = 1
    LETTER = 2
    ROMAN = 3
    DASH = 4
    OPTION = 5
    PLAIN = 6


@dataclass(frozen=True, slots=True)
class Marker:
    """The mark of a block: its shape, its number in one spelling, where it stands in the line, who is named by it."""

    shape: Shape
    number: str
    start: int
    end: int
    holders: str = ""


_SUFFIX = rf"(?:[ -]?{LATIN_SUFFIX}\b)"
_PREFIX = re.compile(r"[\[*_]{1,8}")
_DASH = re.compile(r"[-*+•–—](?=[ \t\u00a0])[ \t\u00a0]{1,8}")
_NUMERAL = re.compile(
    rf"(?P<number>\d{{1,3}}(?:\.(?:\d{{1,3}}|x\b)){{1,4}}{_SUFFIX}{{0,3}})(?:[.:)]+(?=[\s\[*_]|$)|(?=[\s\[]|$))"
    rf"|(?P<plain>\d{{1,3}}{_SUFFIX}{{0,3}})(?:[.):](?=[\s\[*_]|$)|[ \u00a0][-–](?=\s))"
    rf"|(?P<suffixed>\d{{1,3}}{_SUFFIX}{{1,3}})(?=\s)"
    rf"|\((?P<enclosed>\d{{1,3}}{_SUFFIX}{{0,3}})\)(?=[\s\[*_]|$)",
    re.IGNORECASE,
)
_LETTER = re.compile(
    rf"(?:\((?P<enclosed>[a-z]{{1,5}}{_SUFFIX}?|[A-Z]|[\u0621-\u064a]{{1,3}}|[а-яё])\)|(?P<half>[a-zа-яё]{{1,5}})\))"
    rf"(?P<suffix>{_SUFFIX}{{0,2}})\.?(?=[\s\[*_]|$)"
)
_ROMAN = re.compile(r"[ivxl]{1,6}")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_OPTION = re.compile(
    r"(?:option|alternative|alt\.?|opci[oó]n|variante|вариант|الخيار|البديل|备选案文|选项|方案)\s{0,2}"
    r"(?P<number>\(?(?:\d{1,2}|[IVX]{1,4}|[A-Za-z]|[一二三四五六七八九十])\)?(?:[ -]?(?:bis|ter|alt))?)"
    r"(?:[ \t]?\((?P<holders>[^()\[\]\n]{1,120})\))?(?=[*_\]]{0,4}\s{0,2}(?:[.:：]|\[\^|$)|\*\*|__)\s{0,2}[.:：]?",
    re.IGNORECASE,
)


def read_marker(words: str, start: int) -> Marker | None:
    """Read what opens the block whose words begin at ``start`` of the line."""
    if dash := _DASH.match(words, start):
        inner = _numbered(words, dash.end())
        return (
            Marker(inner.shape, inner.number, start, inner.end)
            if inner
            else Marker(Shape.DASH, "", start, dash.end())
        )
    prefix = _PREFIX.match(words, start)
    return _numbered(words, prefix.end() if prefix else start)


def _numbered(words: str, start: int) -> Marker | None:
    if found := _NUMERAL.match(words, start):
        return Marker(Shape.NUMERAL, normal_number(found[found.lastgroup or 0]), start, found.end())
    if found := _LETTER.match(words, start):
        letter = found["enclosed"] or found["half"]
        if len(letter) <= 2 or _ROMAN.fullmatch(letter) or " " in letter:  # noqa: PLR2004  # (aa) is a letter, (and) a word
            shape = Shape.ROMAN if len(letter) > 1 and _ROMAN.fullmatch(letter) else Shape.LETTER
            return Marker(shape, normal_number(letter + found["suffix"]), start, found.end())
    if found := _OPTION.match(words, start):
        return Marker(Shape.OPTION, normal_number(found["number"]), start, found.end(), found["holders"] or "")
    return None


def roman_value(numeral: str) -> int:
    """The value of a lower-case Roman numeral."""
    values = [_ROMAN_VALUES[sign] for sign in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def is_roman(number: str) -> bool:
    """Whether ``number`` could be a lower-case Roman numeral."""
    return bool(_ROMAN.fullmatch(number))
