from typing import get_args

import pytest

from comity.access import ANONYMOUS, Actor, Role, permits
from comity.committee.text.rules.negotiation.acts import CHAIR, Act
from comity.committee.text.rules.negotiation.seats import (
    ACCESS,
    COMMENT,
    DECIDE,
    DRAFT,
    OBSERVERS,
    REOPEN,
    STAND,
    Seat,
    deed_of,
)
from comity.words import StateCode

DELEGATE = Actor("delegate", StateCode("XA"), frozenset({Role.DELEGATE}))
OBSERVER = Actor("observer", None, frozenset({Role.OBSERVER}))
SECRETARIAT = Actor("secretariat", StateCode("ZZ"), frozenset({Role.SECRETARIAT}))


def may(actor: Actor, deed: str, by: str) -> bool:
    return permits(ACCESS, actor, deed, Seat(by))


def test_every_act_has_its_deed_in_the_table() -> None:
    assert {deed_of(kind.__new__(kind)) for kind in get_args(Act)} <= set(ACCESS)


@pytest.mark.mandate("R16")
def test_observers_comment_and_never_draft() -> None:
    assert may(OBSERVER, COMMENT, OBSERVERS)
    for deed in (DRAFT, STAND, REOPEN, DECIDE):
        for by in (OBSERVERS, "XA", CHAIR):
            assert not may(OBSERVER, deed, by)
        assert not may(SECRETARIAT, deed, OBSERVERS)


def test_a_delegation_acts_for_its_own_state_alone() -> None:
    assert may(DELEGATE, DRAFT, "XA")
    assert not may(DELEGATE, DRAFT, "XB")
    assert not may(DELEGATE, DECIDE, "XA")
    assert not may(ANONYMOUS, DRAFT, "XA")


def test_decisions_are_the_chairs_whoever_enters_them() -> None:
    assert may(SECRETARIAT, DECIDE, CHAIR)
    assert not may(SECRETARIAT, DECIDE, "XA")
