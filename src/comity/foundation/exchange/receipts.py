"""Receipts: what a node signs about an envelope, so that neither side can later deny it.

* Four pairs, each accepted or rejected with a code.                                   ETSI EN 319 522, REM evidence
    submission   the sender's node took the act from its officer
    relay        the addressee's node holds the envelope durably
    delivery     the act stands on the addressee's desk
    retrieval    an officer opened it
* A receipt names the envelope, and the act where the node could open it; the node signs it with its own key. What a
  node states of one envelope at one moment is one receipt: an act that comes to its desk is relayed and delivered.
* Each statement is an entry of that State's record: the receipt carries its salt and its path, and the checkpoint under
  which all stand, so that none can be taken back without a fork of the record.              EXCHANGE 4
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
from comity.foundation.record import SALT_SIZE, Checkpoint, Entry, read_checkpoint, read_path
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
        rejected = self.outcome is Outcome.REJECTED
        if rejected != bool(self.code) or len(self.code) > _LONGEST_CODE:
            raise MalformedReceipt("receipt.code", expected="a code where rejected, and only there")
        if self.act is None and not rejected:
            raise MalformedReceipt("receipt.act", expected="the act where accepted")

    @property
    def event(self) -> str:
        """The kind of the entry in the record, such as ``exchange:relay:accepted``."""
        return f"exchange:{self.kind}:{self.outcome}"

    def to_json(self) -> dict[str, Json]:
        """Give the members of the statement."""
        told: dict[str, Json] = {
            "kind": self.kind,
            "outcome": self.outcome,
            "envelope": self.envelope,
            "state": self.state,
            "at": str(self.at),
        }
        if self.act:
            told["act"] = self.act
        if self.code:
            told["code"] = self.code
        return told

    def content(self) -> bytes:
        """Write the content that the entry of the record stands for, in canonical JSON."""
        return written(self.to_json())

    def entry(self, salt: bytes) -> Entry:
        """Make the entry for the record, behind ``salt``."""
        return Entry.of(self.event, self.at, self.content(), salt=salt)


@dataclass(frozen=True, slots=True)
class Entered:
    """A statement as the record holds it: the salt of its entry, the entry's index, and its path to the root."""

    statement: Statement
    salt: bytes
    index: int
    path: tuple[bytes, ...]

    @property
    def entry(self) -> Entry:
        """The entry that the record holds of this statement."""
        return self.statement.entry(self.salt)

    def to_json(self) -> Mapping[str, Json]:
        """Give what is the statement's own, for the receipt that says the rest of it once."""
        said = self.statement
        code: Mapping[str, Json] = {"code": said.code} if said.code else {}
        return {
            "kind": said.kind,
            "outcome": said.outcome,
            "salt": letters(self.salt),
            "index": self.index,
            "path": [letters(step) for step in self.path],
            **code,
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one node states of one envelope at one moment, and the checkpoint under which its record holds it."""

    entered: tuple[Entered, ...]
    checkpoint: Checkpoint
    v: int = VERSION

    def __post_init__(self) -> None:
        said = self.statements
        if not said or len({one.kind for one in said}) != len(said):
            raise MalformedReceipt(
                "receipt.statements", expected="at least one statement, each of another kind"
            )
        if len({(one.envelope, one.act, one.state, one.at) for one in said}) != 1:
            raise MalformedReceipt("receipt.statements", expected="of one envelope, one State, one moment")

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What it states, in the order of the record."""
        return tuple([one.statement for one in self.entered])

    @property
    def about(self) -> Statement:
        """The first of its statements, for what all of them have in common: envelope, act, State, moment."""
        return self.entered[0].statement

    def to_bytes(self) -> bytes:
        """Write the canonical bytes that are signed."""
        about = self.about
        act: Mapping[str, Json] = {"act": about.act} if about.act else {}
        return written(
            {
                "v": self.v,
                "envelope": about.envelope,
                "state": about.state,
                "at": str(about.at),
                "statements": [one.to_json() for one in self.entered],
                "checkpoint": self.checkpoint.text,
                **act,
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
        envelope, act = fields.word("envelope", Digest), fields.optional("act", Digest)
        state, at = fields.word("state", StateCode), fields.instant("at")

        def read(told: Fields) -> Entered:
            code = told.text("code", most=_LONGEST_CODE) if told.has("code") else ""
            kind, outcome = told.word("kind", ReceiptKind), told.word("outcome", Outcome)
            statement = Statement(kind, outcome, envelope, act, state, at, code)
            return Entered(
                statement, told.raw("salt", SALT_SIZE), told.integer("index"), read_path(told, "path")
            )

        entered = fields.each("statements", read, most=len(ReceiptKind))
        receipt = cls(entered, read_checkpoint(fields, "checkpoint"))
        fields.close()
        return receipt
