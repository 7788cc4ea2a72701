"""A refusal on the wire: its status by who must act, its code, its proof, and never a case's content."""

import json

import pytest

from comity.errors import (
    ComityError,
    Conflicting,
    Excessive,
    Forbidden,
    Malformed,
    OperatorError,
    PeerError,
    ProgrammerError,
    Unproved,
)
from comity.errors.node import HopUnsigned, ObjectMissing, RangeUnreadable, UnknownPeer
from comity.node.problems import problem, status_of


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Malformed("x"), 400),
        (HopUnsigned("x"), 401),
        (Forbidden("x"), 403),
        (UnknownPeer("XC"), 403),
        (ObjectMissing("x"), 404),
        (Conflicting("x"), 409),
        (Excessive("x"), 413),
        (RangeUnreadable("x", size=1), 416),
        (Unproved("x"), 422),
        (PeerError("x"), 503),
        (OperatorError("x"), 503),
        (ProgrammerError("x"), 503),
    ],
)
def test_the_status_says_who_must_act(error: ComityError, status: int) -> None:
    assert status_of(error) == status


def test_a_problem_bears_its_code_its_place_and_what_to_do() -> None:
    answer = problem(UnknownPeer("XC"))
    told = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (told["code"], told["type"]) == ("unknown-peer", "urn:comity:refusal:unknown-peer")
    assert (told["status"], told["place"]) == (403, "XC")
    assert told["title"]
    assert told["detail"]
    assert "receipts" not in told


def test_the_receipts_that_prove_a_refusal_stand_beside_it() -> None:
    assert json.loads(problem(Forbidden("x"), [b"one", b"two"]).content)["receipts"] == ["one", "two"]
