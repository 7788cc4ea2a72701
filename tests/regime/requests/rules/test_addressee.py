"""A draft is checked against the rules that the addressee's State has published, before anything leaves the node."""

from dataclasses import replace

import pytest
from tests.regime.states import AT, RATIFIED, WHOLE, profile

from comity.errors.directory import StaleProfile
from comity.errors.requests import AddresseeNotCompetent, LanguageNotAccepted
from comity.foundation.directory import Instrument
from comity.regime.requests.rules.addressee import check
from comity.regime.requests.rules.basis import RESERVATIONS
from comity.words import Article, AuthorityId, Language


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
