"""What a reader asks to see of a text under negotiation: what one State or group is behind, what is in one state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest

from comity.committee.text.rules.negotiation.acts import Holder
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.papers.choice import holders_of, state_of
from comity.committee.text.views.labels import STATES_OF_TEXT
from comity.reference.states import holder_name, in_order, invented_states, states
from comity.words import Language


@cache
def _codes() -> frozenset[str]:
    return frozenset(str(each.code) for each in (*states(), *invented_states()))


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is kept: provisions in which ``holder`` is named, and those in the state ``status``; empty keeps all."""

    holder: Holder = ""
    status: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Sieve":
        """Read it from the address; a status that there is not keeps all."""
        status = request.GET.get("status", "")
        return cls(request.GET.get("holder", "")[:16], status if status in STATES_OF_TEXT else "")

    @property
    def is_open(self) -> bool:
        """Whether it keeps everything."""
        return not self.holder and not self.status

    def keeps(self, line: Line) -> bool:
        """Whether a provision is kept."""
        if self.status and state_of(line) != self.status:
            return False
        return not self.holder or self.holder in named_in(line)


def named_in(line: Line) -> frozenset[Holder]:
    """Everybody who is named beside a provision or one of its brackets."""
    return holders_of(line.marks) | {*line.sponsors, *line.against}


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
