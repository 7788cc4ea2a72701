"""Who may do what with evidence: the holder's officers, and for destruction the other one of them."""

from dataclasses import replace

import pytest
from tests.regime.states import AT

from comity.access import Actor, Role, permits
from comity.node.rules import NODE_ACTOR
from comity.regime.evidence.rules import ACCESS, Order
from comity.words import AuthorityId, Digest, StateCode

ORDER = Order(
    item=Digest("ab" * 32),
    holder=AuthorityId("XA/duty"),
    ordered=AT,
    ordered_by="duty",
    reason="The court has ordered it.",
    officers=2,
)
DUTY = Actor("duty", StateCode("XA"), frozenset({Role.DUTY_OFFICER}))
CENTRAL = Actor("central", StateCode("XA"), frozenset({Role.CENTRAL_AUTHORITY}))
BOTH = Actor("duty", StateCode("XA"), frozenset({Role.DUTY_OFFICER, Role.CENTRAL_AUTHORITY}))
FOREIGN = Actor("central", StateCode("XB"), frozenset({Role.CENTRAL_AUTHORITY}))
OVERSIGHT = Actor("oversight", StateCode("XA"), frozenset({Role.OVERSIGHT}))


@pytest.mark.mandate("E12")
@pytest.mark.parametrize(
    ("actor", "order", "may"),
    [
        (CENTRAL, ORDER, True),
        (DUTY, ORDER, False),
        (BOTH, ORDER, False),  # a second role is no second officer
        (DUTY, replace(ORDER, officers=1), True),
        (FOREIGN, ORDER, False),
        (FOREIGN, replace(ORDER, officers=1), False),
        (OVERSIGHT, ORDER, False),
        (NODE_ACTOR, ORDER, False),
        (CENTRAL, None, False),
        (CENTRAL, object(), False),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_evidence_is_destroyed_by_another_officer_than_the_one_who_ordered_it(actor, order, may):
    assert permits(ACCESS, actor, "evidence.destroy", order) is may


@pytest.mark.parametrize("deed", ["evidence.order-destruction", "evidence.call-off-destruction"])
def test_only_officers_of_the_holders_own_state_order_or_call_off(deed):
    assert permits(ACCESS, DUTY, deed, ORDER)
    assert permits(ACCESS, CENTRAL, deed, ORDER)
    for stranger in (FOREIGN, OVERSIGHT, NODE_ACTOR):
        assert not permits(ACCESS, stranger, deed, ORDER)


def test_only_the_installation_certifies_and_it_does_nothing_else():
    allowed = [deed for deed in ACCESS if permits(ACCESS, NODE_ACTOR, deed, ORDER)]
    assert allowed == ["evidence.certify-destruction"]
