"""Two language versions of one text, laid side by side by their structure.

* A provision is paired with the provision of the same kind and the same number that stands under the same provision.
  Numbers are the same if they mean the same: ``3``, ``٣``, ``三``; ``1``, ``premier``, ``الأول``; of a chapter ``I``.
* What bears a letter or no number is paired by its turn: the second subparagraph with the second, for each language
  counts in its own letters.
* What has no partner stands alone, where its own language has it. Nothing is paired by what it says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Aligned:
    """The places of one provision in two languages; None where a language has it not."""

    one: int | None
    other: int | None


def align(one: Draft, other: Draft) -> tuple[Aligned, ...]:
    """Lay two drafts side by side, in the order of ``one``."""
    return tuple(_under(_Side.of(one), _Side.of(other), None, None))


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
class _Side:
    """A draft, and what stands under each of its provisions."""

    draft: Draft
    children: dict[int | None, list[int]]

    @classmethod
    def of(cls, draft: Draft) -> "_Side":
        children: dict[int | None, list[int]] = {}
        for place, each in draft.negotiated():
            children.setdefault(each.parent, []).append(place)
        return cls(draft, children)

    def keyed(self, parent: int | None) -> dict[_Key, int]:
        """What stands under a provision, by its kind and its number or turn."""
        turns: dict[Kind, int] = {}
        found: dict[_Key, int] = {}
        for place in self.children.get(parent, ()):
            each = self.draft.provisions[place]
            turns[each.kind] = turns.get(each.kind, 0) + 1
            meant = value(each.number) or (_roman(each.number) if each.kind in _ROMAN_KINDS else None)
            key = (each.kind, f"turn {turns[each.kind]}" if meant is None else str(meant))
            found[(each.kind, f"turn {turns[each.kind]}") if key in found else key] = place
        return found

    def whole(self, place: int) -> Iterator[int]:
        """A provision and all that stands under it."""
        yield place
        for child in self.children.get(place, ()):
            yield from self.whole(child)


def _under(one: _Side, other: _Side, above: int | None, beside: int | None) -> Iterator[Aligned]:
    """Align what stands under two provisions that are one."""
    mine, theirs = one.keyed(above), other.keyed(beside)
    waiting = [key for key in theirs if key not in mine]
    order = list(theirs)
    for key, place in mine.items():
        yield from _alone(other, theirs, _before(waiting, order, key))
        if key not in theirs:
            yield from (Aligned(each, None) for each in one.whole(place))
            continue
        yield Aligned(place, theirs[key])
        yield from _under(one, other, place, theirs[key])
    yield from _alone(other, theirs, waiting)


def _before(waiting: list[_Key], order: Sequence[_Key], key: _Key) -> list[_Key]:
    """Take from ``waiting`` what the other language has before ``key``."""
    if key not in order:
        return []
    limit = order.index(key)
    found = [each for each in waiting if order.index(each) < limit]
    waiting[:] = [each for each in waiting if each not in found]
    return found


def _alone(side: _Side, keyed: dict[_Key, int], keys: Sequence[_Key]) -> Iterator[Aligned]:
    for key in keys:
        yield from (Aligned(None, each) for each in side.whole(keyed[key]))
