"""Receipts: each kind, and each way in which one may say less than it seems to."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, NOW, SECOND, Party, aldova, borania, signing

from comity.foundation.canonical import canonical
from comity.foundation.directory import KeyRecord, LogKey, Node
from comity.foundation.exchange import Outcome, ReceiptKind, Statement
from comity.foundation.identity import Validity
from comity.foundation.limits import LIMITS
from comity.words import Instant


def file() -> File:
    """Give the file."""
    xa, xb = aldova(), borania()
    envelope = xa.envelope(xa.act(xb), xb)
    about = {"envelope": envelope.digest, "act": envelope.act.digest}
    accepted = Statement(
        ReceiptKind.RELAY, Outcome.ACCEPTED, envelope.digest, envelope.act.digest, xb.code, NOW
    )
    good = xb.receipt(accepted)
    shared = {"profile": xb.document, "at": str(NOW + 2 * SECOND), **about}
    cases = [
        *_kinds(xb, accepted, good),
        *_about(xb, accepted, good),
        *_keys(xb, good),
        *_renewed(xb, good),
        *_proofs(xb, accepted),
    ]
    values = {"borania": xb.document, "receipt": good}
    return File("receipts", "carriage-and-receipts", (Group("receipt", cases, shared),), values)


def _kinds(xb: Party, accepted: Statement, good: bytes) -> Iterator[Case]:
    yield Case("the node holds the envelope", {"document": good}, ("Receipt",))
    both = xb.receipt(accepted, replace(accepted, kind=ReceiptKind.DELIVERY))
    yield Case("it holds it, and the act stands on the desk", {"document": both}, ("Receipt",))
    for kind in (ReceiptKind.SUBMISSION, ReceiptKind.DELIVERY, ReceiptKind.RETRIEVAL):
        yield Case(f"accepted: {kind}", {"document": xb.receipt(replace(accepted, kind=kind))}, ("Receipt",))
    refused = replace(accepted, outcome=Outcome.REJECTED, code="signature-wrong")
    yield Case("rejected, with the code", {"document": xb.receipt(refused)}, ("Receipt",))
    xa = aldova()
    lost = replace(refused, kind=ReceiptKind.DELIVERY, act=None, state=xa.code, code="not-delivered")
    given = {"document": xa.receipt(lost), "profile": xa.document}
    yield Case("the sender's node states that it could not be delivered", given, ("Receipt",))
    unopened = replace(refused, act=None, code="wrong-key")
    yield Case("rejected, and the node could not open it", {"document": xb.receipt(unopened)}, ("Receipt",))


def _about(xb: Party, accepted: Statement, good: bytes) -> Iterator[Case]:
    other = {"envelope": "0" * 64}
    yield Case(
        "it speaks of another envelope", {"document": good, **other}, ("OtherSubject",), "receipt-for-another"
    )
    yield Case(
        "it speaks of another act",
        {"document": good, "act": "0" * 64},
        ("OtherSubject",),
        "receipt-for-another",
    )
    profile = {"document": good, "profile": aldova().document}
    yield Case("another State's profile is asked", profile, ("WrongState",), "unknown-key")
    at = accepted.at
    edge = str(Instant((at + -LIMITS.clock_skew).milliseconds))
    over = str(Instant((at + -LIMITS.clock_skew).milliseconds - 1))
    yield Case("dated five minutes ahead", {"document": good, "at": edge}, ("Clock",))
    yield Case("dated more than five minutes ahead", {"document": good, "at": over}, ("Clock",), "clock-ahead")
    told = json.loads(xb.enters(accepted).to_bytes())
    (said,) = told["statements"]
    rejected = {"outcome": "rejected", "code": "wrong-key"}
    without_act = {name: value for name, value in told.items() if name != "act"}

    def states(*statements: dict[str, Any]) -> dict[str, Any]:
        return told | {"statements": list(statements)}

    for comment, receipt, flag, code in (
        ("rejected, with no code", states(said | {"outcome": "rejected"}), "Empty", "malformed-receipt"),
        ("accepted, with a code", states(said | {"code": "wrong-key"}), "SecondForm", "malformed-receipt"),
        ("accepted, naming no act", without_act, "Empty", "malformed-receipt"),
        ("it states nothing", states(), "Empty", "malformed-receipt"),
        ("it states one kind twice", states(said, said), "SecondForm", "malformed-receipt"),
        ("a kind that no paper names", states(said | {"kind": "rumour"}), "Word", "malformed-receipt"),
        ("an outcome that no paper names", states(said | {"outcome": "perhaps"}), "Word", "malformed-receipt"),
        (
            "a code of sixty-five letters",
            states(said | rejected | {"code": "c" * 65}),
            "Edge",
            "malformed-receipt",
        ),
        ("a member that no paper names", told | {"remark": "none"}, "UnknownMember", "malformed-receipt"),
        (
            "a member of a statement that no paper names",
            states(said | {"remark": "none"}),
            "UnknownMember",
            "malformed-receipt",
        ),
        ("by a State that did not sign", told | {"state": "XA"}, "WrongState", "receipt-for-another"),
        ("an unknown version", told | {"v": 2}, "UnknownVersion", "unknown-version"),
    ):
        yield Case(comment, {"document": xb.signs(canonical(receipt))}, (flag,), code)


def _keys(xb: Party, good: bytes) -> Iterator[Case]:
    payload = xb.enters(Statement(ReceiptKind.RELAY, Outcome.ACCEPTED, *_named(), xb.code, NOW)).to_bytes()
    later = {"at": str(NOW + 2 * DAY)}
    for comment, document, flag, code in (
        (
            "signed by an office instead of the node",
            xb.signs(payload, key=xb.signing),
            "KeyReuse",
            "unknown-key",
        ),
        ("signed by the key of the record", xb.signs(payload, key=xb.log_key), "KeyReuse", "unknown-key"),
        ("signed by a stranger", xb.signs(payload, key=signing("a stranger")), "WrongKey", "unknown-key"),
        ("signed as another type", xb.signs(payload, typ="comity-act"), "WrongType", "wrong-type"),
    ):
        yield Case(comment, {"document": document}, (flag,), code)
    for comment, record, more, flag, code in (
        (
            "the key had not begun",
            _record(xb, NOW + DAY, NOW + 9 * DAY),
            {},
            "KeyValidity",
            "key-not-yet-valid",
        ),
        ("the key had ended when it was given", _record(xb, NOW + -DAY, NOW), {}, "KeyValidity", "key-expired"),
        (
            "the key ended before it arrived",
            _record(xb, NOW + -DAY, NOW + DAY),
            later,
            "KeyValidity",
            "key-expired",
        ),
        (
            "the key was revoked before it was given",
            _record(xb, NOW + -DAY, NOW + DAY, revoked=NOW),
            {},
            "Revoked",
            "key-revoked",
        ),
        (
            "the key was revoked before it arrived",
            _record(xb, NOW + -DAY, NOW + 9 * DAY, revoked=NOW + DAY),
            later,
            "Revoked",
            "key-revoked",
        ),
    ):
        party = xb.changed(nodes=(Node("https://xb.example", (record,)),))
        yield Case(comment, {"document": good, "profile": party.document, **more}, (flag,), code)


def _renewed(xb: Party, good: bytes) -> Iterator[Case]:
    """The record's key was replaced; what stands under the earlier key still counts for its time."""
    newer = signing("XB record, second").public

    def given(since: Instant, until: Instant, **more: Any) -> dict[str, Any]:
        earlier = KeyRecord(xb.log_key.public, Validity(since, until), successor=newer.thumbprint, **more)
        party = xb.changed(log=LogKey(xb.log.origin, newer, (earlier,)))
        return {"document": good, "profile": party.document}

    yield Case("the record's key was replaced since", given(NOW + -DAY, NOW + DAY), ("Rotation",))
    ended = given(NOW + -DAY, NOW)
    yield Case("the record's key had been replaced", ended, ("Rotation",), "checkpoint-unsigned")
    revoked = given(NOW + -DAY, NOW + DAY, revoked=NOW)
    yield Case("the record's key had been revoked", revoked, ("Revoked",), "checkpoint-unsigned")


