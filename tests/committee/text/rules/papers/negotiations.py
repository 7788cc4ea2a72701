"""Negotiations drawn at random for the tests of papers: three States propose, take positions and place brackets."""

from hypothesis import strategies as st
from tests.committee.text.rules.negotiation.logs import log

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Act,
    Agree,
    Comment,
    Entry,
    NewProvision,
    PlaceBrackets,
    Propose,
    Stance,
    Strike,
    TakeStance,
)
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.settling import settle
from comity.committee.text.rules.papers.paper import Paper, paper_of
from comity.committee.text.rules.words import cut
from comity.errors import ComityError

STATES = st.sampled_from(["XA", "XB", "XC"])
NAMES = st.sampled_from(["p1", "p2"])
OFFERS = st.sampled_from(["", "may", "without undue delay", "promptly,", "swift and"]).map(cut)
PLACES = st.tuples(st.integers(0, 9), st.integers(0, 3))


@st.composite
def acts(draw: st.DrawFn) -> tuple[tuple[str, Act], ...]:
    """Acts in the order of a log; the rules take some of them and refuse others."""
    found: list[tuple[str, Act]] = []
    for turn in range(draw(st.integers(0, 9))):
        by, name, (start, length) = draw(STATES), draw(NAMES), draw(PLACES)
        number = draw(st.integers(2, 2 + turn))
        found.append(
            draw(
                st.sampled_from(
                    [
                        (by, Propose(name, start, start + length, draw(OFFERS))),
                        (by, Propose(name, start, start + length, draw(OFFERS))),
                        (by, Propose(name, start % 3, start % 3 + length, draw(OFFERS), number)),
                        (by, PlaceBrackets(name, start, start + length)),
                        (by, TakeStance(number, draw(st.sampled_from(Stance)))),
                        (by, NewProvision(f"n{turn}", Kind.PARAGRAPH, "a", cut("A new duty."), name)),
                        (by, Strike(name)),
                        (by, Comment(name, "Why so?")),
                        (CHAIR, Agree(name)),
                    ]
                )
            )
        )
    return tuple(found)


def taken(found: tuple[tuple[str, Act], ...]) -> tuple[Entry, ...]:
    """The log of those acts that the rules take."""
    kept: list[tuple[str, Act]] = []
    for each in found:
        try:
            settle(log(*kept, each))
        except ComityError:
            continue
        kept.append(each)
    return log(*kept)


def paper(entries: tuple[Entry, ...]) -> Paper:
    """The whole text that a log gives, as a paper."""
    return paper_of(consolidate(entries), entries, slug="a-text", title="A text")
