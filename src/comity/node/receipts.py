"""The receipts that this node gives and takes, kept verbatim."""

from collections.abc import Sequence

from comity.foundation.exchange import Outcome, Receipt, ReceiptKind, Statement, sign_receipt, verify_receipt
from comity.node import own, profiles, record
from comity.node.keystore import NODE
from comity.node.models import Envelope, PeerCheckpoint, Receipt as Row
from comity.words import Digest, Instant, StateCode


def accepted(kinds: Sequence[ReceiptKind], envelope: Envelope, at: Instant) -> list[Statement]:
    """State that this node took the envelope each of these steps."""
    names = Digest(envelope.digest), Digest(envelope.act_digest)
    return [Statement(kind, Outcome.ACCEPTED, *names, own.state(), at) for kind in kinds]


def rejected(kind: ReceiptKind, envelope: Digest, code: str, at: Instant) -> Statement:
    """State that this node did not take the envelope that step, and why."""
    return Statement(kind, Outcome.REJECTED, envelope, None, own.state(), at, code)


def give(statements: Sequence[Statement], written: Sequence[record.Written]) -> list[Row]:
    """Sign what the record now holds of ``statements``, and keep it."""
    key = own.keys().signing(NODE)
    rows = [
        _row(statement, sign_receipt(Receipt(statement, entry.salt, entry.proof), node=key))
        for statement, entry in zip(statements, written, strict=True)
    ]
    return Row.objects.bulk_create(rows)


def take(document: bytes, *, of: StateCode, envelope: Envelope, at: Instant) -> Statement:
    """Verify a receipt of a peer, keep it once, keep the newest of its checkpoints, and return what it states."""
    receipt = verify_receipt(
        document,
        profile=profiles.peer(of),
        envelope=Digest(envelope.digest),
        act=Digest(envelope.act_digest),
        at=at,
    )
    said = receipt.statement
    Row.objects.bulk_create([_row(said, document)], ignore_conflicts=True)
    _remember(of, receipt, at)
    return said


def held(documents: Sequence[bytes], envelope: Digest) -> bool:
    """Say whether every one of ``documents`` is kept already."""
    kept = {bytes(jws) for jws in Row.objects.filter(envelope=envelope).values_list("jws", flat=True)}
    return kept.issuperset(documents)


def _row(said: Statement, document: bytes) -> Row:
    return Row(
        envelope=said.envelope,
        kind=said.kind,
        outcome=said.outcome,
        code=said.code,
        state=said.state,
        jws=document,
        at=said.at,
    )


def _remember(state: StateCode, receipt: Receipt, at: Instant) -> None:
    """Keep the newest checkpoint of a peer; two that differ at one size raise ForkedRecord."""
    shown = receipt.proof.checkpoint
    known = PeerCheckpoint.objects.filter(state=state).first()
    if known is not None and known.size >= shown.size:
        if known.size == shown.size:
            record.require_same(known.text, shown)
        return
    PeerCheckpoint.objects.update_or_create(
        state=state, defaults={"size": shown.size, "text": shown.text, "seen_at": at}
    )
