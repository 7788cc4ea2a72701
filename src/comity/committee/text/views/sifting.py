"""What a reader asks to see of a text under negotiation: what one State or group is behind, what is in one state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest

from comity.committee.text.rules.negotiation.acts import Holder
from comity.committee.text.rules.papers.choice import STATUSES, Choice
from comity.reference.states import holder_name, in_order, invented_states, states
from comity.words import Language


@cache
def _codes() -> frozenset[str]:
    return frozenset(str(each.code) for each in (*states(), *invented_states()))


_LONGEST = 16  # letters of the code of a State, a group or an officer


def chosen(request: HttpRequest) -> Choice:
    """Read the choice that stands in the address; a status that there is not asks for nothing."""
    status = request.GET.get("status", "")
    return Choice(request.GET.get("holder", "")[:_LONGEST], status if status in STATUSES else "")


@dataclass(frozen=True, slots=True)
class Holders:
    """Those who may be chosen, each with a name, in the order of the reader's language: States, and others."""

    states: Sequence[tuple[Holder, str]]
    groups: Sequence[tuple[Holder, str]]

    @classmethod
    def of(cls, named: Iterable[Holder], language: Language) -> "Holders":
        """Arrange those who are named."""
        told = [(code, holder_name(code, language)) for code in in_order(tuple(set(named)), language)]
        return cls(
            [each for each in told if each[0] in _codes()], [each for each in told if each[0] not in _codes()]
        )
