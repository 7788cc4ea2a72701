"""Who may do what: empty is never permission, and an unknown deed is never one either."""

import pytest
from hypothesis import given, strategies as st

from comity.access import ANONYMOUS, AccessTable, Actor, Role, anyone, holds, permits, require
from comity.errors.access import NotPermitted, UnknownDeed
from comity.words import AuthorityId, StateCode

CHAIR = Actor("chair", roles=frozenset({Role.CHAIR}))
DUTY = Actor("duty", StateCode("XB"), frozenset({Role.DUTY_OFFICER}), AuthorityId("XB/duty"))


def of_the_same_state(actor: Actor, subject: object) -> bool:
    return actor.state == subject


TABLE: AccessTable = {
    "text.read": ((anyone,),),
    "text.import": ((holds(Role.SECRETARIAT),), (holds(Role.CHAIR),)),
    "requests.accept": ((holds(Role.DUTY_OFFICER), of_the_same_state),),
    "requests.erase": (),
    "requests.burn": ((),),
}


def test_what_is_open_to_all_needs_no_sign_in() -> None:
    assert permits(TABLE, ANONYMOUS, "text.read")


def test_one_alternative_that_holds_is_enough() -> None:
    assert permits(TABLE, CHAIR, "text.import")
    assert not permits(TABLE, DUTY, "text.import")


def test_within_an_alternative_every_predicate_must_hold() -> None:
    assert permits(TABLE, DUTY, "requests.accept", StateCode("XB"))
    assert not permits(TABLE, DUTY, "requests.accept", StateCode("XA"))
    assert not permits(TABLE, CHAIR, "requests.accept", StateCode("XB"))


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from(["requests.erase", "requests.burn"]))
def test_empty_is_never_permission(roles: frozenset[Role], deed: str) -> None:
    assert not permits(TABLE, Actor("anybody", roles=roles), deed)


def test_a_deed_that_no_table_knows_is_our_mistake() -> None:
    with pytest.raises(UnknownDeed) as refused:
        permits(TABLE, CHAIR, "text.imprt")
    assert refused.value.place == "text.imprt"


def test_a_refusal_names_the_deed_and_the_roles_held() -> None:
    with pytest.raises(NotPermitted) as refused:
        require(TABLE, CHAIR, "requests.accept", StateCode("XB"))
    assert (refused.value.place, refused.value.facts) == ("requests.accept", {"roles": "chair"})
    with pytest.raises(NotPermitted) as refused:
        require(TABLE, ANONYMOUS, "text.import")
    assert refused.value.facts == {"roles": "none"}


def test_what_is_permitted_is_let_through_without_a_word() -> None:
    require(TABLE, CHAIR, "text.import")


def test_a_predicate_tells_its_rule() -> None:
    assert holds(Role.DUTY_OFFICER).__name__ == "holds duty-officer"
