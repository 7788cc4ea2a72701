"""Reading: lists by clock, one request by its reference, its story with receipts, counts for those who see no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from comity.access import Actor, require
from comity.errors.requests import UnknownRequest
from comity.node import subjects
from comity.node.models import Dispatch, Envelope, Receipt
from comity.regime.requests.models import Line, Request
from comity.regime.requests.rules.life import AWAITING, FINISHED, Side, State


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the story, with what certifies how its act travelled."""

    line: Line
    receipts: Sequence[Receipt]
    entry: int | None
    waiting: Dispatch | None


def inbox(actor: Actor) -> QuerySet[Request]:
    """List what was received, the shortest time left first, what is decided after what is awaited."""
    return _of(actor, Side.REQUESTED).order_by(F("answer_due").asc(nulls_last=True), "-changed")


def sent(actor: Actor) -> QuerySet[Request]:
    """List what was sent, the latest change first."""
    return _of(actor, Side.REQUESTER).exclude(state__in=[State.DRAFT, State.DISCARDED])


def drafts(actor: Actor) -> QuerySet[Request]:
    """List the drafts, the latest change first."""
    return _of(actor, Side.REQUESTER).filter(state=State.DRAFT)


def needs_evidence(thread: str) -> str | None:
    """Name the request of ``thread`` while it is in course: until then its evidence is needed."""
    row = Request.objects.filter(thread=thread).exclude(state__in=FINISHED).first()
    return row.reference if row else None


def find(actor: Actor, reference: str) -> Request:
    """Return the request of that reference, or raise UnknownRequest."""
    require(subjects.access(), actor, "requests.list")
    request = Request.objects.filter(reference=reference).first()
    if request is None:
        raise UnknownRequest("reference")
    require(subjects.access(), actor, "requests.read", request.standing)
    return request


def story(actor: Actor, request: Request) -> Sequence[Told]:
    """Tell the story of ``request``, each act with its receipts and its place in this node's record."""
    require(subjects.access(), actor, "requests.read", request.standing)
    lines = list(request.story.all())
    envelopes = {
        row.act: row for row in Envelope.objects.filter(act__in=[line.act for line in lines if line.act])
    }
    names = [row.digest for row in envelopes.values()]
    receipts = list(Receipt.objects.filter(envelope__in=names))
    waiting = Dispatch.objects.filter(
        envelope__in=names, state=Dispatch.State.WAITING, receipt=None
    ).select_related("envelope")
    late = {row.envelope.digest: row for row in waiting}
    return [_told(line, envelopes.get(line.act), receipts, late) for line in lines]


def counts(actor: Actor) -> Mapping[str, Mapping[str, int]]:
    """Count the requests by side and state: all that oversight is shown."""
    require(subjects.access(), actor, "requests.count")
    rows = Request.objects.order_by().values_list("side", "state").annotate(number=Count("pk"))
    table: dict[str, dict[str, int]] = {side: {} for side in Side}
    for side, state, number in rows:
        table[side][state] = number
    return table


def awaiting(actor: Actor) -> int:
    """Count the received requests that await our decision."""
    return _of(actor, Side.REQUESTED).filter(state__in=AWAITING).count()


def _of(actor: Actor, side: Side) -> QuerySet[Request]:
    require(subjects.access(), actor, "requests.list")
    return Request.objects.filter(side=side)


def _told(
    line: Line,
    envelope: Envelope | None,
    receipts: Sequence[Receipt],
    waiting: Mapping[str, Dispatch],
) -> Told:
    if envelope is None:
        return Told(line, (), None, None)
    mine = [receipt for receipt in receipts if receipt.envelope == envelope.digest]
    return Told(line, mine, envelope.entry_id, waiting.get(envelope.digest))