def _named() -> tuple[Any, Any]:
    xa, xb = aldova(), borania()
    envelope = xa.envelope(xa.act(xb), xb)
    return envelope.digest, envelope.act.digest


def _record(xb: Party, since: Instant, until: Instant, **more: Any) -> KeyRecord:
    return KeyRecord(xb.node.public, Validity(since, until), **more)


def _proofs(xb: Party, accepted: Statement) -> Iterator[Case]:
    later = replace(accepted, at=NOW + SECOND)
    receipt = xb.enters(later, replace(later, kind=ReceiptKind.DELIVERY))
    (held, second), checkpoint = receipt.entered, receipt.checkpoint
    elsewhere = replace(checkpoint, origin="xc.example/record", signatures=()).signed(xb.log_key)
    unsigned = replace(checkpoint, signatures=())
    by_node = unsigned.signed(xb.node)
    forged = replace(unsigned, root=bytes(32), signatures=checkpoint.signatures)
    larger = replace(unsigned, size=2 * checkpoint.size).signed(xb.log_key)
    for comment, changed, flag in (
        ("another salt", replace(held, salt=bytes(32)), "Content"),
        ("another place in the record", replace(held, index=0), "Record"),
        ("a shorter path", replace(held, path=held.path[:-1]), "Cut"),
        (
            "another statement than the entry's",
            replace(held, statement=replace(later, kind=ReceiptKind.RETRIEVAL)),
            "Content",
        ),
    ):
        document = xb.signs(replace(receipt, entered=(changed, second)).to_bytes())
        yield Case(comment, {"document": document}, (flag,), "inclusion-unproved")
    document = xb.signs(replace(receipt, entered=(held, replace(second, path=held.path))).to_bytes())
    yield Case(
        "the second of two with the path of the first",
        {"document": document},
        ("Record",),
        "inclusion-unproved",
    )
    for comment, shown, flag, code in (
        ("a checkpoint of another record", elsewhere, "WrongRecord", "wrong-record"),
        ("a checkpoint signed by the node instead of the record", by_node, "KeyReuse", "checkpoint-unsigned"),
        ("a checkpoint with another root", forged, "FlippedByte", "signature-wrong"),
        ("a checkpoint of another size", larger, "Record", "inclusion-unproved"),
    ):
        document = xb.signs(replace(receipt, checkpoint=shown).to_bytes())
        yield Case(comment, {"document": document}, (flag,), code)
