"""The receipts that this node gives and takes, kept verbatim."""

from collections.abc import Sequence

from comity.foundation.exchange import Outcome, Receipt, ReceiptKind, Statement, sign_receipt, verify_receipt
from comity.foundation.record import Checkpoint, require_growth
from comity.node import own, profiles, record
from comity.node.keystore import NODE
from comity.node.models import Envelope, PeerCheckpoint, Receipt as Row
from comity.node.rows import Standing, insert, select
from comity.words import Digest, Instant, StateCode

_NEWEST = "SELECT size, text FROM node_peercheckpoint WHERE state = %s"


def accepted(kinds: Sequence[ReceiptKind], envelope: Envelope, at: Instant) -> list[Statement]:
    """State that this node took the envelope each of these steps."""
    names = Digest(envelope.digest), Digest(envelope.act_digest)
    return [Statement(kind, Outcome.ACCEPTED, *names, own.state(), at) for kind in kinds]


def rejected(kind: ReceiptKind, envelope: Digest, code: str, at: Instant) -> Statement:
    """State that this node did not take the envelope that step, and why."""
    return Statement(kind, Outcome.REJECTED, envelope, None, own.state(), at, code)


def give(statements: Sequence[Statement], written: Sequence[record.Written]) -> list[Row]:
    """Sign what the record now holds of ``statements``, and lay it out to be kept."""
    key = own.keys().signing(NODE)
    return [
        _row(statement, sign_receipt(Receipt(statement, entry.salt, entry.proof), node=key))
        for statement, entry in zip(statements, written, strict=True)
    ]


def take(
    documents: Sequence[bytes], *, of: StateCode, envelope: Digest, act: Digest, at: Instant
) -> list[Statement]:
    """Verify receipts of a peer, keep each once, keep the newest of its checkpoints, and return what they state."""
    profile = profiles.peer(of)
    taken = [verify_receipt(one, profile=profile, envelope=envelope, act=act, at=at) for one in documents]
    pairs = zip(taken, documents, strict=True)
    insert([_row(receipt.statement, document) for receipt, document in pairs], Standing.STAYS)
    _remember(of, max((receipt.proof.checkpoint for receipt in taken), key=lambda shown: shown.size), at)
    return [receipt.statement for receipt in taken]


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


def _remember(state: StateCode, shown: Checkpoint, at: Instant) -> None:
    """Keep the newest checkpoint of a peer; two that differ at one size raise ForkedRecord."""
    known = select(_NEWEST, state)
    if known and known[0][0] >= shown.size:
        if known[0][0] == shown.size:
            require_growth(Checkpoint.parse(known[0][1]), shown)
        return
    row = PeerCheckpoint(state=state, size=shown.size, text=shown.text, seen_at=at)
    insert([row], Standing.GIVES_WAY)
