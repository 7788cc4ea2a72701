"""The nearest wordings in a body of wordings, by what they say and not by their titles or numbers.

* A wording is known by its terms: its words without signs and case, and each two of them that stand side by side. In
  Chinese, where a character is a word, pairs of characters are what other languages call words.
* A term weighs more the fewer wordings have it; repetition weighs little.                    Salton and Buckley 1988
* Nearness is the cosine of the angle between the two: 1 for the same terms in the same shares, 0 for none in common.
* Each nearness names the terms that it rests on, the weightiest and rarest first.
* Nothing is learned, downloaded or drawn by lot: a reader can compute every nearness again.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from math import log, sqrt

from comity.committee.text.rules.words import terms

_REASONS = 6  # terms that are named
_JOIN = " "


@dataclass(frozen=True, slots=True)
class Near:
    """A wording near to the one asked about: its place in the body, how near, and the terms that make it so."""

    place: int
    nearness: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """Wordings made ready to be asked which of them is nearest."""

    count: int
    rarity: Mapping[str, float]
    weighed: Sequence[Mapping[str, float]]  # the terms of each wording, and what each weighs in it
    holding: Mapping[
        str, Sequence[tuple[int, float]]
    ]  # each term: the wordings that have it, and what it weighs there

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Body":
        """Make ``texts`` ready; their places are their places in the sequence."""
        said = [_said(text) for text in texts]
        having = Counter(term for each in said for term in each)
        rarity = {term: log((len(said) + 1) / times) for term, times in having.items()}
        weighed = [_weighed(each, rarity, len(said)) for each in said]
        holding: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, each in enumerate(weighed):
            for term, weight in each.items():
                holding[term].append((place, weight))
        return cls(len(said), rarity, weighed, dict(holding))

    def nearest(self, text: str, *, count: int = 5, but: Container[int] = ()) -> tuple[Near, ...]:
        """The ``count`` wordings nearest to ``text``, the nearest first, without the places ``but``."""
        asked = _weighed(_said(text), self.rarity, self.count)
        sums: defaultdict[int, float] = defaultdict(float)
        for term, weight in asked.items():
            for place, other in self.holding.get(term, ()):
                sums[place] += weight * other
        best = nsmallest(count, ((-round(near, 6), place) for place, near in sums.items() if place not in but))
        return tuple(
            Near(place, -nearness, self._because(asked, place)) for nearness, place in best if nearness
        )

    def _because(self, asked: Mapping[str, float], place: int) -> tuple[str, ...]:
        there = self.weighed[place]
        shared = (
            (-weight * there[term] * self.rarity[term], term) for term, weight in asked.items() if term in there
        )
        return tuple(term for _, term in nsmallest(_REASONS, shared))


def _said(text: str) -> Counter[str]:
    """The terms of a wording, each with how often it is said."""
    words = terms(text)
    return Counter(words) + Counter(_JOIN.join(pair) for pair in pairwise(words))


def _weighed(said: Mapping[str, int], rarity: Mapping[str, float], count: int) -> dict[str, float]:
    """The terms as a vector of length one; a term unknown to the body weighs as one that a single wording has."""
    unknown = log(count + 1)
    raw = {term: (1 + log(times)) * rarity.get(term, unknown) for term, times in said.items()}
    length = sqrt(sum(weight * weight for weight in raw.values()))
    return {term: weight / length for term, weight in raw.items()} if length else {}
