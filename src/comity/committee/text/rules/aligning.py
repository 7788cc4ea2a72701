"""Two language versions of one text, laid side by side by their structure.

* A provision is paired with the provision of the same kind and the same number that stands under the same provision.
  Numbers are the same if they mean the same: ``3``, ``٣``, ``三``; ``1``, ``premier``, ``الأول``; of a chapter ``I``.
* What bears a letter or no number is paired by its turn: the second subparagraph with the second, for each language
  counts in its own letters.
* What has no partner stands alone, where its own language has it. Nothing is paired by what it says.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.headings import ARABIC_ORDINALS, Kind

_ONES = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
_TEN = "十"
_FIRST = frozenset({"premier", "première"})  # so the first article, the first part, is called in French
_ORDINALS = {word: value for value, word in enumerate(ARABIC_ORDINALS[:-1], 1)} | {ARABIC_ORDINALS[-1]: 1}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_KINDS = frozenset(
    {Kind.CHAPTER, Kind.SECTION, Kind.ANNEX}
)  # Article X is one whose number is still to come
_Key = tuple[Kind, str]
K = TypeVar("K", bound=Hashable)
L = TypeVar("L", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The places of one provision in two languages; None where a language has it not."""

    one: int | None
    other: int | None


def align(one: Draft, other: Draft) -> tuple[Aligned, ...]:
    """Lay two drafts side by side, in the order of ``one``."""
    return tuple(Aligned(*pair) for pair in lay(parts_of(one), parts_of(other)))


def value(number: str) -> int | None:
    """The number that a provision bears, whatever its signs; None for a letter, or for none."""
    if number.isdecimal():
        return int(number)
    if number.casefold() in _FIRST:
        return 1
    if number and set(number) <= {*_ONES, _TEN}:
        tens, ten, ones = number.rpartition(_TEN)
        return (_ONES.get(tens, 1) * 10 if ten else 0) + _ONES.get(ones, 0) or None
    ordinal, *ten_more = number.split()[:2] or [""]
    found = _ORDINALS.get(ordinal.rstrip("ىة"))
    return found and found + 10 * len(ten_more)


def _roman(number: str) -> int | None:
    signs = [_ROMAN.get(sign, 0) for sign in number]
    if not all(signs) or not signs:
        return None
    return sum(-one if one < after else one for one, after in zip(signs, [*signs[1:], 0], strict=True))


@dataclass(frozen=True, slots=True)
class Part(Generic[K]):
    """A provision as its place in the structure tells it: its kind, the number it bears, what it stands under."""

    kind: Kind
    number: str
    parent: K | None


def parts_of(draft: Draft) -> dict[int, Part[int]]:
    """The provisions of a draft by their places, without apparatus."""
    return {place: Part(each.kind, each.number, each.parent) for place, each in draft.negotiated()}


def lay(one: Mapping[K, Part[K]], other: Mapping[L, Part[L]]) -> Iterator[tuple[K | None, L | None]]:
    """Lay two structures side by side, in the order of ``one``; None where one of them has no such provision."""
    return _under(_Side.of(one), _Side.of(other), None, None)


@dataclass(frozen=True, slots=True)
class _Side(Generic[K]):
    """A structure, and what stands under each of its provisions."""

    parts: Mapping[K, Part[K]]
    children: Mapping[K | None, Sequence[K]]

    @classmethod
    def of(cls, parts: Mapping[K, Part[K]]) -> "_Side[K]":
        children: dict[K | None, list[K]] = {}
        for name, each in parts.items():
            children.setdefault(each.parent, []).append(name)
        return cls(parts, children)

    def keyed(self, parent: K | None) -> dict[_Key, K]:
        """What stands under a provision, by its kind and its number or turn."""
        turns: dict[Kind, int] = {}
        found: dict[_Key, K] = {}
        for name in self.children.get(parent, ()):
            each = self.parts[name]
            turns[each.kind] = turns.get(each.kind, 0) + 1
            meant = value(each.number) or (_roman(each.number) if each.kind in _ROMAN_KINDS else None)
            key = (each.kind, f"turn {turns[each.kind]}" if meant is None else str(meant))
            found[(each.kind, f"turn {turns[each.kind]}") if key in found else key] = name
        return found

    def whole(self, name: K) -> Iterator[K]:
        """A provision and all that stands under it."""
        yield name
        for child in self.children.get(name, ()):
            yield from self.whole(child)


def _under(
    one: _Side[K], other: _Side[L], above: K | None, beside: L | None
) -> Iterator[tuple[K | None, L | None]]:
    """Align what stands under two provisions that are one."""
    mine, theirs = one.keyed(above), other.keyed(beside)
    waiting = [key for key in theirs if key not in mine]
    order = list(theirs)
    for key, name in mine.items():
        yield from ((None, each) for each in _alone(other, theirs, _before(waiting, order, key)))
        if key not in theirs:
            yield from ((each, None) for each in one.whole(name))
            continue
        yield name, theirs[key]
        yield from _under(one, other, name, theirs[key])
    yield from ((None, each) for each in _alone(other, theirs, waiting))


def _before(waiting: list[_Key], order: Sequence[_Key], key: _Key) -> list[_Key]:
    """Take from ``waiting`` what the other language has before ``key``."""
    if key not in order:
        return []
    limit = order.index(key)
    found = [each for each in waiting if order.index(each) < limit]
    waiting[:] = [each for each in waiting if each not in found]
    return found


def _alone(side: _Side[L], keyed: Mapping[_Key, L], keys: Sequence[_Key]) -> Iterator[L]:
    for key in keys:
        yield from side.whole(keyed[key])
