"""A request rests on an instrument to which both States are Parties, for offences within its scope."""

from datetime import timedelta

import pytest
from tests.regime.states import AT, BUDAPEST_29, RATIFIED, UNCC_42, profile

from comity.errors.requests import NotAParty, NotInForce, OutsideScope, WrongBasis
from comity.foundation.directory import Instrument
from comity.regime.requests.rules.basis import RESERVATIONS, find_basis
from comity.words import Article, Instant

LATER = Instrument("UNCC", RATIFIED + timedelta(days=30))


def basis(article=UNCC_42, *, named=("illegal-access",), years=None, requester=None, requested=None, at=AT):
    return find_basis(
        article,
        requester=requester or profile("XA"),
        requested=requested or profile("XB"),
        named=named,
        penalty_years=years,
        at=at,
    )


@pytest.mark.mandate("PS")
@pytest.mark.parametrize("article", [UNCC_42, BUDAPEST_29])
def test_both_instruments_carry_a_request(article):
    assert basis(article).article == article


@pytest.mark.mandate("PS")
def test_the_basis_holds_since_the_later_of_the_two_dates():
    assert basis(requested=profile(instruments=(LATER,))).since == LATER.since


@pytest.mark.mandate("PS")
@pytest.mark.parametrize("side", ["requester", "requested"])
def test_a_state_that_is_not_a_party_gives_no_basis(side):
    state = "XA" if side == "requester" else "XB"
    with pytest.raises(NotAParty) as refused:
        basis(**{side: profile(state, instruments=(Instrument("BUDAPEST", RATIFIED),))})
    assert refused.value.facts["state"] == state


def test_an_instrument_counts_from_its_very_moment():
    assert basis(at=RATIFIED).since == RATIFIED
    with pytest.raises(NotInForce):
        basis(at=Instant(RATIFIED.milliseconds - 1))


@pytest.mark.parametrize("article", ["UNCC 45", "UNCC 42(1)", "BUDAPEST 16"])
def test_another_article_is_no_basis_for_preservation_abroad(article):
    with pytest.raises(WrongBasis):
        basis(Article.parse(article))


@pytest.mark.mandate("PS", "E1")
def test_another_offence_must_be_a_serious_crime_under_the_convention_alone():
    assert basis(named=("other-offence",), years=4)
    assert basis(BUDAPEST_29, named=("other-offence",), years=1)
    with pytest.raises(OutsideScope):
        basis(named=("other-offence",), years=3)


def test_an_offence_that_only_the_other_instrument_knows_must_be_serious_here():
    with pytest.raises(OutsideScope):
        basis(named=("infringement-of-copyright",), years=2)
    assert basis(named=("infringement-of-copyright",), years=5)


def test_a_reservation_touches_only_offences_that_are_not_of_the_instrument():
    reserving = profile(instruments=(Instrument("UNCC", RATIFIED, reservations=(RESERVATIONS["UNCC"],)),))
    assert basis(requested=reserving).reserved is None
    assert basis(requested=reserving, named=("other-offence",), years=5).reserved == Article.parse("UNCC 42(5)")
    assert basis(named=("other-offence",), years=5).reserved is None
