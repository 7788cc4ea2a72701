"""The receipts that this node gives and takes, kept verbatim."""

from collections.abc import Sequence
from dataclasses import dataclass

from comity.foundation.envelopes import read_signed
from comity.foundation.exchange import Outcome, Receipt, ReceiptKind, Statement, sign_receipt, verify_receipt
from comity.foundation.fields import from_letters
from comity.foundation.record import Checkpoint
from comity.node import own, profiles, record
from comity.node.keystore import NODE
from comity.node.models import Envelope, Receipt as Row
from comity.node.rows import Insertion, Standing, Value
from comity.words import Digest, Instant, StateCode

_COLUMNS = ("envelope", "kind", "outcome", "code", "state", "jws", "at")
_GIVEN, _TAKEN = Insertion(Row, *_COLUMNS), Insertion(Row, *_COLUMNS, standing=Standing.STAYS)


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


def rejected(kind: ReceiptKind, envelope: Digest, act: Digest | None, code: str, at: Instant) -> Statement:
    """State that this node did not take the envelope that step, and why; ``act`` is None where it is not known."""
    return Statement(kind, Outcome.REJECTED, envelope, act, own.state(), at, code)


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


@dataclass(frozen=True, slots=True)
class Taken:
    """Receipts of a peer that were verified, each with its document."""

    receipts: tuple[Receipt, ...]
    documents: tuple[bytes, ...]

    @property
    def statements(self) -> list[Statement]:
        """What they state."""
        return [receipt.statement for receipt in self.receipts]

    @property
    def checkpoints(self) -> list[Checkpoint]:
        """The checkpoints of the peer's record that they show, each once, the newest last."""
        shown = {receipt.proof.checkpoint for receipt in self.receipts}
        return sorted(shown, key=lambda checkpoint: checkpoint.size)


def verify(documents: Sequence[bytes], *, of: StateCode, envelope: Digest, act: Digest, at: Instant) -> Taken:
    """Verify receipts that a peer gave for an envelope; whether its record continues is still to be asked."""
    profile = profiles.peer(of)
    taken = (verify_receipt(one, profile=profile, envelope=envelope, act=act, at=at) for one in documents)
    return Taken(tuple(taken), tuple(documents))


def keep_taken(taken: Taken) -> None:
    """Keep receipts of a peer, each once."""
    pairs = zip(taken.statements, taken.documents, strict=True)
    _TAKEN(*(Given(statement, document).row for statement, document in pairs))


def sizes_shown(documents: Sequence[bytes]) -> list[int]:
    """Name the sizes of this node's record that its own receipts show."""
    payloads = (from_letters(read_signed(one).encoded.decode("ascii")) for one in documents)
    return sorted({Receipt.parse(payload or b"").proof.size for payload in payloads})


def held(documents: Sequence[bytes], envelope: Digest) -> bool:
    """Say whether every one of ``documents`` is kept already."""
    kept = {bytes(jws) for jws in Row.objects.filter(envelope=envelope).values_list("jws", flat=True)}
    return kept.issuperset(documents)
