"""What changed between two wordings, word by word.

* A difference is a list of pieces in the order of the text: words kept, words deleted, words inserted. Where words are
  replaced, the deletion stands before the insertion.
* The old words of a difference, joined, are the old wording; its new words are the new one. Nothing is left out.
* In short wordings the longest common sequence of words is kept, exactly.                 Hyyrö 2004, by RapidFuzz
* In long ones first the passages of four words and more around a word that stands once in either are laid side by
  side, as many as keep their order. They hold fast, and what stands between them is compared in the same way.
                                                                                           patience, Bram Cohen
* A few words kept between two longer changes are taken into the change: a reader sees one replacement, not crumbs.
* Two stretches of more than sixteen million pairs of words with no passage in common are taken as replaced.
* The same two wordings have the same difference, on any machine and however busy it is.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from comity.committee.text.rules.words import Words, cut, joined
from comity.errors.comparison import WordsDoNotFit

PASSAGE = 4  # words in common that hold two wordings fast, if one of them stands once in either
SHORT = 1_000_000  # word pairs that are compared exactly without looking for passages
MOST_PAIRS = 16_000_000  # word pairs compared exactly; more would take seconds
CRUMB = 3  # words kept that a longer change on both sides swallows

Match = tuple[int, int, int]  # where words kept begin in the old, in the new, and how many they are
Span = tuple[bool, int, int, int, int]  # whether words are kept; from where to where in the old, and in the new


class Fate(StrEnum):
    """What became of words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one fate; kept words may differ in the white space after them, all others stand on one side only."""

    fate: Fate
    old: Words
    new: Words

    @property
    def text(self) -> str:
        """The words as a reader sees them: the new spelling of what is kept."""
        return joined(self.old if self.fate is Fate.DELETED else self.new)


@dataclass(frozen=True, slots=True)
class Difference:
    """The pieces that lead from an old wording to a new one."""

    pieces: tuple[Piece, ...]

    @property
    def old(self) -> Words:
        """The wording it begins with."""
        return tuple(word for piece in self.pieces for word in piece.old)

    @property
    def new(self) -> Words:
        """The wording it ends with."""
        return tuple(word for piece in self.pieces for word in piece.new)

    @property
    def kept(self) -> int:
        """How many words stand in both."""
        return sum(len(piece.old) for piece in self.pieces if piece.fate is Fate.KEPT)

    @property
    def likeness(self) -> float:
        """Twice the words kept to the words of both, 0 to 1; two empty wordings are alike."""
        both = sum(len(piece.old) + len(piece.new) for piece in self.pieces)
        return 2 * self.kept / both if both else 1.0

    @property
    def is_empty(self) -> bool:
        """Whether the two wordings are one, white space included."""
        return all(piece.old == piece.new for piece in self.pieces)


def between(old: str, new: str) -> Difference:
    """What changed from the text ``old`` to the text ``new``."""
    return difference(cut(old), cut(new))


def difference(old: Words, new: Words) -> Difference:
    """What changed from the words ``old`` to the words ``new``."""
    return Difference(tuple(_pieces(old, new)))


def apply(changes: Difference, old: Words) -> Words:
    """Make the new wording from the ``old`` one, or raise ``WordsDoNotFit`` if it is not the one that was compared."""
    if changes.old != old:
        at = next(
            (place for place, (one, other) in enumerate(zip(changes.old, old, strict=False)) if one != other),
            min(len(changes.old), len(old)),
        )
        raise WordsDoNotFit(at + 1)
    return changes.new


def _pieces(old: Words, new: Words) -> Iterator[Piece]:
    for kept, old_start, old_end, new_start, new_end in spans(old, new):
        was, now = old[old_start:old_end], new[new_start:new_end]
        if kept:
            yield Piece(Fate.KEPT, was, now)
            continue
        if was:
            yield Piece(Fate.DELETED, was, ())
        if now:
            yield Piece(Fate.INSERTED, (), now)


def spans(old: Words, new: Words) -> tuple[Span, ...]:
    """Lay two wordings side by side: stretches kept and stretches changed, in turn, that cover both."""
    if old == new:
        return ((True, 0, len(old), 0, len(new)),) if old else ()
    if len(old) * len(new) <= SHORT:
        matches = _blocks([*map(str.strip, old)], [*map(str.strip, new)])
    else:
        matches = [*_matched(*_numbered(old, new)), (len(old), len(new), 0)]
    return tuple(_laid(matches))


def _blocks(was: Sequence[str], now: Sequence[str]) -> list[Match]:
    """The longest common sequence, as the blocks it consists of, and the end of both."""
    return [(each.a, each.b, each.size) for each in LCSseq.editops(was, now).as_matching_blocks()]


class _Signs(dict[str, str]):
    """A character for each distinct word, given when it is first met."""

    def __missing__(self, word: str) -> str:
        first, count = _SURROGATES
        number = len(self)
        self[word] = found = chr(number if number < first else number + count)
        return found


def _numbered(old: Words, new: Words) -> tuple[str, str]:
    """Write each distinct word as one character, so that comparing words is comparing characters."""
    sign = _Signs().__getitem__
    return "".join(map(sign, map(str.strip, old))), "".join(map(sign, map(str.strip, new)))


_SURROGATES = (0xD800, 0x800)  # where they begin, and how many there are: they are no characters


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of either wording between two that are held fast."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def pairs(self) -> int:
        return (self.old_end - self.old) * (self.new_end - self.new)


def _matched(was: str, now: str) -> Iterator[Match]:
    """Find the words kept, in order."""
    start = _common(was, now)
    end = _common(was[start:][::-1], now[start:][::-1])
    yield 0, 0, start
    yield from _within(was, now, _Stretch(start, len(was) - end, start, len(now) - end))
    yield len(was) - end, len(now) - end, end


def _common(one: str, other: str) -> int:
    """How many words two wordings begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _within(was: str, now: str, here: _Stretch) -> Iterator[Match]:
    """Find the words kept within a stretch: exactly if it is short, else between the passages that hold fast."""
    if not here.pairs:
        return
    passages = _passages(was, now, here) if here.pairs > SHORT else []
    if not passages:
        if here.pairs <= MOST_PAIRS:
            yield from _exactly(was, now, here)
        return
    old, new = here.old, here.new
    for passage in passages:
        yield from _within(was, now, _Stretch(old, passage[0], new, passage[1]))
        yield passage
        old, new = passage[0] + passage[2], passage[1] + passage[2]
    yield from _within(was, now, _Stretch(old, here.old_end, new, here.new_end))


