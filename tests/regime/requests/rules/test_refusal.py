"""A request for preservation is refused only on the grounds its instrument knows, with reasons, after consultation."""

from datetime import timedelta

import pytest
from tests.regime.states import AT, BUDAPEST_29, UNCC_42

from comity.errors.requests import (
    ConsultationMissing,
    GroundNotAllowed,
    GroundNotReserved,
    ReasonsMissing,
    UnknownGround,
    VoidGround,
)
from comity.reference.refusal_grounds import grounds
from comity.regime.requests.rules.basis import RESERVATIONS
from comity.regime.requests.rules.refusal import Consultation, Means, open_grounds, refuse
from comity.words import Article

REASONS = "Execution would reveal an operation on which the security of the State depends."
TALK = Consultation(
    at=AT + timedelta(minutes=10),
    means=Means.TELEPHONE,
    office="24/7 point of Aldova",
    outcome="No condition helps.",
)


def given(**changes):
    told = {
        "basis": UNCC_42,
        "ground": "essential-interests",
        "reasons": REASONS,
        "consultation": TALK,
        "received": AT,
        "reservations": (),
        "at": AT + timedelta(hours=1),
    }
    return refuse(**told | changes)


@pytest.mark.mandate("E8", "E12")
@pytest.mark.parametrize(
    ("ground", "clause"),
    [
        ("essential-interests", "UNCC 40(21)(b)"),
        ("prohibited-by-domestic-law", "UNCC 40(21)(c)"),
        ("discrimination", "UNCC 40(22)"),
    ],
)
def test_the_three_grounds_of_the_convention_stand_each_with_its_clause(ground, clause):
    assert given(ground=ground).clause == Article.parse(clause)


@pytest.mark.mandate("E8")
@pytest.mark.parametrize(
    ("ground", "clause"),
    [
        ("bank-secrecy", "UNCC 40(24)"),
        ("fiscal-matters", "UNCC 40(23)"),
        ("absence-of-dual-criminality", "UNCC 42(4)"),
        ("not-in-conformity", "UNCC 42(6)"),
        ("contrary-to-legal-system", "UNCC 42(6)"),
    ],
)
@pytest.mark.parametrize("basis", [UNCC_42, BUDAPEST_29])
def test_what_is_never_a_ground_is_refused_by_name(ground, clause, basis):
    with pytest.raises(VoidGround) as refused:
        given(ground=ground, basis=basis, reservations=tuple(RESERVATIONS.values()))
    assert refused.value.facts == {"ground": ground, "clause": Article.parse(clause)}


def test_a_political_offence_is_a_ground_under_the_budapest_convention_alone():
    assert given(ground="political-offence", basis=BUDAPEST_29).clause == Article.parse("BUDAPEST 29(5)(a)")
    with pytest.raises(GroundNotAllowed):
        given(ground="political-offence")
    with pytest.raises(GroundNotAllowed):
        given(ground="discrimination", basis=BUDAPEST_29)


def test_want_of_dual_criminality_stands_only_for_who_reserved_it():
    with pytest.raises(GroundNotReserved):
        given(ground="dual-criminality-reserved")
    with pytest.raises(GroundNotReserved):
        given(ground="dual-criminality-reserved", reservations=[RESERVATIONS["BUDAPEST"]])
    stands = given(ground="dual-criminality-reserved", reservations=[RESERVATIONS["UNCC"]])
    assert stands.clause == Article.parse("UNCC 42(5)")


def test_a_ground_outside_the_table_is_refused():
    with pytest.raises(UnknownGround):
        given(ground="we-would-rather-not")


@pytest.mark.mandate("E8")
@pytest.mark.parametrize("reasons", ["", "No.", "no no no no no no no no no no"])
def test_a_refusal_gives_its_reasons(reasons):
    with pytest.raises(ReasonsMissing):
        given(reasons=reasons)


@pytest.mark.mandate("E8")
@pytest.mark.parametrize(
    "talk",
    [
        None,
        Consultation(at=TALK.at, means=Means.VIDEO, office="", outcome="None."),
        Consultation(at=TALK.at, means=Means.VIDEO, office="24/7 point", outcome=""),
        Consultation(at=AT + timedelta(seconds=-1), means=Means.VIDEO, office="24/7 point", outcome="None."),
        Consultation(at=AT + timedelta(hours=2), means=Means.VIDEO, office="24/7 point", outcome="None."),
    ],
    ids=["none", "with nobody", "without outcome", "before the request", "after the refusal"],
)
def test_a_refusal_comes_after_a_consultation_and_not_before_or_without(talk):
    with pytest.raises(ConsultationMissing):
        given(consultation=talk)


@pytest.mark.parametrize("basis", [UNCC_42, BUDAPEST_29])
@pytest.mark.parametrize("reservations", [(), tuple(RESERVATIONS.values())])
def test_exactly_the_grounds_that_are_offered_are_accepted(basis, reservations):
    offered = {ground.name for ground, _ in open_grounds(basis=basis, reservations=reservations)}
    accepted = set()
    for name in grounds():
        try:
            accepted.add(given(ground=name, basis=basis, reservations=reservations).ground)
        except (VoidGround, GroundNotAllowed, GroundNotReserved):
            continue
    assert accepted == offered
    assert offered
