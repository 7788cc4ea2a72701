"""What a paper that comes in asks for: acts, each in the name of who asks, and what could not be made an act.

* A number below zero names an act of the same paper by its turn: -1 is the first. So an amendment names the proposal
  that it amends, and a position the proposal that it is taken on, before either stands in the log.
* What the text holds already is counted, and not asked for again.
* Nothing is left out: what has no place is told with its words, its author and the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.committee.text.rules.negotiation.acts import Act, Holder, PlaceBrackets, Propose, TakeStance


class Why(StrEnum):
    """Why something was not made an act; where a rule refuses it, its code is told instead."""

    NO_SUCH_PROVISION = "no-such-provision"
    NO_SUCH_PROPOSAL = "no-such-proposal"  # what it would amend was not made an act either
    NUMBER_CHANGED = "number-changed"
    BRACKETS_APART = "brackets-apart"  # one sign of a pair without the other, or each in another wording


@dataclass(frozen=True, slots=True)
class Made:
    """An act that is asked for, and in whose name."""

    by: Holder
    act: Act


@dataclass(frozen=True, slots=True)
class Unmade:
    """What was not made an act: whose it is, its words, and why."""

    author: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Coming:
    """What was read from a paper; ``known`` counts what the text holds already."""

    made: tuple[Made, ...] = ()
    unmade: tuple[Unmade, ...] = ()
    known: int = 0


def resolved(act: Act, numbers: Sequence[int]) -> Act | None:
    """The act with the ``numbers`` under which earlier acts of its paper were entered; None if one was not (0)."""
    if isinstance(act, Propose | PlaceBrackets) and act.amends < 0:
        number = numbers[-act.amends - 1]
        return replace(act, amends=number) if number else None
    if isinstance(act, TakeStance) and act.proposal < 0:
        number = numbers[-act.proposal - 1]
        return replace(act, proposal=number) if number else None
    return act
