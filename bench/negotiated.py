"""Negotiations that never took place, made from a seed: for the bench and for the tests.

A convention of articles with paragraphs and subparagraphs is issued; States propose, join, support, oppose, bracket and
amend; the Chair accepts, rejects, agrees, and issues revised drafts. The same seed gives the same log, on any machine.
Every entry is one that the rules take: the log is made on an open worktable, entry by entry.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    ROOT,
    Accept,
    Act,
    Agree,
    Entry,
    Given,
    Issue,
    LiftBrackets,
    NewProvision,
    PlaceBrackets,
    Propose,
    Reject,
    Stance,
    TakeStance,
    Withdraw,
)
from comity.committee.text.rules.negotiation.settling import EMPTY, take
from comity.committee.text.rules.negotiation.state import Proposal, Standing
from comity.committee.text.rules.negotiation.worktable import Desk, Worktable
from comity.committee.text.rules.words import Words, cut
from comity.errors import ComityError
from comity.reference.states import states
from comity.words import Instant

_SPOKEN = """
each Party shall may should adopt such legislative and other measures as are necessary to preserve stored electronic
data without undue delay the competent authority request assistance serious offence safeguards proportionate notify
retain a period of disclosure subject to its domestic law in accordance with this Convention including where appropriate
and consistent obligations under international human rights
"""
WORDS = _SPOKEN.split()
MEMBERS = tuple(sorted(state.code for state in states()))[:193]
BEGUN = 1_645_000_000_000  # 2022, in milliseconds
MEETINGS = 120  # in six sessions
_LEAST = 4  # words of a provision on which something is proposed


@dataclass(frozen=True, slots=True)
class Size:
    """How large a negotiation is; a provision has some forty-five words."""

    articles: int = 68
    words: int = 30_000
    proposals: int = 5_000
    positions: int = 40_000
    revised: int = 3
    states: int = 193


WHOLE = Size()
SMALL = Size(articles=4, words=600, proposals=60, positions=200, revised=2, states=12)


def made(seed: int, size: Size = WHOLE) -> tuple[Entry, ...]:
    """Make a log of this size."""
    return tuple(_Maker(seed, size).log())


def phrase(dice: random.Random, least: int, most: int) -> Words:
    """Draw some words."""
    return cut(" ".join(dice.choices(WORDS, k=dice.randint(least, most))))


class _Maker:
    def __init__(self, seed: int, size: Size) -> None:
        self.dice = random.Random(seed)
        self.size = size
        self.table = Worktable(EMPTY)
        self.entries: list[Entry] = []
        self.holders = self.dice.sample(MEMBERS, size.states)
        self.open: list[int] = []  # proposals that were open when last looked at
        self.names: list[str] = []

    def log(self) -> Iterator[Entry]:
        """Issue, negotiate, revise, and negotiate again."""
        rounds = self.size.revised + 1
        self.take(CHAIR, Issue(1, tuple(self.first_draft())))
        self.names = list(self.table.provisions)
        for turn in range(rounds):
            self.negotiate(self.size.proposals // rounds, self.size.positions // rounds)
            if turn + 1 < rounds:
                self.take(CHAIR, Issue(turn + 2, tuple(self.revised_draft())))
        return iter(self.entries)

    def take(self, by: str, act: Act) -> int:
        """Take an act; return the number of its entry, or 0 if the rules refuse it."""
        number = len(self.entries) + 1
        turn = number * MEETINGS // (1 + self.size.positions + self.size.proposals)
        meeting = f"{1 + turn // 20}/{1 + turn % 20}"
        at = Instant(BEGUN + number * 60_000)
        entry = Entry(number, at, by, act, "desk", meeting, "A/AC.291/L.4")
        try:
            take(self.table, entry)
        except ComityError:
            self.table.count = number - 1
            return 0
        self.entries.append(entry)
        return number

    def first_draft(self) -> Iterator[Given]:
        """Write chapters, articles, paragraphs and subparagraphs."""
        size, dice = self.size, self.dice
        paragraphs = max(1, size.words // (45 * size.articles))
        for article in range(size.articles):
            chapter = f"c{article // 8}"
            if article % 8 == 0:
                yield Given(chapter, Kind.CHAPTER, ROOT, phrase(dice, 2, 4))
            yield Given(f"a{article}", Kind.ARTICLE, chapter, phrase(dice, 2, 5))
            for place in range(paragraphs):
                name = f"a{article}p{place}"
                yield Given(name, Kind.PARAGRAPH, f"a{article}", phrase(dice, 25, 55))
                if place % 4 == 3:
                    for letter in "ab":
                        yield Given(f"{name}{letter}", Kind.SUBPARAGRAPH, name, phrase(dice, 6, 14))

    def negotiate(self, proposals: int, positions: int) -> None:
        """Let States propose and take positions until there are so many more."""
        dice, each = self.dice, positions / max(1, proposals)
        owed, standing, tried = 0.0, 0, 0
        while standing < proposals and tried < 4 * proposals:
            tried += 1
            number = self.propose()
            if number:
                standing += 1
                self.open.append(number)
                owed += each
            while owed >= 1:
                owed -= 1
                self.position()
            if dice.random() < 0.2:
                self.decide()

    def desk(self, name: str) -> Desk:
        """Look at a provision without touching it."""
        return self.table.open.get(name) or Desk(self.table.provisions[name])

    def propose(self) -> int:
        """Propose something, somewhere; now and then what another has proposed, or on a proposal."""
        dice = self.dice
        by, kind, name = dice.choice(self.holders), dice.random(), dice.choice(self.names)
        provision = self.table.look(name)
        words = provision.words
        if len(words) < _LEAST:
            return 0
        if kind < 0.12 and self.open:
            return self.echo(by)
        if kind < 0.18 and self.open:
            return self.amend(by)
        start = dice.randrange(len(words) - 2)
        end = min(len(words), start + dice.randint(1, 8))
        if kind < 0.24:
            return self.take(by, PlaceBrackets(name, start, end))
        if kind < 0.28 and provision.kind is Kind.PARAGRAPH:
            fresh = f"n{len(self.entries)}"
            alternative = name if dice.random() < 0.5 else ""
            act = NewProvision(fresh, Kind.PARAGRAPH, provision.parent, phrase(dice, 10, 40), name, alternative)
            number = self.take(by, act)
            self.names += [fresh] if number else []
            return number
        if kind < 0.5:
            return self.take(by, Propose(name, start, start, phrase(dice, 1, 8)))
        return self.take(by, Propose(name, start, end, phrase(dice, 1, 8) if kind < 0.85 else ()))

    def drawn(self) -> Proposal | None:
        """Draw a proposal that is open."""
        while self.open:
            at = self.dice.randrange(len(self.open))
            number = self.open[at]
            found = self.desk(self.table.where[number]).proposals.get(number)
            if found and found.is_open:
                return found
            self.open[at] = self.open[-1]
            self.open.pop()
        return None

    def echo(self, by: str) -> int:
        """Propose word for word what another has proposed."""
        other = self.drawn()
        if other is None or other.change:
            return 0
        name = self.table.where[other.number]
        return self.take(by, Propose(name, other.start, other.end, other.words, other.on))

    def amend(self, by: str) -> int:
        """Amend a proposal."""
        other = self.drawn()
        if other is None or other.change or len(other.words) < 2:
            return 0
        start = self.dice.randrange(len(other.words))
        words = phrase(self.dice, 1, 3)
        return self.take(by, Propose(self.table.where[other.number], start, start + 1, words, other.number))

    def position(self) -> None:
        """Let a State take a position on something open."""
        other = self.drawn()
        if other is None:
            return
        stance = self.dice.choices(tuple(Stance), weights=(2, 8, 2, 2, 5))[0]
        self.take(self.dice.choice(self.holders), TakeStance(other.number, stance))

    def decide(self) -> None:
        """Let the Chair decide something, or a State withdraw or lift."""
        kind, other = self.dice.random(), self.drawn()
        if other is None:
            return
        if kind < 0.45:
            self.take(CHAIR, Accept(other.number))
        elif kind < 0.65:
            self.take(CHAIR, Reject(other.number))
        elif kind < 0.75:
            self.take(other.by, Withdraw(other.number))
        elif kind < 0.9:
            self.lift(self.table.where[other.number])
        else:
            self.take(CHAIR, Agree(self.dice.choice(self.names)))

    def lift(self, name: str) -> None:
        """Lift the first brackets of a provision."""
        for bracket in self.desk(name).brackets.values():
            if bracket.is_open:
                self.take(bracket.by, LiftBrackets(bracket.number))
                return

    def revised_draft(self) -> Iterator[Given]:
        """Write the text as it stands, with some provisions worded anew and some proposals taken up."""
        for name in list(self.walk(ROOT)):
            desk = self.desk(name)
            provision, words = desk.provision, desk.provision.words
            free = not provision.agreed and not provision.agreed_words
            if free and len(words) >= _LEAST and self.dice.random() < 0.2:
                at = self.dice.randrange(len(words) - 1)
                words = (*words[:at], *phrase(self.dice, 1, 4), " ", *words[at + 2 :])
                words = cut("".join(words).replace("  ", " ").strip())
            yield Given(name, provision.kind, provision.parent, words)

    def walk(self, top: str) -> Iterator[str]:
        """Name what stands under a provision and is not only proposed."""
        for name in self.table.children.get(top, ()):
            if self.table.look(name).standing is Standing.STANDS:
                yield name
                yield from self.walk(name)


def kinds(log: Sequence[Entry]) -> dict[str, int]:
    """Count the acts of a log by their kind."""
    found: dict[str, int] = {}
    for entry in log:
        name = type(entry.act).__name__
        found[name] = found.get(name, 0) + 1
    return found
