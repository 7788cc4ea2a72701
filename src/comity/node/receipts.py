"""The receipts that this node gives and takes, kept verbatim."""

from collections.abc import Sequence
from dataclasses import dataclass

from comity.foundation.exchange import Outcome, Receipt, ReceiptKind, Statement, sign_receipt, verify_receipt
from comity.foundation.record import Checkpoint, require_growth
from comity.node import own, profiles, record
from comity.node.keystore import NODE
from comity.node.models import Envelope, PeerCheckpoint, Receipt as Row
from comity.node.rows import Insertion, Standing, Value, select
from comity.words import Digest, Instant, StateCode

_NEWEST = "SELECT size, text FROM node_peercheckpoint WHERE state = %s"
_COLUMNS = ("envelope", "kind", "outcome", "code", "state", "jws", "at")
_GIVEN, _TAKEN = Insertion(Row, *_COLUMNS), Insertion(Row, *_COLUMNS, standing=Standing.STAYS)
_SHOWN = Insertion(PeerCheckpoint, "state", "size", "text", "seen_at", standing=Standing.GIVES_WAY)


@dataclass(frozen=True, slots=True)
class Given:
    """A receipt as it is kept: what it states, and the signed document."""

    statement: Statement
    document: bytes

    @property
    def row(self) -> Sequence[Value]:
        """Lay it out as a row."""
        said = self.statement
        return (
            said.envelope,
            said.kind,
            said.outcome,
            said.code,
            said.state,
            self.document,
            said.at.milliseconds,
        )


def accepted(kinds: Sequence[ReceiptKind], envelope: Envelope, at: Instant) -> list[Statement]:
    """State that this node took the envelope each of these steps."""
    names = Digest(envelope.digest), Digest(envelope.act_digest)
    return [Statement(kind, Outcome.ACCEPTED, *names, own.state(), at) for kind in kinds]


def rejected(kind: ReceiptKind, envelope: Digest, code: str, at: Instant) -> Statement:
    """State that this node did not take the envelope that step, and why."""
    return Statement(kind, Outcome.REJECTED, envelope, None, own.state(), at, code)


def give(statements: Sequence[Statement], written: Sequence[record.Written]) -> list[Given]:
    """Sign what the record now holds of ``statements``."""
    key = own.keys().signing(NODE)
    return [
        Given(statement, sign_receipt(Receipt(statement, entry.salt, entry.proof), node=key))
        for statement, entry in zip(statements, written, strict=True)
    ]


def keep(given: Sequence[Given]) -> None:
    """Keep the receipts that this node gives."""
    _GIVEN(*(one.row for one in given))


def keep_for_later(given: Sequence[Given]) -> list[int]:
    """Keep receipts that must still be sent, and return their keys."""
    return _GIVEN.keyed(*(one.row for one in given))


def take(
    documents: Sequence[bytes], *, of: StateCode, envelope: Digest, act: Digest, at: Instant
) -> list[Statement]:
    """Verify receipts of a peer, keep each once, keep the newest of its checkpoints, and return what they state."""
    profile = profiles.peer(of)
    taken = [verify_receipt(one, profile=profile, envelope=envelope, act=act, at=at) for one in documents]
    pairs = zip(taken, documents, strict=True)
    _TAKEN(*(Given(receipt.statement, document).row for receipt, document in pairs))
    _remember(of, max((receipt.proof.checkpoint for receipt in taken), key=lambda shown: shown.size), at)
    return [receipt.statement for receipt in taken]


def held(documents: Sequence[bytes], envelope: Digest) -> bool:
    """Say whether every one of ``documents`` is kept already."""
    kept = {bytes(jws) for jws in Row.objects.filter(envelope=envelope).values_list("jws", flat=True)}
    return kept.issuperset(documents)


def _remember(state: StateCode, shown: Checkpoint, at: Instant) -> None:
    """Keep the newest checkpoint of a peer; two that differ at one size raise ForkedRecord."""
    known = select(_NEWEST, state)
    if known and known[0][0] >= shown.size:
        if known[0][0] == shown.size:
            require_growth(Checkpoint.parse(known[0][1]), shown)
        return
    _SHOWN((state, shown.size, shown.text, at.milliseconds))
