"""What a bundle shows, as one line of moments: each act, each step of its way, each step of custody."""

from collections.abc import Iterable
from dataclasses import dataclass

from comity.foundation.envelopes import Act, VerifiedManifest
from comity.foundation.exchange import Outcome, Receipt
from comity.words import Digest, Instant


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: when, what, who says so, about which act, and its place in a record."""

    at: Instant
    what: str  # ``act:preserve``, ``receipt:relay:accepted``, ``custody:sealed``
    who: str
    act: str | None = None
    entry: int | None = None
    evidence: Digest | None = None


def timeline(
    acts: Iterable[Act], receipts: Iterable[Receipt], manifests: Iterable[VerifiedManifest]
) -> tuple[Moment, ...]:
    """Put everything that a bundle shows in the order of time; what is of one time keeps the order of the thread."""
    known = {act.digest: act for act in acts}
    moments = [Moment(act.at, f"act:{act.kind}", act.sender, act.id) for act in known.values()]
    for entered in (entered for receipt in receipts for entered in receipt.entered):
        said = entered.statement
        about = known.get(said.act) if said.act else None
        outcome = said.outcome if said.outcome is Outcome.ACCEPTED else f"{said.outcome}:{said.code}"
        what = f"receipt:{said.kind}:{outcome}"
        moments.append(Moment(said.at, what, said.state, about.id if about else None, entered.index))
    for verified in manifests:
        digest = verified.manifest.digest
        moments += [
            Moment(step.at, f"custody:{step.deed}", step.by, evidence=digest)
            for step in verified.manifest.custody
        ]
    return tuple(sorted(moments, key=lambda moment: moment.at))
