"""What is due to a peer as one parcel that a person carries: a USB stick, an e-mail.

* In a parcel goes what waits, in its order: sealed acts, receipts given later; and sealed evidence that was disclosed
  to that State and that it has not said it holds. Nothing is opened for it.
* What is exported goes on waiting, and the worker goes on trying: the stick may be lost, the line may come back. A peer
  that takes the same twice gives the same receipts twice, and whichever answer comes first ends the delivery.
* The statement names the checkpoints of the peer's record that are known now, so that the answer can show how it grew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.access import Actor, require
from comity.errors.forwarding import NothingToForward
from comity.errors.node import PeerPaused
from comity.foundation.envelopes import digest_of
from comity.foundation.exchange.parcels import (
    MOST_EVIDENCE,
    MOST_ITEMS,
    STATEMENT,
    Item,
    Parcel,
    name_of,
    sign_parcel,
)
from comity.node import bags, continuity, outbox, own, profiles, receipts, record, subjects
from comity.node.acts import acting
from comity.node.archive import kept
from comity.node.bags import Advance, silent
from comity.node.clock import now
from comity.node.keystore import NODE
from comity.node.models import Dispatch, Envelope, Grant, Receipt
from comity.node.overdue import OPEN
from comity.words import Digest, Instant, StateCode

DEED = "node.export-parcel"
_CANDIDATES = 16  # of our checkpoints that a peer may hold to be the newest

Members = dict[str, bytes | Path]


@dataclass(frozen=True, slots=True)
class Exported:
    """What a parcel holds, and how much still waits that did not find room in it."""

    name: Digest
    acts: int
    receipts: int
    evidence: int
    left: int


def export(
    by: Actor, peer: StateCode, target: Path, *, evidence: bool = True, advance: Advance = silent
) -> Exported:
    """Write what is due to ``peer`` as a parcel; raises NothingToForward, UnknownPeer, PeerPaused or ExchangeHeld."""
    require(subjects.access(), by, DEED, peer)
    profiles.peer(peer)
    if outbox.is_paused(peer):
        raise PeerPaused(peer)
    known, at = continuity.known(peer), now()
    known.require_open()
    due = Dispatch.objects.filter(peer=peer, state__in=OPEN).order_by("id")
    rows = list(due.select_related("envelope", "receipt")[:MOST_ITEMS])
    members: Members = {}
    items = _items(peer, rows, members)
    enclosed = _evidence(peer, at, members) if evidence else []
    if not items and not enclosed:
        raise NothingToForward(peer)
    parcel = Parcel(
        sender=own.state(),
        to=peer,
        at=at,
        items=tuple(items),
        members=bags.digests(members, advance),
        seen=known.checkpoints,
        evidence=tuple(enclosed),
    )
    document = post(parcel, members, target, advance=advance)
    with acting(by, DEED, peer) as act:
        act.record("exchange:parcel:exported", document, about=name_of(document))
    later = sum(bool(item.receipts) for item in items)
    return Exported(
        name_of(document), len(items) - later, later, len(enclosed), max(due.count() - len(rows), 0)
    )


def post(parcel: Parcel, members: Members, target: Path, *, advance: Advance = silent) -> bytes:
    """Sign the statement of a parcel and write the bag; returns the statement."""
    document = sign_parcel(parcel, node=own.keys().signing(NODE))
    info = {
        "Bagging-Date": str(parcel.at)[:10],
        "External-Identifier": name_of(document),
        "Source-Organization": parcel.sender,
    }
    named: Mapping[str, Digest] = {**parcel.members, STATEMENT: digest_of(document)}
    bags.write(target, {**members, STATEMENT: document}, named, info, advance)
    return document


def _items(peer: StateCode, rows: Sequence[Dispatch], members: Members) -> list[Item]:
    """Add what the dispatches send, each receipt with the growth of our record that the peer may ask for."""
    log, shown = record.log(), _shown_to(peer)
    items = []
    for row in rows:
        envelope = Digest(row.envelope_id)
        if row.receipt is None:
            members[f"acts/{envelope}.age"] = kept(envelope, bytes(row.envelope.sealed))
            items.append(Item(envelope))
            continue
        document = bytes(row.receipt.jws)
        members[f"receipts/{digest_of(document)}.jws"] = document
        sizes = receipts.sizes_shown([document])
        items.append(Item(envelope, (digest_of(document),), growths=record.grown(log, sorted(shown), sizes)))
        shown = {*sorted(shown)[-_CANDIDATES:], *sizes}
    return items


def _shown_to(peer: StateCode) -> set[int]:
    """Name the newest sizes of our record that receipts have shown to the peer."""
    theirs = Envelope.objects.filter(way=Envelope.Way.IN, sender__startswith=f"{peer}/").values("digest")
    still = Dispatch.objects.filter(state__in=OPEN, receipt__isnull=False).values("receipt")
    given = Receipt.objects.filter(state=own.state(), envelope__in=theirs).exclude(pk__in=still)
    newest = given.order_by("-id")[:_CANDIDATES].values_list("jws", flat=True)
    return set(receipts.sizes_shown([bytes(jws) for jws in newest]))


def _evidence(peer: StateCode, at: Instant, members: Members) -> list[Digest]:
    """Add the sealed evidence that the peer may fetch now and has not said it holds."""
    grants = Grant.objects.filter(peer=peer, until__gt=at, held=False).order_by("pk")
    enclosed: list[Digest] = []
    for row in grants:
        name = Digest(row.manifest)
        if len(enclosed) == MOST_EVIDENCE or not (own.headers().holds(name) and own.objects().holds(name)):
            continue
        members[f"evidence/{name}.header"] = own.headers().find(name)
        members[f"evidence/{name}.leaves"] = own.objects().leaves(name)
        members[f"evidence/{name}.payload"] = own.objects().find(name)
        enclosed.append(name)
    return enclosed
