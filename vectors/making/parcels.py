"""The statement of a parcel that is carried by hand: whose it is, for whom, and what it says of each envelope."""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, NOW, Party, aldova, borania

from comity.foundation.canonical import canonical
from comity.foundation.directory import KeyRecord, Node
from comity.foundation.envelopes import sign_payload
from comity.foundation.exchange.parcels import PARCEL, Item, Parcel, sign_parcel
from comity.foundation.identity import SigningKey, Validity
from comity.words import Digest

_STRETCH = slice(4096, 8192)  # of the longest statement, which repeats itself and is told by it


def file() -> File:
    """Give the file."""
    xa, xb = aldova(), borania()
    shared = {"to": xb.code, "profiles": [xa.document], "at": str(NOW)}
    cases = list(_parcels(xa, xb))
    longest = max((case.given["document"] for case in cases), key=len)
    values = {"items": longest[_STRETCH]}
    return File("parcels", "carriage-and-receipts", (Group("parcel", cases, shared),), values)


def _digest(label: str) -> Digest:
    return Digest.of(sha256(label.encode()).digest())


def _parcel(xa: Party, xb: Party) -> Parcel:
    act, receipt = _digest("act"), _digest("receipt")
    members = {f"acts/{act}.age": act, f"receipts/{receipt}.jws": receipt}
    items = (Item(act), Item(_digest("theirs"), receipts=(receipt,)))
    return Parcel(xa.code, xb.code, NOW, items, members, evidence=(_digest("manifest"),))


def _parcels(xa: Party, xb: Party) -> Iterator[Case]:
    parcel = _parcel(xa, xb)
    good = sign_parcel(parcel, node=xa.node)
    answer = replace(
        parcel, items=(Item(_digest("theirs"), code="unknown-authority"),), answers=_digest("statement")
    )
    yield Case("a parcel", {"document": good}, ("Parcel",))
    yield Case("an answer", {"document": sign_parcel(answer, node=xa.node)}, ("Parcel",))
    yield Case("no items", {"document": sign_parcel(replace(parcel, items=()), node=xa.node)}, ("Edge",))
    yield Case("for another State", {"document": good, "to": "XC"}, ("WrongState",), "parcel-for-another")
    yield Case(
        "from a State that is not pinned", {"document": good, "profiles": []}, ("Unpinned",), "unknown-peer"
    )
    yield Case(
        "signed by an office", {"document": _signed(xa, parcel, xa.signing)}, ("KeyReuse",), "unknown-key"
    )
    yield Case(
        "another type", {"document": _signed(xa, parcel, typ="comity-receipt")}, ("WrongType",), "wrong-type"
    )
    other = replace(parcel, sender=xb.code)
    yield Case(
        "it speaks for another State", {"document": _signed(xa, other)}, ("WrongState",), "malformed-statement"
    )
    ended = KeyRecord(xa.node.public, Validity(NOW + -30 * DAY, NOW))
    late = xa.changed(nodes=(Node("https://xa.example", (ended,)),)).document
    yield Case(
        "at the end of the node's key", {"document": good, "profiles": [late]}, ("KeyValidity",), "key-expired"
    )
    yield from _forms(xa, parcel)


def _forms(xa: Party, parcel: Parcel) -> Iterator[Case]:
    told = json.loads(parcel.to_bytes())
    first, second = told["items"]
    for comment, changed, flag, code in (
        ("an unknown version", told | {"v": 2}, "UnknownVersion", "unknown-version"),
        ("an unknown member", told | {"remark": "none"}, "UnknownMember", "malformed-statement"),
        ("no members", {name: told[name] for name in told if name != "members"}, "Cut", "malformed-statement"),
        ("a member without a digest", told | {"members": {"acts/x.age": ""}}, "Word", "malformed-digest"),
        (
            "a receipt named twice",
            told | {"items": [second | {"receipts": second["receipts"] * 2}]},
            "DuplicateName",
            "malformed-statement",
        ),
        (
            "an item without its growth",
            told | {"items": [{"envelope": first["envelope"], "receipts": []}]},
            "Cut",
            "malformed-statement",
        ),
        ("1025 items", told | {"items": [first] * 1025}, "Edge", "malformed-statement"),
        (
            "evidence named twice",
            told | {"evidence": told["evidence"] * 2},
            "DuplicateName",
            "malformed-statement",
        ),
        (
            "a checkpoint that is none",
            told | {"seen": ["xb.example/record\n"]},
            "Record",
            "malformed-checkpoint",
        ),
    ):
        document = sign_payload(canonical(changed), typ=PARCEL, keys=(xa.node,), issuer=xa.code)
        yield Case(comment, {"document": document}, (flag,), code)


def _signed(xa: Party, parcel: Parcel, key: SigningKey | None = None, typ: str = PARCEL) -> bytes:
    return sign_payload(parcel.to_bytes(), typ=typ, keys=(key or xa.node,), issuer=xa.code)
