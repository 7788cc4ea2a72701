"""Receipts: what a node signs about an envelope, so that neither side can later deny it.

* Four pairs, each accepted or rejected with a code.                                   ETSI EN 319 522, REM evidence
    submission   the sender's node took the act from its officer
    relay        the addressee's node holds the envelope durably
    delivery     the act stands on the addressee's desk
    retrieval    an officer opened it
* A receipt names the envelope, and the act where the node could open it; the node signs it with its own key.
* What it says is an entry of that State's record: the receipt carries the entry, its salt, the proof and the
  checkpoint, so that it cannot be taken back without a fork of the record.                EXCHANGE 4
* The same envelope again gets the same receipt again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from comity.errors.envelopes import UnknownVersion
from comity.errors.exchange import MalformedReceipt
from comity.foundation.canonical import Json, parse_canonical, written
from comity.foundation.fields import Fields, letters
from comity.foundation.limits import LIMITS
from comity.foundation.record import SALT_SIZE, Entry, Proof
from comity.words import Digest, Instant, StateCode

VERSION = 1
_LONGEST_CODE = 64


class ReceiptKind(StrEnum):
    """What a node says about an envelope."""

    SUBMISSION = "submission"
    RELAY = "relay"
    DELIVERY = "delivery"
    RETRIEVAL = "retrieval"


class Outcome(StrEnum):
    """Whether it took the envelope that step, or why not."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a receipt says, and what the entry in the record stands for."""

    kind: ReceiptKind
    outcome: Outcome
    envelope: Digest
    act: Digest | None
    state: StateCode
    at: Instant
    code: str = ""

    def __post_init__(self) -> None:
        if (self.outcome is Outcome.REJECTED) != bool(self.code) or len(self.code) > _LONGEST_CODE:
            raise MalformedReceipt("receipt.code", expected="a code where rejected, and only there")
        if self.act is None and self.outcome is Outcome.ACCEPTED:
            raise MalformedReceipt("receipt.act", expected="the act where accepted")

    @property
    def event(self) -> str:
        """The kind of the entry in the record, such as ``exchange:relay:accepted``."""
        return f"exchange:{self.kind}:{self.outcome}"

    def to_json(self) -> Mapping[str, Json]:
        """Give the members for a larger document."""
        optional: Mapping[str, Json] = {"act": self.act} if self.act else {}
        code: Mapping[str, Json] = {"code": self.code} if self.code else {}
        return {
            "kind": self.kind,
            "outcome": self.outcome,
            "envelope": self.envelope,
            "state": self.state,
            "at": str(self.at),
            **optional,
            **code,
        }

    def content(self) -> bytes:
        """Write the content that the entry of the record stands for, in canonical JSON."""
        return written(dict(self.to_json()))

    def entry(self, salt: bytes) -> Entry:
        """Make the entry for the record, behind ``salt``."""
        return Entry.of(self.event, self.at, self.content(), salt=salt)

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read a statement out of a larger document."""
        return cls(
            kind=fields.word("kind", ReceiptKind),
            outcome=fields.word("outcome", Outcome),
            envelope=fields.word("envelope", Digest),
            act=fields.optional("act", Digest),
            state=fields.word("state", StateCode),
            at=fields.instant("at"),
            code=fields.text("code", most=_LONGEST_CODE) if fields.has("code") else "",
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """A statement with the salt of its entry and the proof that the entry stands in the record."""

    statement: Statement
    salt: bytes
    proof: Proof
    v: int = VERSION

    @property
    def entry(self) -> Entry:
        """The entry that the record holds of this statement."""
        return self.statement.entry(self.salt)

    def to_bytes(self) -> bytes:
        """Write the canonical bytes that are signed."""
        return written(
            {
                "v": self.v,
                "statement": self.statement.to_json(),
                "salt": letters(self.salt),
                "proof": self.proof.to_json(),
            }
        )

    @classmethod
    def parse(cls, written: bytes) -> Self:
        """Read canonical bytes; raises MalformedReceipt with the field."""
        fields = Fields(
            parse_canonical(written, limit=LIMITS.receipt), path="receipt", refusal=MalformedReceipt
        )
        version = fields.integer("v")
        if version != VERSION:
            raise UnknownVersion(version, known=VERSION)
        receipt = cls(
            statement=fields.one("statement", Statement.read),
            salt=fields.raw("salt", SALT_SIZE),
            proof=fields.one("proof", Proof.read),
        )
        fields.close()
        return receipt