def _exactly(was: str, now: str, here: _Stretch) -> Iterator[Match]:
    """The longest common sequence of words."""
    for old, new, count in _blocks(was[here.old : here.old_end], now[here.new : here.new_end]):
        yield old + here.old, new + here.new, count


def _passages(was: str, now: str, here: _Stretch) -> list[Match]:
    """The passages around words that stand once in either stretch, as many as keep their order in both."""
    old, new = was[here.old : here.old_end], now[here.new : here.new_end]
    once = _once(old) & _once(new)
    places = {word: at for at, word in enumerate(new) if word in once}
    found: list[Match] = []
    for at, word in enumerate(old):
        if word in once and not (found and at < found[-1][0] + found[-1][2]):
            passage = _around(old, new, at, places[word])
            if passage[2] >= PASSAGE:
                found.append(passage)
    chosen: list[Match] = []
    old_end = new_end = 0
    for at, to, count in _rising(found):
        if at >= old_end and to >= new_end:
            chosen.append((at + here.old, to + here.new, count))
            old_end, new_end = at + count, to + count
    return chosen


def _once(words: str) -> set[str]:
    return {word for word, times in Counter(words).items() if times == 1}


def _around(old: str, new: str, at: int, to: int) -> Match:
    """The longest passage in common around two places of the same word."""
    before = 0
    while at > before and to > before and old[at - before - 1] == new[to - before - 1]:
        before += 1
    after = 1
    while at + after < len(old) and to + after < len(new) and old[at + after] == new[to + after]:
        after += 1
    return at - before, to - before, before + after


def _rising(passages: Sequence[Match]) -> list[Match]:
    """The longest choice of ``passages``, in the order of the old wording, that keep their order in the new one."""
    tops: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for place, (_, new, _count) in enumerate(passages):
        pile = bisect_left(tops, new)
        before.append(at[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(new)
            at.append(place)
        else:
            tops[pile], at[pile] = new, place
    chosen: list[Match] = []
    step = at[-1] if at else -1
    while step >= 0:
        chosen.append(passages[step])
        step = before[step]
    return chosen[::-1]


def _laid(matches: Sequence[Match]) -> list[Span]:
    """Lay matches that touch together, name what stands between them, and take crumbs into the change around them.

    The last of ``matches`` ends with both wordings. A crumb is at most CRUMB words kept between two longer changes.
    """
    found: list[Span] = []  # up to the change before the words kept last
    old = new = kept = 0  # the words kept last
    end_old = end_new = 0  # where they end
    for to_old, to_new, size in matches:
        if to_old == end_old and to_new == end_new:
            kept, end_old, end_new = kept + size, end_old + size, end_new + size
            continue
        while (
            kept <= CRUMB
            and found
            and (kept < to_old - end_old or kept < to_new - end_new)
            and kept < _length(found[-1])
        ):
            _, end_old, _, end_new, _ = found.pop()
            old, new, kept = _kept_last(found)
        if kept:
            found.append((True, old, end_old, new, end_new))
        found.append((False, end_old, to_old, end_new, to_new))
        old, new, kept, end_old, end_new = to_old, to_new, size, to_old + size, to_new + size
    if kept:
        found.append((True, old, end_old, new, end_new))
    return found


def _length(span: Span) -> int:
    """The words of the longer side."""
    _, old_start, old_end, new_start, new_end = span
    return max(old_end - old_start, new_end - new_start)


def _kept_last(found: list[Span]) -> Match:
    """Take back the words kept before a change that grows; none where it is the first of both wordings."""
    if not found:
        return 0, 0, 0
    _, old, old_end, new, _ = found.pop()
    return old, new, old_end - old
