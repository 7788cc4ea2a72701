"""Two articles side by side: clause beside clause, and in each pair what was added, left out and kept.

* The old side is the existing instrument, the new side the article that is compared with it.
* Clauses are paired by the share of words that they have in common, the most alike first, each once; under three tenths
  nothing is paired. Of two equally alike, the pair that stands earlier.
* Rows follow the new article; a clause of the old one that is paired with none stands where it stood among the others.
* Likeness is twice the words kept in all pairs to the words of both articles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.committee.instruments.rules.articles import Article, Clause
from comity.committee.text.rules.differences import Difference, between
from comity.committee.text.rules.words import cut

PAIRED = 0.3


@dataclass(frozen=True, slots=True)
class Row:
    """A clause of either article, or of both, with what leads from the old to the new."""

    old: Clause | None
    new: Clause | None
    difference: Difference


@dataclass(frozen=True, slots=True)
class Comparison:
    """An existing article and a new one, row by row."""

    old: Article
    new: Article
    rows: tuple[Row, ...]

    @property
    def likeness(self) -> float:
        """The share of words that stand in both, 0 to 1."""
        both = sum(len(row.difference.old) + len(row.difference.new) for row in self.rows)
        return 2 * sum(row.difference.kept for row in self.rows) / both if both else 0.0


def compare(old: Article, new: Article) -> Comparison:
    """Lay ``new`` beside ``old``."""
    pairs = _paired(old.clauses, new.clauses)
    return Comparison(old, new, tuple(_rows(old.clauses, new.clauses, pairs)))


def _paired(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    """For each clause of ``new`` that is paired, the place of its clause of ``old``."""
    said_old, said_new = [set(cut(each.words)) for each in old], [set(cut(each.words)) for each in new]
    candidates: list[tuple[float, int, int]] = []
    for at, clause in enumerate(new):
        for other, existing in enumerate(old):
            # what share of the words of either is at most in both: most pairs are decided by it alone
            shared = len(said_new[at] & said_old[other])
            if 2 * shared < PAIRED * (len(said_new[at]) + len(said_old[other])):
                continue
            likeness = between(existing.words, clause.words).likeness
            if likeness >= PAIRED:
                candidates.append((-round(likeness, 6), at, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, other in sorted(candidates):
        if at not in pairs and other not in taken:
            pairs[at] = other
            taken.add(other)
    return pairs


def _rows(old: Sequence[Clause], new: Sequence[Clause], pairs: dict[int, int]) -> Iterator[Row]:
    left = [place for place in range(len(old)) if place not in pairs.values()]
    for at, clause in enumerate(new):
        paired = pairs.get(at)
        while paired is not None and left and left[0] < paired:
            yield _row(old[left.pop(0)], None)
        yield _row(old[paired] if paired is not None else None, clause)
    for place in left:
        yield _row(old[place], None)


def _row(old: Clause | None, new: Clause | None) -> Row:
    return Row(old, new, between(old.words if old else "", new.words if new else ""))
