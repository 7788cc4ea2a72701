"""Parcels: what goes to a peer where no wire reaches it, and what comes back, each under one signed statement.

* A statement names who sends, to whom, when, and every member by its digest; the sender's node signs it.
* A parcel holds sealed acts, receipts that were given later, and sealed evidence. An answer holds the receipts for
  them, and the statement that it answers, so that whoever receives it knows again what it had asked.
* ``seen`` are the checkpoints of the other's record that the sender knew then. The answer shows the growth from each,
  as an answer over the wire does.                                                                 EXCHANGE 6
* Nothing in a parcel is open: acts and evidence are sealed before they come into it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from comity.errors.envelopes import UnknownVersion
from comity.errors.forwarding import MalformedStatement, ParcelForAnother
from comity.foundation.canonical import Json, canonical, parse_canonical
from comity.foundation.envelopes import digest_of, read_signed, sign_payload
from comity.foundation.fields import Fields
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.foundation.limits import LIMITS, MIB
from comity.foundation.record import Checkpoint, Growth
from comity.words import Digest, Instant, StateCode

PARCEL = "comity-parcel"
VERSION = 1
STATEMENT, ANSWERED = "statement.jws", "answered.jws"
LARGEST_STATEMENT = 16 * MIB
MOST_ITEMS = 1024
MOST_EVIDENCE = 256
MOST_SEEN = 8  # checkpoints of the other's record
MOST_GROWTHS = 64  # of one item
_RECEIPTS = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One envelope of a parcel: with ``receipts``, what is certified of it; with ``code``, why it is not taken."""

    envelope: Digest
    receipts: tuple[Digest, ...] = ()
    code: str = ""
    growths: tuple[Growth, ...] = ()

    def to_json(self) -> Mapping[str, Json]:
        """Give the members for the statement."""
        growths: list[Json] = [growth.to_json() for growth in self.growths]
        told: dict[str, Json] = {"envelope": self.envelope, "growth": growths, "receipts": list(self.receipts)}
        return told | ({"code": self.code} if self.code else {})

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read an item."""
        return cls(
            fields.word("envelope", Digest),
            fields.words("receipts", Digest, most=_RECEIPTS),
            fields.text("code", most=64) if fields.has("code") else "",
            fields.each("growth", Growth.read, most=MOST_GROWTHS),
        )


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a node says of a parcel that it makes; ``answers`` is the digest of the statement that it answers."""

    sender: StateCode
    to: StateCode
    at: Instant
    items: tuple[Item, ...]
    members: Mapping[str, Digest]  # every file but the statement itself
    seen: tuple[Checkpoint, ...] = ()
    evidence: tuple[Digest, ...] = ()
    answers: Digest | None = None

    def to_bytes(self) -> bytes:
        """Give the canonical statement."""
        told: dict[str, Json] = {
            "v": VERSION,
            "from": self.sender,
            "to": self.to,
            "at": str(self.at),
            "items": [item.to_json() for item in self.items],
            "members": dict(self.members),
            "seen": [checkpoint.text for checkpoint in self.seen],
            "evidence": list(self.evidence),
        }
        return canonical(told | ({"answers": self.answers} if self.answers else {}))

    @classmethod
    def parse(cls, statement: bytes) -> Self:
        """Read a canonical statement, or raise MalformedStatement."""
        told = parse_canonical(statement, limit=LARGEST_STATEMENT)
        fields = Fields(told, path="statement", refusal=MalformedStatement)
        if (version := fields.integer("v")) != VERSION:
            raise UnknownVersion("statement.v", version=version, known=VERSION)
        parcel = cls(
            sender=fields.word("from", StateCode),
            to=fields.word("to", StateCode),
            at=fields.instant("at"),
            items=fields.each("items", Item.read, most=MOST_ITEMS),
            members=_members(fields.mapping("members")),
            seen=tuple(Checkpoint.parse(text) for text in fields.texts("seen", most=MOST_SEEN)),
            evidence=fields.words("evidence", Digest, most=MOST_EVIDENCE),
            answers=fields.optional("answers", Digest),
        )
        fields.close()
        return parcel


def sign_parcel(parcel: Parcel, *, node: SigningKey) -> bytes:
    """Sign the statement of a parcel with the key of the node that makes it."""
    return sign_payload(parcel.to_bytes(), typ=PARCEL, keys=(node,), issuer=parcel.sender)


def verify_parcel(
    document: bytes, *, to: StateCode, known: Callable[[StateCode, KeyId], VerifyingKey | None]
) -> Parcel:
    """Return the statement when it is signed by a node of the State that it names, for the State ``to``, or raise.

    1. size and form
    2. the State that signs is known: ``known`` raises for a stranger; every signature holds
    3. it speaks for the State that signed
    4. it is for us
    """
    signed = read_signed(document, limit=2 * LARGEST_STATEMENT)  # 1
    state = StateCode(signed.issuer)
    verified = signed.verify(typ=PARCEL, known=lambda kid: known(state, kid))  # 2
    parcel = Parcel.parse(verified.payload)
    if parcel.sender != state:  # 3
        raise MalformedStatement("statement.from", expected=state)
    if parcel.to != to:  # 4
        raise ParcelForAnother(parcel.to, here=to)
    return parcel


def name_of(document: bytes) -> Digest:
    """Give the digest by which an answer names the statement ``document``."""
    return digest_of(document)


def _members(told: Mapping[str, Json]) -> Mapping[str, Digest]:
    if len(told) > LIMITS.bundle_members:
        raise MalformedStatement("statement.members", expected=f"at most {LIMITS.bundle_members}")
    return {name: Digest(str(digest)) for name, digest in told.items()}
