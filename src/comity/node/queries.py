"""What pages, operations and commands may ask of the machinery; nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from comity.errors.node import UnknownEnvelope
from comity.foundation.directory import Profile
from comity.foundation.envelopes import Act, read_act
from comity.foundation.record import Checkpoint, Entry, Proof
from comity.foundation.sealing import unseal
from comity.node import own, profiles, record
from comity.node.archive import kept
from comity.node.keystore import sealing_name
from comity.node.models import Deadline, Dispatch, Envelope, Receipt, RecordEntry, Transfer
from comity.words import AuthorityId, Digest


@dataclass(frozen=True, slots=True)
class Opened:
    """An act from this node's archive, with the signed document that proves it."""

    act: Act
    document: bytes


def entries(*, about: str = "") -> QuerySet[RecordEntry]:
    """List the entries of the record, newest first; with ``about`` only those of one thread, act or name."""
    rows = RecordEntry.objects.order_by("-index")
    return rows.filter(about=about) if about else rows


def entry(index: int) -> Entry | None:
    """Return the entry at ``index`` as it stands in the tree."""
    row = RecordEntry.objects.filter(pk=index).first()
    return None if row is None else Entry(row.event, row.at, Digest(row.digest))


def checkpoint() -> Checkpoint:
    """Return the record's checkpoint of now."""
    return record.checkpoint()


def proof(index: int) -> Proof:
    """Prove the entry at ``index`` under a checkpoint of now."""
    return record.proof(index)


def envelopes(thread: str) -> QuerySet[Envelope]:
    """List the envelopes of a thread in the order in which this node came to know them."""
    return Envelope.objects.filter(thread=thread).order_by("entry_id")


def deliveries(thread: str) -> QuerySet[Dispatch]:
    """List the deliveries of a thread: how each stands, when it is tried again."""
    return Dispatch.objects.filter(thread=thread).select_related("envelope").defer("envelope__sealed")


def receipts(thread: str) -> QuerySet[Receipt]:
    """List the receipts given and taken for the acts of a thread, in their order."""
    return Receipt.objects.filter(envelope__in=envelopes(thread).values("digest"))


def transfers(thread: str) -> QuerySet[Transfer]:
    """List the evidence of a thread that is being fetched or was."""
    return Transfer.objects.filter(thread=thread)


def deadlines(about: str) -> QuerySet[Deadline]:
    """List the clocks of one thing, soonest first."""
    return Deadline.objects.filter(about=about)


def is_retrieved(envelope: str) -> bool:
    """Say whether this node has certified that an officer opened the act."""
    return Receipt.objects.filter(envelope=envelope, kind="retrieval", state=own.state()).exists()


def open_envelope(digest: str) -> Opened:
    """Open an envelope from the archive again, as witnessed when it came; raises UnknownEnvelope."""
    row = Envelope.objects.select_related("entry").filter(digest=digest).first()
    if row is None:
        raise UnknownEnvelope(digest[:16])
    sent = row.way == Envelope.Way.OUT
    mine = [AuthorityId(row.sender)] if sent else sorted(profiles.own_authorities() & set(row.to.split()))
    document = unseal(
        kept(Digest(digest), bytes(row.sealed)),
        keys=[key for name in mine for key in own.keys().opening(sealing_name(AuthorityId(name)))],
    )
    act, _ = read_act(document, profiles=profiles.peer, at=row.entry.at)
    return Opened(act, document)


def directory() -> Sequence[Profile]:
    """List the profiles of the peers that are pinned, by State."""
    return profiles.peers()
