"""The permanent identity of provisions, carried from draft to draft while numbers and headings move.

* A provision receives its identity in the draft where it first stands: the digest of the text's name, the number of
  that draft, the address and the words. Whoever has the drafts can compute every identity again.
* In a later draft each provision is compared with those of the draft before. The nearest in wording inherits the
  identity; what is near to none is new; what none is near to has been dropped.
* Nearness is the cosine of the angle between their words: brackets and marks left out, order not considered, a word
  weighing more the fewer provisions of the two drafts have it, and repetition weighing little. A little is added for
  the same heading and for the same number. Under three tenths nothing is the same.            Salton and Buckley 1988
* First the divisions are compared (preamble, chapters, articles, annexes) with all that stands under them; then what
  stands in one division with what stood in the division that it continues; last what is left, across the whole text.
* The nearest pair is joined first; of two equally near, the one that moved less; then the earlier. Nothing is drawn by
  lot.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import log, sqrt

from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.headings import DIVISIONS, Kind
from comity.committee.text.rules.runs import Sort, words

SAME = 0.3  # nearness under which two provisions are not the same
_HEADING = 0.15  # added for the same heading
_NUMBER = 0.05  # added for the same number
_COMMON = 60  # a word that stands in more provisions than this says nothing about which is which
_LENGTH = 16

ProvisionId = str


@dataclass(frozen=True, slots=True)
class Identified:
    """A draft whose provisions have their identity; apparatus has none."""

    draft: Draft
    ids: tuple[ProvisionId, ...]

    def places(self) -> dict[ProvisionId, int]:
        """Where each provision stands."""
        return {name: place for place, name in enumerate(self.ids) if name}


@dataclass(frozen=True, slots=True)
class _Worded:
    """A provision as it is compared."""

    place: int
    kind: Kind
    number: str
    rubric: str
    words: Counter[str]
    order: float  # where it stands in its draft, 0 to 1


def identify(name: str, drafts: Sequence[Draft]) -> tuple[Identified, ...]:
    """Give every provision of the successive ``drafts`` of the text ``name`` its identity."""
    known: list[Identified] = []
    for number, draft in enumerate(drafts, 1):
        known.append(carry(name, number, draft, known[-1] if known else None))
    return tuple(known)


def carry(name: str, number: int, draft: Draft, before: Identified | None) -> Identified:
    """Give the provisions of draft ``number`` their identity, inherited where they continue the draft ``before``."""
    inherited = match(before.draft, draft) if before else {}
    taken: set[ProvisionId] = set(before.ids) if before else set()
    ids = [""] * len(draft.provisions)
    for place, _ in draft.negotiated():
        if before and place in inherited:
            ids[place] = before.ids[inherited[place]]
        else:
            ids[place] = _new(name, number, draft, place, taken)
            taken.add(ids[place])
    return Identified(draft, tuple(ids))


def _new(name: str, number: int, draft: Draft, place: int, taken: set[ProvisionId]) -> ProvisionId:
    one = draft.provisions[place]
    text = draft.source[one.start : one.end]
    told = "\x1f".join((name, str(number), address(draft, place), text))
    digest = sha256(told.encode("utf-8", "surrogatepass"))
    while (made := digest.hexdigest()[:_LENGTH]) in taken:
        digest.update(
            b"\x1f"
        )  # the same words twice at one address: the second is told from the first by its turn
    return made


def address(draft: Draft, place: int) -> str:
    """Where a provision stands, as a reader says it: ``article 3 / paragraph 2 / option 1``."""
    steps = [draft.provisions[each] for each in draft.path(place)]
    return " / ".join(f"{step.kind} {step.number}".strip() for step in steps)


def match(old: Draft, new: Draft) -> dict[int, int]:
    """For each provision of ``new`` that continues one of ``old``: the place of that one."""
    was, now = list(_compared(old)), list(_compared(new))
    divided = {Kind.TITLE} | DIVISIONS
    pairs = dict(
        _joined(
            [x for x in _whole(old, was) if x.kind in divided],
            [x for x in _whole(new, now) if x.kind in divided],
        )
    )
    old_division, new_division = _divisions(old), _divisions(new)
    loose_was = [x for x in was if x.kind not in divided]
    loose_now = [x for x in now if x.kind not in divided]
    for new_place, old_place in list(pairs.items()):
        here = [x for x in loose_now if new_division[x.place] == new_place]
        there = [x for x in loose_was if old_division[x.place] == old_place]
        pairs.update(_joined(there, here))
    taken = set(pairs.values())
    pairs.update(
        _joined([x for x in loose_was if x.place not in taken], [x for x in loose_now if x.place not in pairs])
    )
    return pairs


def _divisions(draft: Draft) -> list[int]:
    """For each provision the division in which it stands, by place; -1 outside all."""
    found: list[int] = []
    for place, one in enumerate(draft.provisions):
        if one.kind in DIVISIONS:
            found.append(place)
        else:
            found.append(-1 if one.parent is None else found[one.parent])
    return found


def _compared(draft: Draft) -> Iterator[_Worded]:
    count = max(1, len(draft.provisions))
    for place, one in draft.negotiated():
        said = Counter(word for word in plain_words(draft, place))
        yield _Worded(place, one.kind, one.number, one.rubric.casefold(), said, place / count)


def plain_words(draft: Draft, place: int) -> list[str]:
    """The words of a provision as they are compared: no brackets, no marks, no case, no punctuation at the edges."""
    text = "".join(
        draft.words(run) if run.sort is Sort.TEXT else _GAP.get(run.sort, " ") for run in draft.runs(place)
    )
    return [word.strip(",;.:()\"'“”«»").casefold() for word in words(text)]


_GAP = {Sort.EMPHASIS: "", Sort.TAG: ""}


def _whole(draft: Draft, every: Iterable[_Worded]) -> Iterator[_Worded]:
    """Each provision with the words of all that stands under it; chapters by their headings alone."""
    by_place = {one.place: one for one in every}
    for place, one in by_place.items():
        if one.kind in {Kind.CHAPTER, Kind.SECTION, Kind.TITLE}:
            yield one
            continue
        said: Counter[str] = Counter()
        for under in range(place, draft.provisions[place].last + 1):
            if under in by_place:
                said.update(by_place[under].words)
        yield _Worded(place, one.kind, one.number, one.rubric, said, one.order)


def _joined(old: Sequence[_Worded], new: Sequence[_Worded]) -> Iterator[tuple[int, int]]:
    """Join the nearest first; each provision once."""
    candidates = sorted(_candidates(old, new))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, _, old_place, new_place in candidates:
        if old_place not in taken_old and new_place not in taken_new:
            taken_old.add(old_place)
            taken_new.add(new_place)
            yield new_place, old_place


def _candidates(old: Sequence[_Worded], new: Sequence[_Worded]) -> Iterator[tuple[float, float, int, int]]:
    """The pairs that may be the same, nearest first when sorted: minus nearness, how far it moved, the two places."""
    weights = _weights((*old, *new))
    vectors = [_vector(one.words, weights) for one in old]
    holding: dict[str, list[int]] = {}
    for at, one in enumerate(old):
        for word in (*vectors[at], *_marks(one)):
            holding.setdefault(word, []).append(at)
    for other in new:
        vector = _vector(other.words, weights)
        near = {
            at
            for word in (*vector, *_marks(other))
            if len(found := holding.get(word, ())) <= _COMMON
            for at in found
        }
        for at in sorted(near):
            nearness = _nearness(old[at], other, _cosine(vectors[at], vector))
            if nearness >= SAME:
                yield (
                    -round(nearness, 6),
                    round(abs(old[at].order - other.order), 6),
                    old[at].place,
                    other.place,
                )


def _marks(one: _Worded) -> tuple[str, ...]:
    """The heading and the number, written so that they are no words."""
    heading = (f"\x1fheading {one.rubric}",) if one.rubric else ()
    return (*heading, f"\x1fnumber {one.kind} {one.number}")


def _weights(every: Sequence[_Worded]) -> dict[str, float]:
    """What each word weighs: more, the fewer provisions have it."""
    having = Counter(word for one in every for word in one.words)
    return {word: log((len(every) + 1) / times) for word, times in having.items()}


def _vector(said: Counter[str], weights: dict[str, float]) -> dict[str, float]:
    """The words of a provision as a vector of length one; empty if it has none."""
    raw = {word: (1 + log(times)) * weights[word] for word, times in said.items()}
    length = sqrt(sum(weight * weight for weight in raw.values()))
    return {word: weight / length for word, weight in raw.items()} if length else {}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    smaller, larger = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * larger[word] for word, weight in smaller.items() if word in larger)


def _nearness(one: _Worded, other: _Worded, cosine: float) -> float:
    divided = one.kind in DIVISIONS or other.kind in DIVISIONS
    if divided and one.kind is not other.kind:
        return 0.0
    if one.kind is Kind.PREAMBLE:
        return 1.0
    number = _NUMBER if one.number and one.number == other.number else 0.0
    if not one.words and not other.words:
        return SAME if number and one.kind is other.kind else 0.0
    return cosine + number + (_HEADING if one.rubric and one.rubric == other.rubric else 0.0)
