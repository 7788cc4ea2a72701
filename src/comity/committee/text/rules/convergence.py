"""How a text converges: the same provisions, followed through its successive drafts.

* A provision is open in a draft if any word of it, or under it, stands in a bracket or under an option.
* It is newly agreed if it was open in the draft before and is not; newly opened if it is and was not; still open if it
  is and was. What first stands in a draft is new; what stood in the draft before and stands no more is dropped.
* The share open is words in brackets or under options to all words. The share in brackets is given beside it: an option
  is a bracket in all but print, and drafts move words from one to the other without agreeing on any.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.figures import Figures, articles, count, roll_up, total
from comity.committee.text.rules.headings import Kind, plain
from comity.committee.text.rules.identity import Identified, ProvisionId, identify


@dataclass(frozen=True, slots=True)
class Stage:
    """One draft: its figures, and what changed since the draft before."""

    number: int
    figures: Figures
    newly_agreed: tuple[ProvisionId, ...]
    newly_opened: tuple[ProvisionId, ...]
    still_open: tuple[ProvisionId, ...]
    new: tuple[ProvisionId, ...]
    dropped: tuple[ProvisionId, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """One article through the drafts: where it stands in each, and its figures there; None where it does not stand."""

    id: ProvisionId
    heading: str
    places: tuple[int | None, ...]
    figures: tuple[Figures | None, ...]


@dataclass(frozen=True, slots=True)
class Convergence:
    """A text through its drafts."""

    drafts: tuple[Identified, ...]
    stages: tuple[Stage, ...]
    articles: tuple[Followed, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A draft with the figures of every provision, what stands under it included."""

    identified: Identified
    own: tuple[Figures, ...]
    rolled: tuple[Figures, ...]
    articles: tuple[ProvisionId, ...]

    def open(self, among: set[ProvisionId]) -> set[ProvisionId]:
        """Those of ``among`` that are open."""
        return {
            name
            for name, place in self.identified.places().items()
            if name in among and self.rolled[place].open
        }


def converge(name: str, drafts: Sequence[Draft]) -> Convergence:
    """Follow the text ``name`` through its ``drafts``."""
    return follow(identify(name, drafts))


def follow(drafts: Sequence[Identified]) -> Convergence:
    """Follow a text whose provisions have their identity."""
    counted = [_counted(each) for each in drafts]
    stages = tuple(
        _stage(number, here, counted[number - 2] if number > 1 else None)
        for number, here in enumerate(counted, 1)
    )
    return Convergence(
        tuple(drafts), stages, tuple(_followed(name, counted) for name in _all_articles(counted))
    )


def _counted(identified: Identified) -> _Counted:
    own = count(identified.draft)
    names = tuple(identified.ids[place] for place in articles(identified.draft))
    return _Counted(identified, own, roll_up(identified.draft, own), names)


def _stage(number: int, here: _Counted, before: _Counted | None) -> Stage:
    """Compare the articles of a draft with those of the draft before."""
    now, was = set(here.articles), set(before.articles) if before else set[ProvisionId]()
    open_now = here.open(now)
    open_before = before.open(was) if before else set[ProvisionId]()
    ordered = tuple
    return Stage(
        number=number,
        figures=total(here.own),
        newly_agreed=ordered(name for name in here.articles if name in open_before - open_now),
        newly_opened=ordered(name for name in here.articles if name in (was - open_before) & open_now),
        still_open=ordered(name for name in here.articles if name in open_before & open_now),
        new=ordered(name for name in here.articles if name not in was),
        dropped=ordered(name for name in (before.articles if before else ()) if name not in now),
    )


def _all_articles(counted: Sequence[_Counted]) -> list[ProvisionId]:
    """Every article of any draft: in the order of the last draft, then those that stood only before it."""
    order: dict[ProvisionId, None] = {}
    for each in reversed(counted):
        order.update((name, None) for name in each.articles)
    return list(order)


def _followed(name: ProvisionId, counted: Sequence[_Counted]) -> Followed:
    places = tuple(each.identified.places().get(name) for each in counted)
    figures = tuple(
        None if place is None else each.rolled[place] for place, each in zip(places, counted, strict=True)
    )
    latest = max(at for at, place in enumerate(places) if place is not None)
    place = places[latest]
    assert place is not None  # the name was taken from one of the drafts
    return Followed(name, heading(counted[latest].identified.draft, place), places, figures)


def heading(draft: Draft, place: int) -> str:
    """The heading of a division as its text prints it: ``Article 12. Expedited preservation``."""
    one = draft.provisions[place]
    name = plain(draft.source[one.mark[0] : one.mark[1]]) if one.mark else ""
    if not name:
        return (
            plain(draft.source[one.start : one.end].strip().partition("\n")[0]) or one.kind.value.capitalize()
        )
    following = draft.provisions[place + 1] if place + 1 < len(draft.provisions) else None
    named_below = following is not None and following.parent == place and following.kind is Kind.RUBRIC
    rubric = following.rubric if following and named_below and not one.rubric else one.rubric
    return f"{name}. {rubric}" if rubric else name
