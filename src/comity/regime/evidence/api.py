"""Operations on evidence for programs: what is in custody, event by event, and its signed manifest."""

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from comity.access import Actor, require
from comity.errors.evidence import DestructionNotOrdered, UnknownItem
from comity.node import subjects
from comity.regime.evidence import services
from comity.regime.evidence.models import Item
from comity.words import Instant

router = Router(tags=["evidence"])
_A_PAGE = 100


class ItemTold(Schema):
    """An item of evidence."""

    reference: str
    name: str
    media_type: str
    size: int
    manifest: str
    thread: str
    authority: str
    source: str
    arrived: str | None
    verified: str | None
    destroyed: str | None


class CustodyTold(Schema):
    """One event of custody, and the digest by which the next one names it."""

    event: str
    at: str
    authority: str
    office: str
    how: str
    result: str
    digest: str


class ItemWhole(Schema):
    """An item with its verified chain of custody and its signed manifest."""

    item: ItemTold
    custody: list[CustodyTold]
    signed: str


class OrderTold(Schema):
    """An order to destroy an item, and what became of it."""

    item: ItemTold
    ordered: str
    ordered_by: str
    reason: str
    officers: int
    destroyed: str | None
    destroyed_by: str
    certificate: str | None


class PurposeSaid(Schema):
    """Why evidence is handled; it stands in the chain of custody."""

    purpose: str


@router.get("", response=list[ItemTold], summary="Evidence in custody, newest first")
def list_items(request: HttpRequest, thread: str | None = None, after: int = 0) -> list[ItemTold]:
    """List a hundred items, of one case if its thread is given."""
    return [_told(item) for item in services.items(actor_of(request), thread=thread)[after : after + _A_PAGE]]


@router.get("/{reference}", response=ItemWhole, summary="An item with its custody and its signed manifest")
def show(request: HttpRequest, reference: str) -> ItemWhole:
    """Give an item, its custody event by event, and its signed manifest."""
    item = _found(request, reference)
    custody = [
        CustodyTold(
            event=event.event,
            at=str(event.at),
            authority=event.authority,
            office=event.office,
            how=event.how,
            result=event.result,
            digest=event.digest,
        )
        for event in item.chain()
    ]
    return ItemWhole(item=_told(item), custody=custody, signed=bytes(item.signed).decode("ascii"))


@router.post("/{reference}/verify", response=ItemTold, summary="Verify every byte of an item")
def verify(request: HttpRequest, reference: str) -> ItemTold:
    """Open every MiB, hash it, and compare it with the signed manifest."""
    return _told(services.verify_item(actor_of(request), _found(request, reference)))


@router.post("/{reference}/destruction", response=OrderTold, summary="Order the destruction of an item")
def order_destruction(request: HttpRequest, reference: str, said: PurposeSaid) -> OrderTold:
    """Order it for a stated reason; nothing is destroyed yet."""
    services.order_destruction(actor_of(request), _found(request, reference), reason=said.purpose)
    return _order(_found(request, reference))


@router.get(
    "/{reference}/destruction", response=OrderTold, summary="The order to destroy an item, its certificate"
)
def show_destruction(request: HttpRequest, reference: str) -> OrderTold:
    """Give the standing or executed order, and the signed certificate once there is one."""
    return _order(_found(request, reference))


@router.delete("/{reference}/destruction", response=ItemTold, summary="Call the destruction of an item off")
def call_off_destruction(request: HttpRequest, reference: str) -> ItemTold:
    """Call a standing order off; the evidence stays as it is."""
    return _told(services.call_off_destruction(actor_of(request), _found(request, reference)))


@router.post(
    "/{reference}/destroy", response=OrderTold, summary="Destroy an item, as ordered by another officer"
)
def destroy(request: HttpRequest, reference: str) -> OrderTold:
    """Destroy everything that could open it, for good; its manifest, custody and certificate remain."""
    services.destroy(actor_of(request), _found(request, reference))
    return _order(_found(request, reference))


def _found(request: HttpRequest, reference: str) -> Item:
    require(subjects.access(), actor_of(request), "evidence.list")
    try:
        item = services.find_item(reference)
    except UnknownItem as error:
        raise Http404 from error
    require(subjects.access(), actor_of(request), "evidence.read", item)
    return item


def _order(item: Item) -> OrderTold:
    row = item.destruction
    if row is None:
        raise DestructionNotOrdered(item.reference)
    return OrderTold(
        item=_told(item),
        ordered=str(row.ordered),
        ordered_by=row.ordered_by,
        reason=row.reason,
        officers=row.officers,
        destroyed=written(row.destroyed),
        destroyed_by=row.destroyed_by,
        certificate=bytes(row.certificate).decode("ascii") or None,
    )


def actor_of(request: HttpRequest) -> Actor:
    """Give the officer who calls an operation of the regime."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # the door puts the officer here
    return actor


def written(at: Instant | None) -> str | None:
    """Write an instant as answers tell it."""
    return str(at) if at is not None else None


def _told(item: Item) -> ItemTold:
    return ItemTold(
        reference=item.reference,
        name=item.name,
        media_type=item.media_type,
        size=item.size,
        manifest=item.manifest,
        thread=item.thread,
        authority=item.authority,
        source=item.source,
        arrived=written(item.arrived),
        verified=written(item.verified),
        destroyed=written(item.destroyed),
    )
