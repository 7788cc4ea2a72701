"""Destroying evidence for good: ordered, done by a second officer, certified once the last header is gone.

A killed process leaves nothing half destroyed: what was ordered and done is written down first, under a clock; then the
headers go, then the payloads; then the certificate is signed. Whatever was left undone, the worker finishes.
"""

from datetime import timedelta

from comity.access import Actor, require
from comity.errors.evidence import DestructionNotOrdered, DestructionOrdered, SecondOfficerNeeded
from comity.node import own, profiles, subjects
from comity.node.acts import Writer, acting
from comity.node.capabilities import held
from comity.node.models import Deadline, Grant
from comity.node.rules import NODE_ACTOR
from comity.regime.evidence.models import Destruction, Item
from comity.regime.evidence.rules import (
    Certificate,
    Event,
    read_certificate,
    require_destroyable,
    require_purpose,
    sign_certificate,
)
from comity.regime.evidence.services.keeping import note, require_here, signing_key
from comity.words import Instant, StateCode

SHREDDING = "evidence:shredding"
_GRACE = timedelta(minutes=1)  # then the worker does what the process that began did not finish


def officers_needed() -> int:
    """Say how many officers a destruction takes here: two, unless ``node.toml`` lets one do both."""
    return 2 if own.installation().extra.get("custody", {}).get("two_officers_destroy", True) else 1


def order_destruction(actor: Actor, item: Item, *, reason: str) -> Destruction:
    """Order the destruction of ``item`` for a stated reason; nothing of it is touched yet."""
    with acting(actor, "evidence.order-destruction", item) as act:
        _require_destroyable(_hold(item), act.at)
        standing = item.destruction
        if standing is not None:
            raise DestructionOrdered(item.reference, since=standing.ordered)
        said = require_purpose(reason)
        note(act, item, Event.DESTRUCTION_ORDERED, said)
        row = Destruction.objects.create(
            item=item, ordered=act.at, ordered_by=actor.name, reason=said, officers=officers_needed()
        )
        act.record(Event.DESTRUCTION_ORDERED, item.digest.raw, about=item.digest)
    return row


def call_off_destruction(actor: Actor, item: Item) -> Item:
    """Call a standing order off; the evidence stays as it is."""
    with acting(actor, "evidence.call-off-destruction", item) as act:
        require_here(_hold(item))
        row = _standing(item)
        row.called_off = act.at
        row.save(update_fields=["called_off"])
        note(act, item, Event.DESTRUCTION_CALLED_OFF, "")
        act.record(Event.DESTRUCTION_CALLED_OFF, item.digest.raw, about=item.digest)
    return item


def destroy(actor: Actor, item: Item) -> Item:
    """Do what was ordered: every header of ``item`` that this node has is destroyed, then its payload; for good.

    1. Its destruction is ordered.                               DestructionNotOrdered
    2. Where two officers are asked for, this is the other one.  SecondOfficerNeeded
    3. The evidence is here, and nobody needs it.                NeededByRequest, StillFetchable
    4. It is written down; from here on the evidence opens no more.
    5. The headers and payloads go, and the authority certifies it.
    """
    require(subjects.access(), actor, "evidence.read", item)
    standing = item.destruction
    if standing is None:  # 1
        raise DestructionNotOrdered(require_here(item).reference)
    order = standing.value
    if order.two_officers and order.ordered_by == actor.name:  # 2
        raise SecondOfficerNeeded(item.reference)
    with acting(actor, "evidence.destroy", order) as act:
        _require_destroyable(_hold(item), act.at)  # 3
        row = _standing(item)
        note(act, item, Event.DESTROYED, row.reason)  # 4
        item.destroyed = row.destroyed = act.at
        row.destroyed_by = actor.name
        item.save(update_fields=["destroyed"])
        row.save(update_fields=["destroyed", "destroyed_by"])
        act.clock(SHREDDING, about=item.digest, due=act.at + _GRACE)
        act.record(Event.DESTROYED, item.digest.raw, about=item.digest)
    _shred(item)  # 5
    with acting(NODE_ACTOR, "evidence.certify-destruction", order) as act:
        row = _standing(item)
        if row.certificate:
            act.abandon()
        else:
            _certify(act, row)
            act.stop_clock(SHREDDING, about=item.digest)
    return item


def finish_destruction(clock: Deadline, act: Writer) -> None:
    """Destroy what a killed process left of evidence whose destruction is written down, and certify it."""
    item = Item.objects.get(manifest=clock.about)
    row = _standing(item)
    if not row.certificate:
        _shred(item)
        _certify(act, row)


def certificate(actor: Actor, item: Item) -> Certificate | None:
    """Return the certificate of destruction, verified, if there is one."""
    require(subjects.access(), actor, "evidence.read", item)
    row = item.destruction
    if row is None or not row.certificate:
        return None
    ours, at = profiles.own_profile(), row.destroyed or row.ordered
    return read_certificate(
        bytes(row.certificate), key_of=lambda office, kid: ours.verifying_key(kid, at, office=office)
    )


def _require_destroyable(item: Item, at: Instant) -> None:
    require_here(item)
    names = [item.digest, *(copy.digest for copy in item.copies.all())]
    open_windows = Grant.objects.filter(manifest__in=names, until__gt=at).order_by("until")
    fetchable = {StateCode(grant.peer): grant.until for grant in open_windows}
    require_destroyable(needed_by=subjects.needing(item.thread) if item.thread else (), fetchable=fetchable)


def _hold(item: Item) -> Item:
    """Hold the row of ``item`` until the commit, as it stands now: no two officers order or destroy at once."""
    held(Item.objects.filter(pk=item.pk)).get()
    item.refresh_from_db()
    return item


def _standing(item: Item) -> Destruction:
    """Return the order that was not called off, held until the commit, or raise DestructionNotOrdered."""
    row = held(item.destructions.filter(called_off=None)).first()
    if row is None:
        raise DestructionNotOrdered(item.reference)
    return row


def _shred(item: Item) -> None:
    """Destroy the headers first: with the last of them the evidence is gone; then remove what is only noise."""
    names = [item.digest, *(copy.digest for copy in item.copies.all())]
    for name in names:
        own.headers().destroy(name)
    for name in names:
        own.objects().remove(name)


def _certify(act: Writer, row: Destruction) -> None:
    item = row.item
    chain = item.chain()
    handed = item.copies.filter(handed_over__isnull=False)
    told = Certificate(
        order=row.value,
        destroyed=row.destroyed or act.at,
        destroyed_by=row.destroyed_by,
        certified=act.at,
        custody=chain[-1].digest,
        handed_over=tuple(copy.value for copy in handed),
        opened=sum(event.event is Event.ACCESSED for event in chain),
    )
    row.certificate = sign_certificate(told, signing=signing_key(item.holder))
    row.save(update_fields=["certificate"])
    act.record(Event.CERTIFIED, row.certificate, about=item.digest)
