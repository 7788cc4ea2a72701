"""A receipt says one thing about one envelope, and says it as an entry of the record."""

import json
from dataclasses import replace

import pytest
from tests.foundation.parties import NOW, party, some_digest

from comity.errors.envelopes import UnknownVersion
from comity.errors.exchange import MalformedReceipt
from comity.foundation.canonical import canonical
from comity.foundation.exchange import Outcome, Receipt, ReceiptKind, Statement

XA = party("XA")
STATEMENT = Statement(
    ReceiptKind.RELAY, Outcome.ACCEPTED, some_digest("envelope"), some_digest("act"), XA.code, NOW
)
RECEIPT = XA.receipt(STATEMENT)


@pytest.mark.parametrize("kind", ReceiptKind)
@pytest.mark.parametrize("outcome", Outcome)
def test_each_of_the_four_pairs_survives_the_way(kind: ReceiptKind, outcome: Outcome) -> None:
    code = "wrong-key" if outcome is Outcome.REJECTED else ""
    receipt = XA.receipt(replace(STATEMENT, kind=kind, outcome=outcome, code=code))
    assert Receipt.parse(receipt.to_bytes()) == receipt
    assert receipt.entry.kind == f"exchange:{kind}:{outcome}"


def test_a_rejection_bears_a_code_and_only_a_rejection_does() -> None:
    with pytest.raises(MalformedReceipt):
        replace(STATEMENT, outcome=Outcome.REJECTED)
    with pytest.raises(MalformedReceipt):
        replace(STATEMENT, code="wrong-key")
    with pytest.raises(MalformedReceipt):
        replace(STATEMENT, outcome=Outcome.REJECTED, code="c" * 65)


def test_what_was_never_opened_can_be_rejected_but_not_accepted() -> None:
    assert replace(STATEMENT, outcome=Outcome.REJECTED, code="wrong-key", act=None).act is None
    with pytest.raises(MalformedReceipt):
        replace(STATEMENT, act=None)


def test_the_entry_stands_for_the_statement_and_tells_nothing_of_it() -> None:
    RECEIPT.entry.require_content(STATEMENT.content(), salt=RECEIPT.salt)
    assert STATEMENT.envelope.encode() not in RECEIPT.entry.to_bytes()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda told: told.update(v=2), UnknownVersion),
        (lambda told: told.update(extra=1), MalformedReceipt),
        (lambda told: told.update(salt="AA"), MalformedReceipt),
        (lambda told: told.pop("proof"), MalformedReceipt),
        (lambda told: told["statement"].update(kind="arrival"), MalformedReceipt),
        (lambda told: told["statement"].update(outcome="maybe"), MalformedReceipt),
        (lambda told: told["statement"].update(extra=1), MalformedReceipt),
        (lambda told: told["proof"].update(path=["AA"]), MalformedReceipt),
        (lambda told: told["proof"].update(size=0), MalformedReceipt),
    ],
)
def test_a_field_that_is_missing_unknown_or_wrong_is_refused_by_name(change, refusal) -> None:
    told = json.loads(RECEIPT.to_bytes())
    change(told)
    with pytest.raises(refusal):
        Receipt.parse(canonical(told))
