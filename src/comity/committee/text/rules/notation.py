"""What stands in a bracket beside the words in dispute: who holds it, what is agreed, what is yet to come.

* ``[may (XA, XB)]`` or ``[may](XA, XB)``   held by the States, groups or officers named; only known names are holders.
* ``[XA, XB: may]``                         the same.
* ``[[X] (XD)]``  is held by XD as a whole; ``[a [b](XD)]`` only within.
* ``[may (XA; del. XB; res. XC)]``          proposed by XA; XB asks for deletion, XC reserves its position.
* ``[agreed ad referendum]``                a mark on the provision, not words of it.
* ``[X]  [...]  [--]  [ ]  [20XX]``, ``[placeholder ...]``   words that are yet to come.
"""

import re
from dataclasses import dataclass

from comity.reference.states import holder

_AGREED = re.compile(
    r"[\s*_]*agreed(?:[\s*_]+ad[\s*_]+ref(?:erendum|\.)?)?[\s*_.]*(?:[,;(][^\[\]]{0,80})?", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"[\s*_.\u2026\u2013\u2014-]*"
    r"|[\s*_]*(?:[XYZxyzN]{1,2}|\d{1,2}[XYxy]{2})[\s*_]*"
    r"|[\s*_{]*(?:placeholder|to be (?:added|completed|determined|inserted))\b.*",
    re.IGNORECASE | re.DOTALL,
)
_TRAILING = re.compile(r"[ \t]?\(([^()\[\]\n]{1,200})\)[\s*_]*$")
_AFTER = re.compile(r"[ \t]?\(([^()\[\]\n]{1,200})\)")
_LEADING = re.compile(r"\s*([^:()\[\]\n]{2,200}):[ \t]")
_SEPARATOR = re.compile(r"\s*[,;/&、،]\s*|\s+and\s+|\s+\+")
_AGAINST = re.compile(r"(?:del\.?|delete|deleted|opposed|(?P<reserve>reserved?|res\.))\s*:?\s*", re.IGNORECASE)
_REACH = 204  # characters before the closing bracket among which an attribution may stand


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who holds a bracket, who is against, and where in the text that is said; of those against, who only reserves."""

    holders: tuple[str, ...]
    against: tuple[str, ...]
    start: int
    end: int
    reserved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Who is named beside a bracket: for it, against it, and of those against who only reserves."""

    held: tuple[str, ...]
    against: tuple[str, ...]
    reserved: tuple[str, ...]


def read_names(words: str) -> Names | None:
    """Read ``XA, XB; del. XC; res. XD``; None if any name is not known."""
    held: list[str] = []
    against: list[str] = []
    reserved: list[str] = []
    for part in _SEPARATOR.split(words.strip()):
        deletion = _AGAINST.match(part)
        name = holder(part[deletion.end() :] if deletion else part)
        if name is None and not part.isdecimal():
            return None
        (against if deletion else held).append(name or f"+{part}")
        if deletion and deletion["reserve"]:
            reserved.append(against[-1])
    return Names(tuple(held), tuple(against), tuple(reserved))


def read_attribution(source: str, start: int, end: int) -> Attribution | None:
    """Find who holds the bracket whose words stand from ``start`` to ``end``, within it or right after it."""
    trailing = _TRAILING.search(source, max(start, end - _REACH), end)
    if trailing and trailing[0][0] == "(" and source[trailing.start() - 1] == "]":
        trailing = None  # what touches a bracket from outside is that bracket's, not the next one's
    after = None if trailing else _AFTER.match(source, end + 1)
    if after and after[0][0] != "(" and source[after.end() : after.end() + 1] == "]":
        after = None  # what stands apart before a closing bracket is that bracket's
    leading = None if trailing or after else _LEADING.match(source, start, min(end, start + _REACH))
    found = trailing or after or leading
    if found is None:
        return None
    return _attributed(found)


def _attributed(found: re.Match[str]) -> Attribution | None:
    names = read_names(found[1])
    return Attribution(names.held, names.against, *found.span(), names.reserved) if names else None


def read_closing_attribution(source: str, start: int, end: int) -> Attribution | None:
    """Find who stands behind an option: the names in parentheses at the end of its paragraph."""
    last = start + len(source[start:end].rstrip())
    found = _TRAILING.search(source, max(start, last - _REACH), last)
    return _attributed(found) if found else None


def is_agreement(words: str) -> bool:
    """Whether the words of a bracket say that the provision is agreed."""
    return bool(_AGREED.fullmatch(words))


def is_placeholder(words: str) -> bool:
    """Whether the words of a bracket only hold the place of words to come."""
    return bool(_PLACEHOLDER.fullmatch(words))
