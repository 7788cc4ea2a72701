"""The inside of a provision as runs: words, brackets, marks; printed in order, the provision itself.

* A word is a run of characters without white space or bracket that holds a letter or a digit. A mark of emphasis within
  it does not divide it: ``r*eaffirming*`` is one word. A bracket does: ``low-[carbon]`` is two.
* In Chinese and Japanese writing every character counts as a word.            Editorial practice: counts of characters
* Numbers of provisions, names of options, footnote marks, addresses, tags, attributions and marks of agreement are no
  words.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comity.committee.text.rules.brackets import Bracket, Brackets, Use
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.notation import read_closing_attribution
from comity.committee.text.rules.provisions import Provision


class Sort(StrEnum):
    """What a run is."""

    TEXT = "text"  # words, and what separates them
    OPEN = "open"
    CLOSE = "close"
    STRAY = "stray"  # a closing bracket that finds no opening one
    EMPHASIS = "emphasis"
    TAG = "tag"
    NUMBER = "number"
    FOOTNOTE = "footnote"
    ADDRESS = "address"
    BRACKET = "bracket"  # of a link, a definition, a task
    ATTRIBUTION = "attribution"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters of one sort; ``bracket`` is what it opens or closes."""

    sort: Sort
    start: int
    end: int
    bracket: Bracket | None = None


_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff"
_SIGNS = re.compile(r"(?P<bracket>[\[\]])|(?P<tag><[A-Za-z/!?][^<>]*>|\{:[^{}\n]*\})|(?P<emphasis>[*_`]+|\\)")
_LETTER = re.compile(r"[^\W_]")
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")


@dataclass(frozen=True, slots=True)
class Inside:
    """What the runs of any provision are cut from: the text, its brackets by place, its spans that are read whole."""

    source: str
    at: Mapping[int, Bracket]
    spans: Sequence[tuple[int, int, Sort]]
    starts: Sequence[int]

    def runs(self, one: Provision) -> Iterator[Run]:
        """Cut one provision into its runs."""
        at = one.start
        for place in range(bisect_left(self.starts, one.start), len(self.spans)):
            start, end, sort = self.spans[place]
            if start >= one.end:
                break
            if start < at:
                continue
            yield from self._cut(at, start)
            yield Run(sort, start, end)
            at = end
        yield from self._cut(at, one.end)

    def _cut(self, start: int, end: int) -> Iterator[Run]:
        for found in _SIGNS.finditer(self.source, start, end):
            if found.start() > start:
                yield Run(Sort.TEXT, start, found.start())
            start = found.end()
            if found.lastgroup == "bracket":
                yield self._bracket(found.start())
            else:
                yield Run(Sort.TAG if found.lastgroup == "tag" else Sort.EMPHASIS, found.start(), start)
        if end > start:
            yield Run(Sort.TEXT, start, end)

    def _bracket(self, at: int) -> Run:
        pair = self.at.get(at)
        if pair is None:
            return Run(Sort.STRAY, at, at + 1)
        if pair.use is not Use.NEGOTIATING:
            return Run(Sort.BRACKET, at, at + 1, pair)
        return Run(Sort.OPEN if at == pair.open else Sort.CLOSE, at, at + 1, pair)


def words(text: str) -> list[str]:
    """The words of ``text``, which holds no bracket and no mark: for counting and for comparing."""
    if _IDEOGRAPH.search(text):
        text = _IDEOGRAPH.sub(r" \g<0> ", text)
    return [word for word in text.split() if word.isalnum() or _LETTER.search(word)]


def is_joined(before: str, after: str) -> bool:
    """Whether a mark of emphasis between ``before`` and ``after`` stands within a word."""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return False
    if _IDEOGRAPH.match(before[-1]) or _IDEOGRAPH.match(after[0]):
        return False
    return bool(_LETTER.search(before.rsplit(maxsplit=1)[-1]) and _LETTER.search(after.split(maxsplit=1)[0]))


_WHOLE = {Use.FOOTNOTE: Sort.FOOTNOTE, Use.AGREEMENT: Sort.AGREEMENT}


def inside(source: str, provisions: Sequence[Provision], brackets: Brackets) -> Inside:
    """Make ready to cut any provision of a text into runs."""
    spans = [
        (one.mark[0], one.mark[1], Sort.NUMBER) for one in provisions if one.mark and one.mark[1] > one.mark[0]
    ]
    spans += [(start, end, Sort.ADDRESS) for start, end in brackets.addresses]
    for pair in brackets.pairs:
        if pair.use in _WHOLE:
            spans.append((pair.open, pair.end, _WHOLE[pair.use]))
        if pair.attribution:
            spans.append((pair.attribution.start, pair.attribution.end, Sort.ATTRIBUTION))
    for one in provisions:
        if one.kind is Kind.OPTION and (closing := read_closing_attribution(source, one.start, one.end)):
            spans.append((closing.start, closing.end, Sort.ATTRIBUTION))
    spans.sort()
    at = {pair.open: pair for pair in brackets.pairs}
    at.update((pair.close, pair) for pair in brackets.pairs if pair.close is not None)
    return Inside(source, at, spans, [start for start, _, _ in spans])
