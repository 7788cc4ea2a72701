"""From a draft that was imported to the log of its negotiation: provisions, then the brackets it came with.

* The provisions of the draft are issued under the identity that the draft gives them.
* Words in a bracket with names are offered by those who are named, and opposed by those named as against: they are
  proposals, and brackets within them are amendments. Where only some against are named, they would delete the words.
* Who is named as reserving its position has put words that stand in brackets, and reserves it on words offered.
* Words in a bracket without names stand, and the bracket is placed by the Chair. So is, for each who is named, one that
  runs on into later provisions: on its part of each.
* A provision that bears the mark *agreed ad referendum* and came without brackets is agreed.
* A number that is not the one its place would give it is kept as it was written. A paragraph without number keeps none.
* What a revised draft repeats, and is open already, is not placed again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.committee.text.rules.brackets import Bracket, Use
from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.headings import DIVISIONS, Kind, plain
from comity.committee.text.rules.identity import Identified
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    ROOT,
    Act,
    Agree,
    Given,
    Holder,
    Issue,
    PlaceBrackets,
    Propose,
    ProvisionId,
    Stance,
    TakeStance,
)
from comity.committee.text.rules.negotiation.carrying import set_apart
from comity.committee.text.rules.negotiation.drafts import ordinals_of
from comity.committee.text.rules.negotiation.numbering import Number, printed
from comity.committee.text.rules.negotiation.state import Negotiation
from comity.committee.text.rules.runs import Sort
from comity.committee.text.rules.words import Words, cut
from comity.words import Language

_NUMBERED = frozenset({Kind.PARAGRAPH, Kind.SUBPARAGRAPH, Kind.ITEM})
_AFTER_NUMBER = " .:：—–-"


@dataclass(slots=True)
class Site:
    """Words being read: a provision's own, or those that a bracket offers."""

    words: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add words, with white space between them as a paragraph has it."""
        said = " ".join(text.split())
        if self.words and (text[:1].isspace() or not said) and not self.words[-1][-1].isspace():
            self.words[-1] += " "
        self.words += cut(said)
        if said and text[-1].isspace():
            self.words[-1] += " "

    def final(self) -> Words:
        """The words with white space where they would run together, and none at the end."""
        made = list(self.words)
        for at in range(len(made) - 1):
            if is_joined_wrongly(made[at], made[at + 1]):
                made[at] += " "
            elif made[at + 1][0] in ",.)":
                made[at] = made[at].rstrip()
        if made:
            made[-1] = made[-1].rstrip()
        return tuple(made)


@dataclass(slots=True)
class Step:
    """A bracket of the draft: on the words of which step before it (-1: the provision's), where, whose."""

    provision: ProvisionId
    on: int
    start: int
    end: int
    holders: tuple[Holder, ...]
    against: tuple[Holder, ...]
    reserved: tuple[Holder, ...] = ()
    offered: Site | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a draft brings into the negotiation: the issue, its brackets in order, what it says is agreed."""

    issue: Issue
    steps: tuple[Step, ...]
    agreed: tuple[Agree, ...]

    def acts(self, now: Negotiation) -> Iterator[tuple[Holder, Act]]:
        """The acts that lay the brackets into ``now``, which has taken the issue; each takes the next number."""
        number = now.entries
        numbers: dict[int, int] = {-1: 0}
        for place, step in enumerate(self.steps):
            if step.on not in numbers or _stands(now, step, numbers[step.on]):
                continue
            for holder, act in _acts(step, numbers[step.on], number + 1):
                number += 1
                numbers.setdefault(place, number)
                yield holder, act


def _acts(step: Step, on: int, first: int) -> Iterator[tuple[Holder, Act]]:
    if step.offered is None and step.against and not step.holders:
        yield step.against[0], Propose(step.provision, step.start, step.end, (), on)
        for holder in step.against[1:]:
            yield holder, TakeStance(first, Stance.SPONSOR)
    elif step.offered is None:
        for holder in (*step.holders, *step.reserved) or (CHAIR,):
            yield holder, PlaceBrackets(step.provision, step.start, step.end, on)
    else:
        yield step.holders[0], Propose(step.provision, step.start, step.start, step.offered.final(), on)
        for holder in step.holders[1:]:
            yield holder, TakeStance(first, Stance.SPONSOR)
        for holder in step.against:
            if holder not in step.holders:
                yield holder, TakeStance(first, Stance.OPPOSE)
        for holder in step.reserved:
            if holder not in step.holders:
                yield holder, TakeStance(first, Stance.RESERVE)


def _stands(now: Negotiation, step: Step, on: int) -> bool:
    """Whether the same is open already, for the same place."""
    offered = [word.strip() for word in step.offered.final()] if step.offered else []
    provision = now.provisions[step.provision]
    if step.offered is None and not step.against:
        placed = [(each.on, each.start, each.end, each.by) for each in provision.open_brackets()]
        holders = (*step.holders, *step.reserved) or (CHAIR,)
        return all((on, step.start, step.end, holder) in placed for holder in holders)
    end = step.start if step.offered else step.end
    return any(
        (each.on, each.start, each.end) == (on, step.start, end)
        and [word.strip() for word in each.words] == offered
        for each in provision.open_proposals()
        if each.change is None
    )


def opened(identified: Identified, *, number: int, language: Language, disputed_stand: bool = False) -> Opening:
    """Read a draft as the ``number``-th issue of a negotiation in ``language``.

    Words that some want and others would delete are offered by those who want them; with ``disputed_stand`` they stand.
    """
    draft = identified.draft
    places = [place for place, _ in draft.negotiated()]
    reader = _Reader(draft, identified, disputed_stand=disputed_stand)
    words = {place: reader.read(place) for place in places}
    given = [_given(draft, place, identified, words[place]) for place in places]
    disputed = {step.provision for step in reader.steps}
    marked = {pair.place for pair in draft.brackets.pairs if pair.use is Use.AGREEMENT}
    agreed = [
        Agree(identified.ids[place], 0, len(words[place]))
        for place in places
        if place in marked and identified.ids[place] not in disputed and words[place]
    ]
    issue = Issue(number, tuple(_numbered(given, draft, places, language)), language)
    return Opening(issue, tuple(reader.steps), tuple(agreed))


@dataclass(slots=True)
class _Held:
    """A bracket that is open while its provision is read: on which words, from where; its step if it offers words."""

    pair: Bracket
    site: Site
    on: int
    start: int
    step: int = -1


class _Reader:
    """Reads the provisions of a draft in order; remembers the brackets that run on."""

    def __init__(self, draft: Draft, identified: Identified, *, disputed_stand: bool) -> None:
        self.draft, self.identified, self.disputed_stand = draft, identified, disputed_stand
        self.steps: list[Step] = []
        self.running: list[Bracket] = []

    def read(self, place: int) -> Words:
        """Read one provision: give its own words, and note its brackets."""
        own = Site()
        name = self.identified.ids[place]
        held = [_Held(pair, own, -1, 0) for pair in self.running]
        for run in self.draft.runs(place):
            site = self._site(held, own)
            if run.sort is Sort.TEXT:
                site.add(self._text(place, self.draft.words(run), first=not own.words and not held))
            elif run.sort is Sort.OPEN and run.bracket:
                held.append(self._open(place, run.bracket, held, own))
            elif run.sort is Sort.CLOSE:
                found = next((each for each in reversed(held) if each.pair is run.bracket), None)
                if found:
                    held.remove(found)
                    self._place(name, found)
        for each in held:
            self._place(name, each)
        self.running = [each.pair for each in held if each.pair.close is not None]
        return own.final()

    def _text(self, place: int, text: str, *, first: bool) -> str:
        if not first:
            return text
        is_heading = self.draft.provisions[place].kind in DIVISIONS
        return text.lstrip(f"#{_AFTER_NUMBER}\n" if is_heading else "# \n")

    def _site(self, held: list[_Held], own: Site) -> Site:
        """The words that what follows belongs to."""
        for each in reversed(held):
            offered = self.steps[each.step].offered if each.step >= 0 else None
            if offered is not None:
                return offered
        return own

    def _open(self, place: int, pair: Bracket, held: list[_Held], own: Site) -> _Held:
        site = self._site(held, own)
        on = next((each.step for each in reversed(held) if each.step >= 0), -1)
        found = _Held(pair, site, on, len(site.words))
        wanted, against, reserved = _named(pair)
        stands = bool(against) and self.disputed_stand
        if wanted and not stands and pair.close is not None and pair.close < self.draft.provisions[place].end:
            name = self.identified.ids[place]
            found.step = len(self.steps)
            self.steps.append(Step(name, on, found.start, found.start, wanted, against, reserved, Site()))
        return found

    def _place(self, name: ProvisionId, held: _Held) -> None:
        """Note a bracket whose words stand; what offers nothing and holds nothing is no bracket."""
        end = len(held.site.words)
        if held.step >= 0 or held.start == end:
            return
        wanted, against, reserved = _named(held.pair)
        self.steps.append(Step(name, held.on, held.start, end, wanted, against, reserved))


def _named(pair: Bracket) -> tuple[tuple[Holder, ...], tuple[Holder, ...], tuple[Holder, ...]]:
    """Who is named beside a bracket: for it, against it, reserving; those only counted are left out."""
    found = pair.attribution
    if found is None:
        return (), (), ()
    wanted = dict.fromkeys(name for name in found.holders if not name.startswith("+"))
    reserved = dict.fromkeys(name for name in found.reserved if not name.startswith("+"))
    against = dict.fromkeys(name for name in found.against if not name.startswith("+") and name not in reserved)
    return tuple(wanted), tuple(against), tuple(reserved)


def is_joined_wrongly(before: str, after: str) -> bool:
    """Whether two words that a bracket parted must be set apart: ``[may][shall]``."""
    return before[-1].isalnum() and after[0].isalnum() and set_apart(before, after)


def _given(draft: Draft, place: int, identified: Identified, words: Words) -> Given:
    one = draft.provisions[place]
    parent = ROOT if one.parent is None else identified.ids[one.parent]
    unnumbered = one.kind in _NUMBERED and not one.number
    return Given(identified.ids[place], Kind.UNNUMBERED if unnumbered else one.kind, parent, words)


def _numbered(given: list[Given], draft: Draft, places: list[int], language: Language) -> Iterator[Given]:
    """Keep the numbers that differ from what their places give them."""
    ordinals = ordinals_of(given)
    for each, place in zip(given, places, strict=True):
        one = draft.provisions[place]
        written = plain(draft.source[one.mark[0] : one.mark[1]]).strip("[]*_ ") if one.mark else ""
        number = Number(each.kind, ordinals[each.id])
        derived = [printed(number, spoken) for spoken in (language, Language.ENGLISH)]
        bare = {_bare(part) for whole in derived for part in (whole, whole.rpartition(" ")[2])}
        is_same = any(_bare(each) in bare for each in (one.number, written) if each)
        kept = "" if not written or is_same else written.rstrip(":：")
        yield Given(each.id, each.kind, each.parent, each.words, kept)


def _bare(number: str) -> str:
    return re.sub(r"[\W_ـ]+", "", number).casefold()
