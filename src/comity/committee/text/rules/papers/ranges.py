"""From places in characters to ranges of words, and what is offered for them.

* A place between two words is the point between them; a place within a word is that word, and what was left of it is
  offered again: letters changed within a word are the word replaced.
* Words set right beside a word, without white space, may join it; then they are offered with it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.committee.text.rules.headings import read_heading
from comity.committee.text.rules.markers import read_marker
from comity.committee.text.rules.word.tracked import Style
from comity.committee.text.rules.words import Words, cut

_HEADS = frozenset({Style.TITLE, Style.CHAPTER, Style.SECTION, Style.ARTICLE})
_AFTER_NUMBER = " .:–—-\t"


@dataclass(frozen=True, slots=True)
class Offered:
    """A range of words, and what is offered for it; nothing offered: the range would be deleted."""

    start: int
    end: int
    words: str


class Places:
    """The words of a wording by the characters at which they begin and end, white space after them left out."""

    def __init__(self, text: str) -> None:
        self.text = text
        lead = len(text) - len(text.lstrip())
        self.words: Words = cut(text[lead:])
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = lead
        for word in self.words:
            self.starts.append(at)
            self.ends.append(at + len(word.rstrip()))
            at += len(word)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie from one place to another, those touched within among them."""
        first = self._first(start)
        last = self._last(end)
        return (first, max(first, last))

    def _first(self, at: int) -> int:
        """The word in which a place lies, or the next one."""
        word = bisect_right(self.starts, at) - 1
        return word if word >= 0 and (at < self.ends[word] or at == self.starts[word]) else word + 1

    def _last(self, at: int) -> int:
        """After the word in which a place lies or that ended before it."""
        word = bisect_right(self.starts, at) - 1
        return word if word >= 0 and at == self.starts[word] else word + 1

    def offered(self, start: int, end: int, words: str) -> Offered | None:
        """What is proposed by setting ``words`` for the characters from ``start`` to ``end``; None if nothing is."""
        first, last = self.range(start, end)
        before, after = max(0, first - 1), min(len(self.words), last + 1)
        head = self.text[self.starts[before] : start] if before < len(self.starts) else ""
        tail = self.text[end : self.ends[after - 1]] if after else ""
        made = cut(f"{head}{words}{tail}".strip())
        found = _bare(made)
        stood = _bare(self.words)
        if before < first and found[:1] == stood[before:first]:
            made, found, before = made[1:], found[1:], first
        if after > last and found[-1:] == stood[last:after]:
            made, found, after = made[:-1], found[:-1], last
        if found == list(stood[before:after]):
            return None
        return Offered(before, after, "".join(made).strip())


def _bare(words: Sequence[str]) -> list[str]:
    return [word.strip() for word in words]


def beginnings(words: str, style: Style) -> Iterator[int]:
    """Where the words of a provision may begin in its paragraph: after its number, or at once."""
    lead = len(words) - len(words.lstrip())
    heading = read_heading(words[lead:], marked=True) if style in _HEADS else None
    mark = read_marker(words, lead)
    ends = [lead + heading.end] if heading and heading.end else []
    ends += [mark.end] if mark else []
    for end in dict.fromkeys([*ends, lead]):
        rest = words[end:]
        yield end + len(rest) - len(rest.lstrip(_AFTER_NUMBER if end > lead else None))
