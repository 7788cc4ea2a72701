"""What became of each provision from one draft of a text to a later one, word by word.

* Provisions are paired by their lasting identity, wherever their numbers moved; so nothing is matched twice over.
* A provision is new if the earlier draft has it not, dropped if the later has it not.
* Words are compared with the brackets among them, which are what a negotiation changes; numbers and emphasis
  are left out.
* What was dropped stands where it stood: after the provision that it followed and that is still there.
* Words are counted as a reader counts them: signs count nothing, each Chinese character one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.committee.text.rules.differences import Difference, Fate, between
from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.figures import articles
from comity.committee.text.rules.identity import Identified, ProvisionId
from comity.committee.text.rules.runs import Sort

_LEFT_OUT = frozenset({Sort.EMPHASIS, Sort.FOOTNOTE, Sort.TAG, Sort.NUMBER})


@dataclass(frozen=True, slots=True)
class Change:
    """One provision in two drafts: where it stands in each, and what leads from the one wording to the other."""

    id: ProvisionId
    old: int | None
    new: int | None
    difference: Difference


@dataclass(frozen=True, slots=True)
class Tally:
    """Words kept, deleted and inserted."""

    kept: int = 0
    deleted: int = 0
    inserted: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.kept + other.kept, self.deleted + other.deleted, self.inserted + other.inserted)

    @property
    def likeness(self) -> float:
        """Twice the words kept to the words of both drafts, 0 to 1; two empty wordings are alike."""
        both = 2 * self.kept + self.deleted + self.inserted
        return 2 * self.kept / both if both else 1.0

    @classmethod
    def of(cls, difference: Difference) -> "Tally":
        """Count a difference."""
        found = dict.fromkeys(Fate, 0)
        for piece in difference.pieces:
            side = piece.new if piece.fate is Fate.INSERTED else piece.old
            found[piece.fate] += sum(word[0].isalnum() for word in side)
        return cls(found[Fate.KEPT], found[Fate.DELETED], found[Fate.INSERTED])


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article in two drafts: its place in each, all that became of what stands in it."""

    id: ProvisionId
    old: int | None
    new: int | None
    tally: Tally
    changes: tuple[Change, ...]


def changes(old: Identified, new: Identified) -> tuple[ArticleChange, ...]:
    """What became of each article, in the order of the later draft; what stands in none is left out."""
    homes_old, homes_new = _homes(old), _homes(new)
    found: dict[ProvisionId, list[Change]] = {}
    for change in _changes(old, new):
        home = homes_new.get(change.new, "") if change.new is not None else homes_old.get(change.old, "")
        if home:
            found.setdefault(home, []).append(change)
    places_old, places_new = old.places(), new.places()
    return tuple(
        ArticleChange(
            name,
            places_old.get(name),
            places_new.get(name),
            sum((Tally.of(each.difference) for each in within), Tally()),
            tuple(within),
        )
        for name, within in found.items()
    )


def _homes(identified: Identified) -> Mapping[int | None, ProvisionId]:
    """Of each provision the article in which it stands."""
    draft = identified.draft
    return {
        place: identified.ids[article]
        for article in articles(draft)
        for place in range(article, draft.provisions[article].last + 1)
    }


def _changes(old: Identified, new: Identified) -> Iterator[Change]:
    """Every provision of either draft, in the order of the later; the dropped after what they followed."""
    before, after = old.places(), new.places()
    dropped = _dropped(old, after)
    yield from (_change(old, new, name, before[name], None) for name in dropped.get("", ()))
    for name, place in sorted(after.items(), key=lambda each: each[1]):
        yield _change(old, new, name, before.get(name), place)
        yield from (_change(old, new, gone, before[gone], None) for gone in dropped.get(name, ()))


def _dropped(old: Identified, after: Mapping[ProvisionId, int]) -> Mapping[ProvisionId, Sequence[ProvisionId]]:
    """The provisions that were dropped, by the one that they followed and that is still there."""
    found: dict[ProvisionId, list[ProvisionId]] = {}
    last = ""
    for name in old.ids:
        if name in after:
            last = name
        elif name:
            found.setdefault(last, []).append(name)
    return found


def _change(old: Identified, new: Identified, name: ProvisionId, was: int | None, now: int | None) -> Change:
    said = between(
        "" if was is None else worded(old.draft, was),
        "" if now is None else worded(new.draft, now),
    )
    return Change(name, was, now, said)


def worded(draft: Draft, place: int, *, marks: bool = True) -> str:
    """What a provision says, with its brackets and without emphasis; with the mark that it is agreed if asked."""
    left_out = _LEFT_OUT if marks else {*_LEFT_OUT, Sort.AGREEMENT}
    said = (draft.words(run) for run in draft.runs(place) if run.sort not in left_out)
    return " ".join("".join(said).split())
