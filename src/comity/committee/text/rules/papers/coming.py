"""What a paper that comes in asks for: acts, each in the name of who asks, and what could not be made an act.

* A number below zero names an act of the same paper by its turn: -1 is the first. So an amendment names the proposal
  that it amends, and a position the proposal that it is taken on, before either stands in the log.
* What the text holds already is counted, and not asked for again.
* Nothing is left out: what has no place is told with its words, its author and the reason.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    ROOT,
    Act,
    Holder,
    PlaceBrackets,
    Propose,
    ProvisionId,
    TakeStance,
)
from comity.committee.text.rules.negotiation.state import Proposal, Provision
from comity.committee.text.rules.words import bare
from comity.errors import ComityError
from comity.errors.text import UnreadableEntry

_ALTERNATIVE = re.compile(r"\b(?:alt|variante|alternativa|альт|بديل)\b|备选", re.IGNORECASE)


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
    error: ComityError | None = field(default=None, compare=False)  # the refusal, where a rule refused it


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


def is_same(one: Proposal, act: Propose) -> bool:
    """Whether an open proposal on words asks for what ``act`` asks for."""
    told = (one.on, one.start, one.end, bare(one.words))
    return one.change is None and told == (act.amends, act.start, act.end, bare(act.words))


def is_alternative(number: str) -> bool:
    """Whether a number says that its provision stands against the one before."""
    return bool(_ALTERNATIVE.search(number))


def above(
    kind: Kind, last: Provision | None, known: Mapping[ProvisionId, Provision]
) -> tuple[ProvisionId, ProvisionId]:
    """Under what a new provision stands, and after which: the last of its kind, or first under ``last``."""
    one = last
    while one is not None:
        if one.kind is kind:
            return one.parent, one.id
        one = known.get(one.parent)
    return (last.id, "") if last else (ROOT, "")


def table_of(told: str) -> dict[str, str]:
    """Read a table of authors from JSON: each name in a file to the name of a State or group."""
    try:
        found = json.loads(told)
    except (ValueError, RecursionError) as error:
        raise UnreadableEntry("authors", expected="JSON") from error
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise UnreadableEntry("authors", expected="{name: State}")
    return found
