"""A draft in the notation of brackets as acts on the text under negotiation, each in the name of who holds a bracket.

* A paragraph belongs to the provision of its lasting identity, where the draft names it; else to the next one in the
  order of the text that has its words, those in brackets with names left out or, where others would delete them, kept.
* Words in a bracket with names are proposed by the first named and sponsored by the others; those against oppose, the
  reserved reserve. ``[shall (del. XA)][may (XA)]`` is one proposal: XA would replace the words.
* A paragraph wholly in a bracket with names is a new provision, and so is a named option that somebody stands behind.
  Its number says whether it is an alternative to the one before (*alt*) or follows it (*bis*).
* What bears the mark *agreed ad referendum* and is in no dispute is agreed.
* Whatever the text holds already is known. Whatever cannot be made an act is told, and nothing else is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.identity import Identified
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Act,
    Agree,
    Given,
    Holder,
    NewProvision,
    PlaceBrackets,
    Propose,
    ProvisionId,
    Stance,
    TakeStance,
)
from comity.committee.text.rules.negotiation.opening import Step, opened
from comity.committee.text.rules.negotiation.state import Matter, Proposal, Provision, Standing
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.rules.papers.coming import Coming, Made, Unmade, Why, above, is_alternative, is_same
from comity.committee.text.rules.papers.paper import Paper
from comity.committee.text.rules.words import Words, bare, joined
from comity.errors import ComityError


def coming_from_notation(
    draft: Draft, here: Paper, *, fresh: Callable[[], ProvisionId], ids: Sequence[ProvisionId] = ()
) -> Coming:
    """Read a draft against what is on the table; ``ids`` are the identities it gives, empty where it gives none."""
    reader = _Reader(here, fresh)
    for piece in _pieces(draft, here, ids):
        reader.piece(piece)
    return Coming(tuple(reader.made), tuple(reader.unmade), reader.known)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A paragraph read one way: its own words, and its brackets with their turn among all of that reading."""

    given: Given
    steps: Sequence[tuple[int, Step]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph of the draft in its two readings: disputed words left out, or kept."""

    readings: tuple[_Reading, _Reading]
    id: ProvisionId
    number: str
    holders: tuple[Holder, ...]  # of an option
    is_agreed: bool


def _pieces(draft: Draft, here: Paper, ids: Sequence[ProvisionId]) -> Iterator[_Piece]:
    names = tuple(f"@{place}" for place in range(len(draft.provisions)))
    found = Identified(draft, names)
    both = [opened(found, number=1, language=here.language, disputed_stand=stand) for stand in (False, True)]
    steps: list[dict[ProvisionId, list[tuple[int, Step]]]] = [{}, {}]
    for told, opening in zip(steps, both, strict=True):
        for turn, step in enumerate(opening.steps):
            told.setdefault(step.provision, []).append((turn, step))
    agreed = {each.provision for opening in both for each in opening.agreed}
    for given in zip(*(opening.issue.provisions for opening in both), strict=True):
        name = given[0].id
        place = int(name[1:])
        one = draft.provisions[place]
        yield _Piece(
            readings=(
                _Reading(given[0], steps[0].get(name, ())),
                _Reading(given[1], steps[1].get(name, ())),
            ),
            id=ids[place] if place < len(ids) else "",
            number=draft.source[one.mark[0] : one.mark[1]] if one.mark else "",
            holders=draft.holders(place),
            is_agreed=name in agreed,
        )


class _Reader:
    """Goes through the draft and the text side by side."""

    def __init__(self, here: Paper, fresh: Callable[[], ProvisionId]) -> None:
        self.here, self.fresh = here, fresh
        self.by_id = {line.provision.id: line.provision for line in here.lines}
        self.order: list[Provision] = [line.provision for line in here.lines]
        self.taken: set[ProvisionId] = set()
        self.at: int = 0
        self.last: Provision | None = None
        self.made: list[Made] = []
        self.unmade: list[Unmade] = []
        self.known = 0

    def piece(self, piece: _Piece) -> None:
        """Read one paragraph."""
        for reading in piece.readings:
            found = self._shown(piece, reading)
            if found:
                self.last = found
                self._steps(found, reading.steps, {-1: 0})
                if piece.is_agreed:
                    self._agree(found)
                return
        self._new(piece)

    def _shown(self, piece: _Piece, reading: _Reading) -> Provision | None:
        """The provision of that identity or, without one, the next with those words."""
        wanted, kind = bare(reading.given.words), reading.given.kind
        named: Provision | None = self.by_id.get(piece.id)
        if named and named.standing is not Standing.PROPOSED and bare(named.words) == wanted:
            return named
        for place in (*range(self.at, len(self.order)), *range(self.at)):
            one: Provision = self.order[place]
            if one.standing is Standing.PROPOSED or bare(one.words) != wanted:
                continue
            if wanted or one.kind is kind:
                self.at = place + 1
                return one
        return None

    def _steps(
        self, one: Provision, steps: Sequence[tuple[int, Step]], numbers: dict[int, int], whole: int = -1
    ) -> None:
        """Make acts of the brackets of a provision; ``whole`` is the bracket around all of it."""
        waiting = [(turn, step) for turn, step in steps if turn != whole]
        while waiting:
            turn, step = waiting.pop(0)
            if step.on not in numbers:
                self._untold(step)
                continue
            on = numbers[step.on]
            if step.offered is not None:
                self._offer(one, turn, step, on, numbers, step.start)
            elif step.against:
                self._dispute(one, step, on, waiting, numbers)
            else:
                self._place(one, step, on)

    def _untold(self, step: Step) -> None:
        """Tell of a bracket within words that were not made a proposal."""
        words = joined(step.offered.final()) if step.offered else ""
        self.unmade += [
            Unmade(name, words, Why.NO_SUCH_PROPOSAL) for name in (*step.holders, *step.against, *step.reserved)
        ]

    def _dispute(
        self, one: Provision, step: Step, on: int, waiting: list[tuple[int, Step]], numbers: dict[int, int]
    ) -> None:
        """Words that stand and that some would delete, or replace by the offers that touch their bracket."""
        against = list(step.against)
        while waiting and _replaces(step, waiting[0][1], against):
            turn, offer = waiting.pop(0)
            self._offer(one, turn, offer, on, numbers, step.start)
            against = [name for name in against if name not in offer.holders]
        asking = [name for name in against if not self._is_piece(one, step, on, name)]
        self.known += len(against) - len(asking)
        if asking:
            act = Propose(one.id, step.start, step.end, (), on)
            number = self._propose(one, asking, act, joined(self._words(one, on)[step.start : step.end]))
            self._stand(one, number, step.holders, Stance.OPPOSE)
        if step.reserved:
            self._brackets(one, step, on, step.reserved)

    def _is_piece(self, one: Provision, step: Step, on: int, by: Holder) -> bool:
        """Whether a bracket is a piece of what is open for a longer range: ranges that cross are printed so."""
        return any(
            each.on == on
            and each.start <= step.start
            and step.end <= each.end
            and by in one.sponsors(each.number)
            for each in one.open_proposals()
            if each.change is None and (each.start, each.end) != (step.start, step.end)
        )

    def _words(self, one: Provision, on: int) -> Words:
        return one.proposals[on].words if on > 0 else one.words if not on else ()

    def _offer(
        self, one: Provision, turn: int, step: Step, on: int, numbers: dict[int, int], start: int
    ) -> None:
        """Words offered, at a point or in place of the words from ``start``."""
        written = joined(step.offered.final()) if step.offered else ""
        try:
            words = read_words(written)
        except ComityError as error:
            self.unmade.append(Unmade(step.holders[0], written, error.code, error))
            return
        act = Propose(one.id, start, step.end, words, on)
        numbers[turn] = number = self._propose(one, step.holders, act, written)
        self._stand(one, number, [each for each in step.against if each not in step.holders], Stance.OPPOSE)
        self._stand(one, number, step.reserved, Stance.RESERVE)

    def _propose(self, one: Provision, holders: Sequence[Holder], act: Propose, words: str) -> int:
        """Ask for a proposal, or find it open; give its number, or its turn below zero."""
        if act.start == act.end and not act.words:
            self.unmade.append(Unmade(holders[0], words, Why.NO_SUCH_PROPOSAL))
            return 0
        for each in one.open_proposals():
            if is_same(each, act) or (holders[0] in one.sponsors(each.number) and _is_end_of(each, act)):
                self.known += 1
                self._stand(one, each.number, holders, Stance.SPONSOR)
                return each.number
        number = self._make(holders[0], act)
        self._stand(one, number, holders[1:], Stance.SPONSOR)
        return number

    def _stand(self, one: Provision, number: int, holders: Sequence[Holder], stance: Stance) -> None:
        for holder in holders if number else ():
            held = one.stances.get(number, {}).get(holder)
            reserves = (
                held is not None and held.stance is Stance.RESERVE
            )  # told as against around a new provision
            if held and (held.stance is stance or (reserves and stance is Stance.OPPOSE)):
                self.known += 1
            else:
                self._make(holder, TakeStance(number, stance))

    def _place(self, one: Provision, step: Step, on: int) -> None:
        self._brackets(one, step, on, (*step.holders, *step.reserved) or (CHAIR,))

    def _brackets(self, one: Provision, step: Step, on: int, holders: Sequence[Holder]) -> None:
        placed = [each for each in one.open_brackets() if each.on == on]
        for holder in holders:
            mine: list[Matter] = [each for each in placed if each.by == holder]
            mine += _reserved(one, on, holder)
            if any(each.start <= step.start and step.end <= each.end for each in mine):
                self.known += 1
            else:
                self._make(holder, PlaceBrackets(one.id, step.start, step.end, on))

    def _agree(self, one: Provision) -> None:
        if one.agreed or (one.ids and set(one.ids) <= set(one.agreed_words)):
            self.known += 1
        else:
            holds = any(each.parent == one.id for each in self.order)
            self._make(CHAIR, Agree(one.id, 0, len(one.words)) if holds else Agree(one.id))

    def _make(self, by: Holder, act: Act) -> int:
        """Ask for an act; give its turn below zero."""
        self.made.append(Made(by, act))
        return -len(self.made)

    def _new(self, piece: _Piece) -> None:
        """A paragraph that the text does not have: a new provision, if somebody stands behind it."""
        reading = piece.readings[0]
        whole = _around_all(reading)
        words = reading.given.words
        if whole is not None and whole[1].offered:
            words = whole[1].offered.final()
        holders = whole[1].holders if whole else piece.holders
        if not holders:
            told = joined(words)
            if told and told != self.here.title:
                self.unmade.append(Unmade("", told, Why.NO_SUCH_PROVISION))
            for _, step in reading.steps:
                self._untold(step)
            return
        standing = self._standing_new(words, holders[0])
        if standing is not None:
            self.known += 1
            one, number = standing, standing.proposal
        else:
            one, number = self._begin(piece, words, holders[0])
        self.last = one
        self._stand(one, number, holders[1:], Stance.SPONSOR)
        if whole:
            self._stand(one, number, [each for each in whole[1].against if each not in holders], Stance.OPPOSE)
            self._stand(one, number, whole[1].reserved, Stance.RESERVE)
        turn = whole[0] if whole else -2
        self._steps(one, reading.steps, {-1: 0, turn: 0}, turn)

    def _standing_new(self, words: Words, by: Holder) -> Provision | None:
        """The provision that its sponsor has proposed in these words already."""
        for one in self.order:
            is_free = one.standing is Standing.PROPOSED and one.id not in self.taken
            if is_free and bare(one.words) == bare(words) and by in one.sponsors(one.proposal):
                self.taken.add(one.id)
                return one
        return None

    def _begin(self, piece: _Piece, words: Words, by: Holder) -> tuple[Provision, int]:
        given = piece.readings[0].given
        kind = Kind.PARAGRAPH if given.kind is Kind.UNNUMBERED and piece.number else given.kind
        parent, after = above(kind, self.last, self.by_id)
        against = after if is_alternative(piece.number) or kind is Kind.OPTION else ""
        act = NewProvision(self.fresh(), kind, parent, words, after, against)
        number = self._make(by, act)
        return Provision(act.id, kind, parent, words, standing=Standing.PROPOSED, proposal=number), number


def _around_all(reading: _Reading) -> tuple[int, Step] | None:
    """The bracket with names around all the words of a paragraph, with its turn."""
    outer = [(turn, step) for turn, step in reading.steps if step.on == -1]
    if reading.given.words or len(outer) != 1:
        return None
    return outer[0] if outer[0][1].offered is not None else None


def _replaces(stood: Step, offer: Step, against: Sequence[Holder]) -> bool:
    """Whether words offered right after a bracket are offered in its place: by some who would delete it."""
    at_its_end = offer.offered is not None and offer.on == stood.on and offer.start == stood.end
    return at_its_end and bool(offer.holders) and set(offer.holders) <= set(against)


def _is_end_of(one: Proposal, act: Propose) -> bool:
    """Whether ``act`` is the last piece of a replacement whose range another crosses."""
    same = one.on == act.amends and one.end == act.end and bare(one.words) == bare(act.words)
    return same and bool(act.words) and one.change is None and one.start < act.start


def _reserved(one: Provision, on: int, holder: Holder) -> Iterator[Proposal]:
    """The open proposals on which a holder reserves its position: the words they stand on bear its name too."""
    for each in one.open_proposals():
        if each.on == on and holder in one.holding(each.number, Stance.RESERVE):
            yield each
