"""Which provisions of the negotiating text a reader chooses to see.

* By holder: those with a bracket or a proposal beside which the State or group is named.
* By status: agreed, agreed in part, proposed, open, free of brackets.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from comity.committee.text.rules.negotiation.acts import Holder
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.marks import Enclosed, Mark

STATUSES = ("agreed", "partly", "proposed", "open", "free")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader asked for; what is empty asks for nothing."""

    holder: Holder = ""
    status: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not self.holder and not self.status

    def keeps(self, line: Line) -> bool:
        """Whether a provision is shown."""
        if self.status and state_of(line) != self.status:
            return False
        return not self.holder or self.holder in named_in(line)


def named_in(line: Line) -> frozenset[Holder]:
    """Everybody who is named beside a provision or one of its brackets."""
    return holders_of(line.marks) | {*line.sponsors, *line.against}


def state_of(line: Line) -> str:
    """In one word how far a provision is: agreed, partly agreed, proposed, open, or free."""
    if line.provision.agreed:
        return "agreed"
    if line.proposed:
        return "proposed"
    if not line.provision.is_free or line.alternatives:
        return "open"
    return "partly" if line.provision.agreed_words else "free"


def holders_of(marks: Iterable[Mark]) -> frozenset[Holder]:
    """Everybody named beside a bracket."""
    found: set[Holder] = set()
    for mark in marks:
        if isinstance(mark, Enclosed):
            found |= mark.names | holders_of(mark.inside)
    return frozenset(found)
