"""Refusals on the wire: the status of each branch, and what a sender reads out of an answer."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from vectors.making.forms import Case, File, Group

from comity.errors import ComityError, Conflicting, Excessive, Forbidden, Malformed, Unproved

BRANCHES: Mapping[str, type[ComityError]] = {
    "malformed": Malformed,
    "unproved": Unproved,
    "forbidden": Forbidden,
    "conflicting": Conflicting,
    "excessive": Excessive,
    "other": ComityError,
}
_PROBLEM = "application/problem+json"
_JSON = "application/json"
_SHOWN = {"old": 2, "new": 5, "root": "A" * 43, "path": ["A" * 43] * 3}


def file() -> File:
    """Give the file."""
    return File(
        "errors",
        "errors",
        (
            Group("refusal", list(_codes())),
            Group("answer", list(_answers())),
            Group("batch-answer", list(_of_batches()), {"status": 200, "media_type": _JSON, "envelopes": 2}),
        ),
    )


def _codes() -> Iterator[Case]:
    for code, branch in (
        ("malformed-act", "malformed"),
        ("malformed-batch", "malformed"),
        ("signature-wrong", "unproved"),
        ("not-addressed", "forbidden"),
        ("sequence-gap", "conflicting"),
        ("too-large", "excessive"),
        ("hop-unsigned", "forbidden"),
        ("hop-refused", "forbidden"),
        ("unknown-peer", "other"),
        ("object-missing", "other"),
        ("range-unreadable", "malformed"),
        ("unknown-record", "malformed"),
        ("record-behind", "other"),
        ("too-many-requests", "excessive"),
    ):
        yield Case(f"the status of {code}", {"code": code, "branch": branch}, ("Problem",))


def _told(**changes: Any) -> bytes:
    facts = {
        "type": "urn:comity:refusal:sequence-gap",
        "title": "An earlier act of the thread has not arrived.",
        "status": 409,
        "detail": "Send the acts of the thread in their order.",
        "code": "sequence-gap",
        "place": "act.seq",
    }
    return json.dumps(facts | changes).encode()


def _answers() -> Iterator[Case]:
    receipts = json.dumps({"receipts": ["one", "two"]}).encode()
    later = {"status": 409, "media_type": _PROBLEM, "body": _told()}
    grew = {
        "status": 200,
        "media_type": _JSON,
        "body": json.dumps({"growth": [_SHOWN], "receipts": ["one"]}).encode(),
    }
    short = json.dumps({"growth": [_SHOWN | {"root": "A" * 42}], "receipts": ["one"]}).encode()
    yield Case("taken, and the record shows how it grew", grew, ("Problem",))
    final = {"status": 422, "media_type": _PROBLEM, "body": _told(code="signature-wrong", receipts=["one"])}
    yield Case("taken, with two receipts", {"status": 200, "media_type": _JSON, "body": receipts}, ("Problem",))
    yield Case("refused without a receipt: to be tried again", later, ("Problem",))
    yield Case("refused with a receipt: final", final, ("Problem",))
    for comment, status, media_type, body, flag, code in (
        (
            "a fault of the node itself",
            503,
            _PROBLEM,
            _told(status=503, code="record-behind"),
            "Problem",
            "peer-refused",
        ),
        ("a proxy's own page", 502, "text/html", b"<html>", "NotJson", "peer-refused"),
        ("an answer that is no JSON", 200, _JSON, b"<html>", "NotJson", "peer-answered"),
        ("an answer that is a list", 200, _JSON, b"[]", "Word", "peer-answered"),
        ("receipts that are no list", 200, _JSON, b'{"receipts":"one"}', "Word", "peer-answered"),
        ("a growth whose root is a byte too short", 200, _JSON, short, "Cut", "malformed-proof"),
        ("a receipt that is no text", 200, _JSON, b'{"receipts":[1]}', "Word", "peer-answered"),
    ):
        given = {"status": status, "media_type": media_type, "body": body}
        yield Case(comment, given, (flag,), code)


def _of_batches() -> Iterator[Case]:
    taken, passing = {"receipts": ["one"]}, {"receipts": [], "code": "sequence-gap"}
    final = {"receipts": ["one"], "code": "signature-wrong"}
    for comment, answers in (
        ("both are taken", [taken, {"receipts": ["two"]}]),
        ("one is taken, the other is to be tried again", [taken, passing]),
        ("one is refused for good, the other is taken", [final, taken]),
        ("neither is taken", [passing, passing]),
    ):
        yield Case(comment, {"body": _batch_told(answers)}, ("Problem",))
    for comment, answers in (
        ("an answer is missing", [taken]),
        ("an answer more than envelopes", [taken] * 3),
        ("an answer that is no object", [taken, ["one"]]),
        ("receipts that are no list", [taken, {"receipts": "one"}]),
        ("answers that are no list", {"0": taken, "1": taken}),
    ):
        yield Case(comment, {"body": _batch_told(answers)}, ("Word",), "peer-answered")
    alone = json.dumps(taken).encode()
    yield Case("the answer to an act that came alone", {"body": alone}, ("Word",), "peer-answered")
    short = _batch_told([taken, taken], _SHOWN | {"root": "A" * 42})
    yield Case("a growth whose root is a byte too short", {"body": short}, ("Cut",), "malformed-proof")
    for status, code in (
        (400, "malformed-batch"),
        (413, "too-many"),
        (429, "too-many-requests"),
        (503, "store-busy"),
    ):
        told = {"status": status, "media_type": _PROBLEM, "body": _told(status=status, code=code)}
        yield Case(f"refused as a whole: {code}", told, ("Problem",), "peer-refused")


def _batch_told(answers: Any, shown: Any = _SHOWN) -> bytes:
    return json.dumps({"answers": answers, "growth": [shown]}).encode()
