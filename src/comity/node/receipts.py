"""The receipts that this node gives and takes, kept verbatim."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comity.foundation.envelopes import read_signed
from comity.foundation.exchange import (
    Entered,
    Outcome,
    Receipt,
    ReceiptKind,
    Statement,
    sign_receipt,
    verify_receipt,
)
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

    statements: Sequence[Statement]
    document: bytes

    @property
    def rows(self) -> Iterator[Sequence[Value]]:
        """Lay each of its statements out as a row, with the document that proves it."""
        for said in self.statements:
            yield (
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


def give(statements: Sequence[Statement], entered: record.Entered) -> Given | None:
    """Sign what the record now holds of ``statements``; none where nothing is stated."""
    if entered.checkpoint is None:
        return None
    held = tuple(
        Entered(statement, written.salt, written.index, written.path)
        for statement, written in zip(statements, entered.written, strict=True)
    )
    return Given(statements, sign_receipt(Receipt(held, entered.checkpoint), node=own.keys().signing(NODE)))


def keep(given: Given) -> None:
    """Keep a receipt that this node gives."""
    _GIVEN(*given.rows)


def keep_for_later(given: Given) -> int:
    """Keep a receipt of one statement that must still be sent, and return its key."""
    (key,) = _GIVEN.keyed(*given.rows)
    return key


@dataclass(frozen=True, slots=True)
class Taken:
    """Receipts of a peer that were verified, each with its document."""

    receipts: tuple[Receipt, ...]
    documents: tuple[bytes, ...]

    @property
    def statements(self) -> list[Statement]:
        """What they state."""
        return [statement for receipt in self.receipts for statement in receipt.statements]

    @property
    def checkpoints(self) -> list[Checkpoint]:
        """The checkpoints of the peer's record that they show, each once, the newest last."""
        shown = {receipt.checkpoint for receipt in self.receipts}
        return sorted(shown, key=lambda checkpoint: checkpoint.size)


def verify(documents: Sequence[bytes], *, of: StateCode, envelope: Digest, act: Digest, at: Instant) -> Taken:
    """Verify receipts that a peer gave for an envelope; whether its record continues is still to be asked."""
    profile = profiles.peer(of)
    taken = (verify_receipt(one, profile=profile, envelope=envelope, act=act, at=at) for one in documents)
    return Taken(tuple(taken), tuple(documents))


def keep_taken(taken: Taken) -> None:
    """Keep receipts of a peer, each once."""
    pairs = zip(taken.receipts, taken.documents, strict=True)
    _TAKEN(*(row for receipt, document in pairs for row in Given(receipt.statements, document).rows))


def documents(rows: Iterable[Row]) -> tuple[bytes, ...]:
    """Give the documents that prove ``rows``, each once."""
    return tuple(dict.fromkeys(bytes(row.jws) for row in rows))


def sizes_shown(documents: Sequence[bytes]) -> list[int]:
    """Name the sizes of this node's record that its own receipts show."""
    payloads = (from_letters(read_signed(one).encoded.decode("ascii")) for one in documents)
    return sorted({Receipt.parse(payload or b"").checkpoint.size for payload in payloads})


def held(documents: Sequence[bytes], envelope: Digest) -> bool:
    """Say whether every one of ``documents`` is kept already."""
    kept = {bytes(jws) for jws in Row.objects.filter(envelope=envelope).values_list("jws", flat=True)}
    return kept.issuperset(documents)
