"""How a range of words survives a change of the words around it.

* Words are known by their numbers, so nothing is guessed: a range is carried to where its own words stand now.
* It is untouched if all its words stand, next to one another and in order. It is changed if some stand, or if words
  came between them. It cannot be carried if none stands.
* A point between two words is untouched if both still touch, changed if one of them stands or words came between, and
  cannot be carried if neither stands. The beginning and the end of a wording always stand.
* When words take the place of a range, the white space at its edges follows the words that stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from comity.committee.text.rules.differences import spans
from comity.committee.text.rules.negotiation.state import WordId, word_ids
from comity.committee.text.rules.words import Words


@dataclass(frozen=True, slots=True)
class Found:
    """Where a range stands now, and whether it is what it was."""

    start: int
    end: int
    untouched: bool


@dataclass(frozen=True)
class Course:
    """The way from one wording to the next, by the numbers of the words."""

    before: Sequence[WordId]
    now: Sequence[WordId]

    @cached_property
    def places(self) -> Mapping[WordId, int]:
        """Where each word stands now."""
        return {word: place for place, word in enumerate(self.now)}

    def carry(self, start: int, end: int) -> Found | None:
        """Carry a range of the wording before, or a point if it is empty; None if nothing of it stands."""
        if start == end:
            return self._point(start)
        stand = [place for word in self.before[start:end] if (place := self.places.get(word)) is not None]
        if not stand:
            return None
        first, last = min(stand), max(stand) + 1
        untouched = stand == list(range(first, first + end - start))
        return Found(first, last, untouched)

    def _point(self, at: int) -> Found | None:
        left = -1 if at == 0 else self.places.get(self.before[at - 1])
        right = len(self.now) if at == len(self.before) else self.places.get(self.before[at])
        if left is not None:
            return Found(left + 1, left + 1, right == left + 1)
        return None if right is None else Found(right, right, untouched=False)


def is_letter(word: str) -> bool:
    """Whether a word is set off by white space from the letters next to it."""
    return word[:1].isalnum() and not _is_ideograph(word[0])


def _is_ideograph(sign: str) -> bool:
    return "\u3040" <= sign <= "\ufaff" or "\U00020000" <= sign <= "\U0003ffff"


_CLOSES = ",.;:!?)]}»”’%،؛؟、。，；："
_OPENS = "([{«“‘/-–"


def set_apart(before: str, after: str) -> bool:
    """Whether white space belongs between two words that meet."""
    left, right = before[-1:], after[:1]
    if not left or left.isspace() or right in _CLOSES or left in _OPENS:
        return False
    return not (_is_ideograph(left) or _is_ideograph(right) or left in "、。，；：")


def spliced(words: Words, start: int, end: int, offered: Words) -> Words:
    """Put ``offered`` in the place of a range, with white space where words meet."""
    head, middle, tail = list(words[:start]), list(offered), words[end:]
    if middle and end > start:
        middle[-1] = middle[-1].rstrip() + _space_after(words[end - 1])
    if head and middle and middle[0][0] in _CLOSES:
        head[-1] = head[-1].rstrip()
    for left, right in ((head, middle), (middle, tail), ([] if middle else head, tail)):
        if left and right and set_apart(left[-1], right[0]):
            left[-1] += " "
    made = [*head, *middle, *tail]
    if made and not tail:
        made[-1] = made[-1].rstrip()
    return tuple(made)


def _space_after(word: str) -> str:
    return word[len(word.rstrip()) :]


def renumbered(
    before: Words, ids: Sequence[WordId], now: Words, *, entry: int, first: int
) -> tuple[tuple[WordId, ...], int]:
    """Number the words of a new wording: what is kept keeps its number. Also say how many are new."""
    if before == now:
        return tuple(ids), 0
    kept: list[WordId] = []
    fresh = 0
    for same, old_start, old_end, new_start, new_end in spans(before, now):
        if same:
            kept += ids[old_start:old_end]
        else:
            count = new_end - new_start
            kept += word_ids(entry, count, first=first + fresh)
            fresh += count
    return tuple(kept), fresh
