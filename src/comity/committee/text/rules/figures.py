"""How far a text is agreed, in figures.

* Words in brackets stand within at least one negotiating bracket; words in options stand under an option and in no
  bracket. Both are open. The other words are settled, whether or not they bear the mark *ad referendum*.
* The share in brackets is words in brackets to all words of the provision and of what stands under it.
* Words *ad referendum* stand in provisions that bear the mark, or under one that does.
* Alternatives are brackets that follow one another with nothing but white space between: ``[sixty][ninety]``.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from comity.committee.text.rules.brackets import Use
from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.headings import APPARATUS, Kind
from comity.committee.text.rules.runs import Sort, is_joined, words


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one provision, or of a provision with all under it, or of a whole text."""

    words: int = 0
    in_brackets: int = 0
    in_options: int = 0
    ad_referendum: int = 0
    brackets: int = 0
    alternatives: int = 0
    placeholders: int = 0
    options: int = 0
    depth: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        sums = {each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)}
        return Figures(**{**sums, "depth": max(self.depth, other.depth)})

    @property
    def open(self) -> int:
        """Words in brackets or in options."""
        return self.in_brackets + self.in_options

    @property
    def share_in_brackets(self) -> float:
        """Words in brackets to all words, 0 to 1; a text without words has none in brackets."""
        return self.in_brackets / self.words if self.words else 0.0

    @property
    def share_in_options(self) -> float:
        """Words under options and in no bracket to all words, 0 to 1."""
        return self.in_options / self.words if self.words else 0.0

    @property
    def share_ad_referendum(self) -> float:
        """Words agreed *ad referendum* to all words, 0 to 1."""
        return self.ad_referendum / self.words if self.words else 0.0

    @property
    def share_open(self) -> float:
        """Open words to all words, 0 to 1."""
        return self.open / self.words if self.words else 0.0

    @property
    def share_settled(self) -> float:
        """Words in neither brackets nor options to all words, 0 to 1."""
        return 1 - self.share_open


def count(draft: Draft) -> tuple[Figures, ...]:
    """Count each provision by itself, without what stands under it; apparatus counts nothing."""
    agreed = {
        pair.place for pair in draft.brackets.pairs if pair.use is Use.AGREEMENT
    }  # the provisions that bear the mark
    own: list[Figures] = []
    depth = 0
    optional: list[bool] = []
    settled: list[bool] = []
    for place, one in enumerate(draft.provisions):
        above = one.parent
        optional.append(one.kind is Kind.OPTION or (above is not None and optional[above]))
        settled.append(place in agreed or (above is not None and settled[above]))
        if one.kind in APPARATUS:
            own.append(Figures())
            continue
        counted, depth = _count_one(draft, place, depth, optional=optional[place], agreed=settled[place])
        own.append(counted)
    return tuple(own)


def _count_one(draft: Draft, place: int, depth: int, *, optional: bool, agreed: bool) -> tuple[Figures, int]:
    """Count one provision in which ``depth`` brackets are open already; also return how many it leaves open."""
    counted = inside = alternatives = brackets = placeholders = deepest = unclosed = 0
    before, after_close = "", False
    for run in draft.runs(place):
        if run.sort is Sort.TEXT:
            text = draft.words(run)
            here = len(words(text)) - is_joined(before, text)
            counted += here
            inside += here if depth else 0
            before, after_close = text, after_close and text.isspace()
        elif run.sort is Sort.OPEN and run.bracket:
            brackets += 1
            alternatives += after_close
            placeholders += run.bracket.placeholder
            unclosed += run.bracket.close is None
            depth += 1
            deepest = max(deepest, run.bracket.depth)
            before, after_close = "", False
        elif run.sort is Sort.CLOSE:
            depth -= 1
            before, after_close = "", True
        elif run.sort not in _TRANSPARENT:
            before = ""
            after_close = after_close and run.sort in _BETWEEN
    one = draft.provisions[place]
    figures = Figures(
        words=counted,
        in_brackets=inside,
        in_options=counted - inside if optional else 0,
        ad_referendum=counted if agreed else 0,
        brackets=brackets,
        alternatives=alternatives,
        placeholders=placeholders,
        options=one.kind is Kind.OPTION,
        depth=deepest,
    )
    return figures, depth - unclosed


_TRANSPARENT = frozenset({Sort.EMPHASIS, Sort.TAG})
_BETWEEN = frozenset({Sort.ATTRIBUTION, Sort.FOOTNOTE})  # what may stand between two alternatives


def roll_up(draft: Draft, own: tuple[Figures, ...]) -> tuple[Figures, ...]:
    """Count each provision together with all that stands under it."""
    sums = list(own)
    for place in range(len(sums) - 1, -1, -1):
        above = draft.provisions[place].parent
        if above is not None:
            sums[above] = sums[above] + sums[place]
    return tuple(sums)


def total(own: tuple[Figures, ...]) -> Figures:
    """Count the whole text."""
    return sum(own, Figures())


def kinds(draft: Draft) -> Counter[Kind]:
    """How many provisions of each kind the text has."""
    return Counter(one.kind for _, one in draft.negotiated())


def articles(draft: Draft) -> Iterator[int]:
    """The places of what a reader opens by itself: the preamble, the articles, the annexes, loose sections."""
    for place, one in draft.negotiated():
        under = [draft.provisions[above].kind for above in draft.path(place)[:-1]]
        if any(kind in _PAGES for kind in under):
            continue
        if one.kind in _PAGES or (one.kind is Kind.SECTION and not _holds_articles(draft, place)):
            yield place


_PAGES = frozenset({Kind.PREAMBLE, Kind.ARTICLE, Kind.ANNEX})


def _holds_articles(draft: Draft, place: int) -> bool:
    return any(each.kind in _PAGES for each in draft.provisions[place + 1 : draft.provisions[place].last + 1])
