"""How far a text under negotiation was at the end of every meeting, and how that is kept.

* A meeting ends where the next entry names another one. What it left never changes again, for the log only grows; so
  it is counted once. Of the meeting that goes on, the text that stands is counted.
* A cluster is a chapter, or what stands beside chapters. A session is what its meetings name before the stroke: meeting
  ``2/3`` is of session 2.
* What is kept of a meeting can be computed again from the log, and says the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from itertools import pairwise

from comity.committee.text.rules.negotiation.acts import ROOT, Entry, ProvisionId
from comity.committee.text.rules.negotiation.progress import Shares, Tally


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole text at the end of one meeting, after that entry; its clusters are what stands under no other."""

    meeting: str
    entry: int
    shares: Shares
    clusters: Mapping[ProvisionId, Shares] = field(default_factory=dict)

    @property
    def session(self) -> str:
        """The session in which the meeting fell: ``2`` of ``2/3``."""
        return self.meeting.partition("/")[0]


def reading(tally: Tally, last: Entry) -> Reading:
    """Read a text that was counted after the entry ``last``."""
    whole, cluster = Shares(), ROOT
    clusters: dict[ProvisionId, Shares] = {}
    for name, each in tally.own.items():
        cluster = cluster if each.depth else name
        whole = whole + each.shares
        clusters[cluster] = clusters.get(cluster, Shares()) + each.shares
    return Reading(last.meeting, last.number, whole, clusters)


def ends(log: Sequence[Entry]) -> list[int]:
    """The numbers of the entries with which a meeting ended, in the order of ``log``; none of the one that goes on."""
    return [before.number for before, after in pairwise(log) if before.meeting != after.meeting]


def readings(log: Sequence[Entry]) -> tuple[Reading, ...]:
    """Read the text at the end of every meeting, and as it stands."""
    return tuple(_readings(log))


def _readings(log: Sequence[Entry]) -> Iterator[Reading]:
    tally, since = Tally(), 0
    for end in [*ends(log), len(log)] if log else ():
        tally = tally.of(tally.text.after(*log[since:end]))
        since = end
        yield reading(tally, log[end - 1])


def by_session(done: Sequence[Reading]) -> tuple[Reading, ...]:
    """The last reading of every session, in the order in which the sessions ended."""
    last: dict[str, Reading] = {}
    for each in done:
        last.pop(each.session, None)
        last[each.session] = each
    return tuple(last.values())


def told(found: Reading) -> dict[str, list[int]]:
    """What is kept of a meeting: of each cluster the words agreed, free, bracketed, and in alternatives."""
    return {name: [*astuple(shares)] for name, shares in found.clusters.items()}


def kept(clusters: Mapping[str, Sequence[int]], last: Entry) -> Reading:
    """Read what was kept of the meeting that ended with the entry ``last``."""
    read = {ProvisionId(name): Shares(*counts) for name, counts in clusters.items()}
    return Reading(last.meeting, last.number, sum(read.values(), Shares()), read)
