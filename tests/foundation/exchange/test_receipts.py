"""A receipt says one thing about one envelope, and says it as an entry of the record."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.foundation.parties import NOW, party, some_digest

from comity.errors.envelopes import UnknownVersion
from comity.errors.exchange import MalformedReceipt
from comity.foundation.canonical import canonical
from comity.foundation.exchange import Outcome, Receipt, ReceiptKind, Statement
from comity.words import StateCode

XA = party("XA")
STATEMENT = Statement(
    ReceiptKind.RELAY, Outcome.ACCEPTED, some_digest("envelope"), some_digest("act"), XA.code, NOW
)
RECEIPT = XA.receipt(STATEMENT, replace(STATEMENT, kind=ReceiptKind.DELIVERY))


@pytest.mark.parametrize("kind", ReceiptKind)
@pytest.mark.parametrize("outcome", Outcome)
def test_each_of_the_four_pairs_survives_the_way(kind: ReceiptKind, outcome: Outcome) -> None:
    code = "wrong-key" if outcome is Outcome.REJECTED else ""
    receipt = XA.receipt(replace(STATEMENT, kind=kind, outcome=outcome, code=code))
    assert Receipt.parse(receipt.to_bytes()) == receipt
    assert [one.entry.kind for one in receipt.entered] == [f"exchange:{kind}:{outcome}"]


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
    for held, said in zip(RECEIPT.entered, RECEIPT.statements, strict=True):
        held.entry.require_content(said.content(), salt=held.salt)
        assert said.envelope.encode() not in held.entry.to_bytes()


def test_what_is_stated_at_one_moment_is_one_receipt_under_one_checkpoint() -> None:
    assert Receipt.parse(RECEIPT.to_bytes()) == RECEIPT
    assert [said.kind for said in RECEIPT.statements] == ["relay", "delivery"]


def test_a_receipt_states_something_and_each_kind_once() -> None:
    (first, second) = RECEIPT.entered
    for wrong in ((), (first, first), (first, replace(second, statement=STATEMENT))):
        with pytest.raises(MalformedReceipt):
            replace(RECEIPT, entered=wrong)


@pytest.mark.parametrize(
    "change",
    [
        {"envelope": some_digest("another")},
        {"act": some_digest("another")},
        {"state": StateCode("XB")},
        {"at": NOW + timedelta(seconds=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_receipt_speaks_of_one_envelope_by_one_state_at_one_moment(change: dict[str, object]) -> None:
    first, second = RECEIPT.entered
    other = replace(second, statement=replace(second.statement, **change))
    with pytest.raises(MalformedReceipt):
        replace(RECEIPT, entered=(first, other))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda told: told.update(v=2), UnknownVersion),
        (lambda told: told.update(extra=1), MalformedReceipt),
        (lambda told: told.pop("checkpoint"), MalformedReceipt),
        (lambda told: told.update(statements=[]), MalformedReceipt),
        (lambda told: told["statements"].append(told["statements"][0]), MalformedReceipt),
        (lambda told: told["statements"].extend(told["statements"] * 2), MalformedReceipt),
        (lambda told: told["statements"][1].update(salt="AA"), MalformedReceipt),
        (lambda told: told["statements"][1].update(kind="arrival"), MalformedReceipt),
        (lambda told: told["statements"][0].update(outcome="maybe"), MalformedReceipt),
        (lambda told: told["statements"][0].update(extra=1), MalformedReceipt),
        (lambda told: told["statements"][0].update(path=["AA"]), MalformedReceipt),
        (lambda told: told["statements"][0].update(index=-1), MalformedReceipt),
        (lambda told: told["statements"][0].update(code="wrong-key"), MalformedReceipt),
    ],
)
def test_a_field_that_is_missing_unknown_or_wrong_is_refused_by_name(change, refusal) -> None:
    told = json.loads(RECEIPT.to_bytes())
    change(told)
    with pytest.raises(refusal):
        Receipt.parse(canonical(told))
