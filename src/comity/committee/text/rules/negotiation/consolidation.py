"""The negotiating text at any moment: every provision in its place, with its number, its words and its brackets.

* It is computed from the log alone, and the same log gives the same text.
* After one more entry only the provisions that the entry touched are written anew.
* At a moment that lies between two entries the text is what the earlier one left.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.committee.text.rules.negotiation.acts import ROOT, Entry, Holder, ProvisionId, Stance
from comity.committee.text.rules.negotiation.marks import Mark, marks
from comity.committee.text.rules.negotiation.numbering import Number, numbers
from comity.committee.text.rules.negotiation.settling import EMPTY, settle
from comity.committee.text.rules.negotiation.state import Negotiation, Provision, Standing
from comity.words import Instant


@dataclass(frozen=True, slots=True)
class Line:
    """One provision as the text shows it: its number, its marks, who proposes it if it is only proposed."""

    provision: Provision
    number: Number
    marks: tuple[Mark, ...]
    depth: int
    proposed: bool = False  # it, or what it stands under
    sponsors: tuple[Holder, ...] = ()
    against: tuple[Holder, ...] = ()
    alternatives: int = 0  # how many provisions stand against it, or beside it against another


@dataclass(frozen=True, slots=True)
class Text:
    """The whole negotiating text, and what it was computed from."""

    negotiation: Negotiation
    marks: Mapping[ProvisionId, tuple[Mark, ...]]
    numbers: Mapping[ProvisionId, Number]
    order: tuple[ProvisionId, ...]

    def lines(self, top: ProvisionId = ROOT) -> Iterator[Line]:
        """The provisions under ``top`` in the order of the text, ``top`` itself first unless it is the whole."""
        against = self._alternatives()
        names = self.order if top == ROOT else (top, *self.negotiation.under(top))
        depths: dict[ProvisionId, tuple[int, bool]] = {}
        for name in names:
            provision = self.negotiation.provisions[name]
            if provision.stands:
                depth, proposed = depths.get(provision.parent, (-1, False))
                mine = provision.standing is Standing.PROPOSED
                depths[name] = (depth + 1, proposed or mine)
                yield Line(
                    provision=provision,
                    number=self.numbers[name],
                    marks=self.marks[name],
                    depth=depth + 1,
                    proposed=proposed or mine,
                    sponsors=provision.sponsors(provision.proposal) if mine else (),
                    against=_opposed(provision) if mine else (),
                    alternatives=against.get(provision.alternative_to or name, 0),
                )

    def _alternatives(self) -> dict[ProvisionId, int]:
        found: dict[ProvisionId, int] = {}
        for name in self.order:
            provision = self.negotiation.provisions[name]
            if provision.alternative_to and provision.stands:
                found[provision.alternative_to] = found.get(provision.alternative_to, 0) + 1
        return found

    def after(self, *entries: Entry) -> "Text":
        """The text after these entries: only what they touch is written anew."""
        return Text.of(settle(entries, self.negotiation), self)

    @classmethod
    def of(cls, now: Negotiation, before: "Text | None" = None) -> "Text":
        """Write a negotiation; a provision that is the same value as ``before`` keeps its marks."""
        if before is None:
            written = {name: marks(each) for name, each in now.provisions.items() if each.stands}
            return cls(now, written, numbers(now), tuple(now.under(ROOT)))
        old, new = before.negotiation.provisions, dict(before.marks)
        for name, provision in now.provisions.items():
            if old.get(name) is not provision:
                new[name] = marks(provision) if provision.stands else ()
        if now.children is before.negotiation.children:
            return cls(now, new, before.numbers, before.order)
        return cls(now, new, numbers(now), tuple(now.under(ROOT)))


def _opposed(provision: Provision) -> tuple[Holder, ...]:
    found = provision.stances.get(provision.proposal, {})
    return tuple(holder for holder, each in found.items() if each.stance in _OPPOSED)


_OPPOSED = frozenset({Stance.OPPOSE, Stance.RESERVE})


def consolidate(log: Sequence[Entry], at: Instant | int | None = None) -> Text:
    """The negotiating text that ``log`` gives: at its end, at a moment, or after an entry of that number.

    Raises whatever the rule of an act raises, if the log holds an entry that could not be taken.
    """
    return Text.of(settle(log[: taken(log, at)]))


def taken(log: Sequence[Entry], at: Instant | int | None) -> int:
    """How many entries of ``log`` were taken by then."""
    if at is None:
        return len(log)
    if isinstance(at, int):
        return max(0, min(at, len(log)))
    return bisect_right(log, at.milliseconds, key=lambda entry: entry.at.milliseconds)


NOTHING = Text(EMPTY, {}, {}, ())
