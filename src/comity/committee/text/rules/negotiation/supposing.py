"""What the text would be if acts were entered now, and if what they propose were accepted: suppositions, never entries.

* The supposed acts are taken by the same rules as entered ones, and refused by the same names.
* An amendment that is accepted is followed by what it amends, until the words stand: rule 130 decides it first.
* Provisions that read the same before and after are left out of what is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.committee.text.rules.negotiation.acts import CHAIR, Accept, Act, Change, Entry, Holder, Propose
from comity.committee.text.rules.negotiation.consolidation import Line, Text
from comity.errors import ComityError


@dataclass(frozen=True, slots=True)
class Supposed:
    """The negotiating text with the acts in it; and the text if they were accepted, None where nothing is proposed."""

    entered: Text
    accepted: Text | None


def suppose(text: Text, by: Holder, acts: Sequence[Act]) -> Supposed:
    """Suppose that ``by`` does these acts now; raises what the rules of the acts raise."""
    entered = text
    proposed: list[int] = []
    for act in acts:
        entered = _after(entered, by, act)
        if isinstance(act, Propose | Change):
            proposed.append(entered.negotiation.entries)
    return Supposed(entered, _accepted(entered, proposed) if proposed else None)


def _after(text: Text, by: Holder, act: Act) -> Text:
    now = text.negotiation
    return text.after(Entry(now.entries + 1, now.at, by, act))


def _accepted(text: Text, numbers: Sequence[int]) -> Text | None:
    """The text if the proposals were accepted; None if others must be decided first."""
    try:
        for number in _to_decide(text, numbers):
            if text.negotiation.proposal(number).is_open:
                text = _after(text, CHAIR, Accept(number))
    except ComityError:
        return None
    return text


def _to_decide(text: Text, numbers: Sequence[int]) -> Iterator[int]:
    """The proposals, each before the one that it amends, none twice."""
    amended: list[int] = []
    for number in numbers:
        yield number
        above = text.negotiation.proposal(number).on
        while above:
            amended.append(above)
            above = text.negotiation.proposal(above).on
    yield from dict.fromkeys(amended)


def changed(before: Text, after: Text) -> list[Line]:
    """The lines of ``after`` that do not read as they did ``before``, in the order of the text."""
    stood = {line.provision.id: line for line in before.lines()}
    return [line for line in after.lines() if not _alike(stood.get(line.provision.id), line)]


def gone(before: Text, after: Text) -> list[Line]:
    """The lines of ``before`` that are no part of ``after``."""
    stand = {line.provision.id for line in after.lines()}
    return [line for line in before.lines() if line.provision.id not in stand]


def _alike(before: Line | None, after: Line) -> bool:
    return before is not None and (
        before.number == after.number
        and before.marks == after.marks
        and before.proposed == after.proposed
        and before.alternatives == after.alternatives
        and before.provision.parent == after.provision.parent
        and bool(before.provision.agreed) == bool(after.provision.agreed)
        and before.provision.agreed_words == after.provision.agreed_words
    )
