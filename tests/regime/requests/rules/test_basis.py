"""A request rests on an instrument to which both States are Parties, for offences within its scope."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.regime.states import AT, BUDAPEST_29, RATIFIED, UNCC_42, WHOLE, profile

from comity.errors.directory import StaleProfile
from comity.errors.requests import (
    AddresseeNotCompetent,
    LanguageNotAccepted,
    NotAParty,
    NotInForce,
    OutsideScope,
    WrongBasis,
)
from comity.foundation.directory import Instrument
from comity.regime.requests.rules.addressee import check
from comity.regime.requests.rules.basis import RESERVATIONS, find_basis
from comity.words import Article, AuthorityId, Instant, Language

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


def run(content=WHOLE, requested=None, at=AT):
    found = check(content, requester=profile("XA"), requested=requested or profile(), at=at)
    return {fault.place: type(fault) for fault in found.faults}


@pytest.mark.mandate("E8")
def test_a_whole_request_passes_the_addressees_own_rules():
    assert run() == {}


@pytest.mark.mandate("E8")
def test_a_language_that_the_addressee_does_not_accept_is_named_before_sending():
    assert run(replace(WHOLE, language=Language.RUSSIAN)) == {"language": LanguageNotAccepted}


@pytest.mark.parametrize("office", ["XB/court", "XB/nobody", "XC/duty"])
def test_only_a_duty_point_or_the_central_authority_is_addressed(office):
    assert run(replace(WHOLE, to=AuthorityId(office))) == {"to": AddresseeNotCompetent}


def test_a_stale_profile_is_never_silently_used():
    late = profile().expires
    assert StaleProfile in run(at=late).values()


def test_what_may_be_refused_by_reservation_is_a_warning_and_no_fault():
    reserving = profile(instruments=(Instrument("UNCC", RATIFIED, reservations=(RESERVATIONS["UNCC"],)),))
    content = replace(WHOLE, offences=("other-offence",), penalty_years=6)
    found = check(content, requester=profile("XA"), requested=reserving, at=AT)
    assert found.faults == ()
    assert found.warning == Article.parse("UNCC 42(5)")
