"""How a request stands on one node: the value that decisions and the access table read."""

from dataclasses import dataclass

from comity.regime.requests.rules.life import Deed, Side, State, open_deeds
from comity.words import AuthorityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One request as one side sees it."""

    reference: str
    thread: str
    side: Side
    state: State
    ours: AuthorityId
    theirs: AuthorityId | None

    @property
    def requester(self) -> AuthorityId | None:
        """The authority that asks."""
        return self.ours if self.side is Side.REQUESTER else self.theirs

    @property
    def requested(self) -> AuthorityId | None:
        """The authority that is asked."""
        return self.theirs if self.side is Side.REQUESTER else self.ours

    @property
    def open_deeds(self) -> tuple[Deed, ...]:
        """What this side may do now."""
        return open_deeds(self.state, side=self.side)
