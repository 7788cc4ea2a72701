"""Operations on the record: who vouches for it, forks in the records of others, entries that are unlinked."""

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from comity.node import forks, queries, salts, timestamps, witnessing
from comity.node.middleware import actor_of
from comity.node.models import Fork
from comity.node.record import checkpoint as newest

router = Router()


class WitnessTold(Schema):
    """How a peer stands as a witness of this node's record."""

    state: str
    size: int
    cosigned: str | None
    error: str


class StampTold(Schema):
    """A checkpoint that was stamped, or that waits for its token."""

    size: int
    at: str | None
    authority: str
    checkpoint: str
    error: str


class ForkTold(Schema):
    """A fork that was found in the record of another State."""

    digest: str
    state: str
    older: int
    newer: int
    found: str
    decided: str | None
    evidence: str


class Reason(Schema):
    """Why something is decided; it stands in the record."""

    reason: str


class Unlinking(Reason):
    """Which entries are unlinked: one, or with ``thread`` all about the same matter."""

    thread: bool = False


class UnlinkedTold(Schema):
    """The entries that stand for nothing any more, and those that receipts still prove."""

    unlinked: list[int]
    still_proved_by_receipts: list[int]


@router.get(
    "/checkpoint", auth=None, response=str, summary="The record's signed note of now, cosignatures and all"
)
def checkpoint(request: HttpRequest) -> str:  # noqa: ARG001  # ninja finds it by name
    """Give the signed note."""
    return witnessing.shown_checkpoint(newest()).text


@router.get("/witnesses", auth=None, response=list[WitnessTold], summary="Who cosigns the record")
def witnesses(request: HttpRequest) -> list[WitnessTold]:  # noqa: ARG001  # ninja finds it by name
    """List the peers as witnesses."""
    return [
        WitnessTold(
            state=row.state,
            size=row.size,
            cosigned=str(row.cosigned_at) if row.cosigned_at else None,
            error=row.last_error,
        )
        for row in witnessing.witnesses()
    ]


@router.get("/stamps", auth=None, response=list[StampTold], summary="Time-stamps over the record's checkpoints")
def stamps(request: HttpRequest) -> list[StampTold]:  # noqa: ARG001  # ninja finds it by name
    """List the time-stamps, newest first."""
    return [
        StampTold(
            size=row.size,
            at=str(row.at) if row.at else None,
            authority=row.authority,
            checkpoint=row.text,
            error=row.last_error,
        )
        for row in timestamps.stamps()
    ]


@router.get("/forks", auth=None, response=list[ForkTold], summary="Forks in the records of others")
def list_forks(request: HttpRequest) -> list[ForkTold]:  # noqa: ARG001  # ninja finds it by name
    """List the forks with their evidence, newest first."""
    return [_told(row) for row in forks.known()]


@router.post("/forks/{str:digest}/resume", response=ForkTold, summary="Resume the exchange that a fork holds")
def resume(request: HttpRequest, digest: str, why: Reason) -> ForkTold:
    """Decide on a fork."""
    row = forks.find(digest)
    if row is None:
        raise Http404
    return _told(forks.decide(actor_of(request), row, reason=why.reason))


@router.post("/{int:index}/unlink", response=UnlinkedTold, summary="Destroy the salt of an entry")
def unlink(request: HttpRequest, index: int, what: Unlinking) -> UnlinkedTold:
    """Destroy the salt of one entry, or of all about the same matter."""
    by = actor_of(request)
    row = queries.entries().filter(index=index).first()
    if row is None:
        raise Http404
    if what.thread and row.about:
        done = salts.destroy_about(by, row.about, reason=what.reason)
    else:
        done = salts.destroy(by, index, reason=what.reason)
    return UnlinkedTold(unlinked=list(done.indices), still_proved_by_receipts=list(done.given))


def _told(row: Fork) -> ForkTold:
    return ForkTold(
        digest=row.digest,
        state=row.state,
        older=row.older,
        newer=row.newer,
        found=str(row.found_at),
        decided=str(row.decided_at) if row.decided_at else None,
        evidence=bytes(row.evidence).decode(),
    )
