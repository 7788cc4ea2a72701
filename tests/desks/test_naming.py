"""Names in place of codes."""

from zoneinfo import ZoneInfo

import pytest

from comity.access import Actor, Role
from comity.desks import naming
from comity.desks.happenings import HAPPENINGS
from comity.desks.reader import Reader
from comity.words import Language, StateCode

FRENCH, ENGLISH = Reader(Language.FRENCH), Reader(Language.ENGLISH)


def test_a_zone_is_named_by_its_city():
    assert naming.place(ZoneInfo("America/Argentina/Buenos_Aires")) == "Buenos Aires"


def test_every_role_has_a_name():
    assert set(naming.ROLES) == set(Role)


def test_an_office_is_named_with_its_state():
    actor = Actor("duty", StateCode("XB"), frozenset({Role.DUTY_OFFICER}))
    assert naming.office(actor, ENGLISH) == "duty officer of Borania"


def test_whoever_holds_no_office_has_no_name():
    assert naming.office(Actor("nobody"), ENGLISH) == ""


def test_an_unknown_class_of_entry_keeps_its_code():
    assert naming.event("desks:officer:signed-in") == "Officer signed in"
    assert naming.event("a:new:class") == "a:new:class"


def test_classes_are_written_as_the_record_takes_them():
    assert all(event.count(":") == 2 and event == event.lower() for event in HAPPENINGS)


@pytest.mark.store
def test_an_authority_is_named_by_its_own_profile(borania):
    assert naming.authority("XA/duty", FRENCH) == "Point de contact 24/7, Aldovie"


@pytest.mark.store
def test_an_authority_of_a_state_that_is_not_pinned_keeps_its_id(borania):
    assert naming.authority("XC/duty", FRENCH) == "XC/duty"


@pytest.mark.store
def test_an_authority_that_its_state_does_not_list_keeps_its_id(borania):
    assert naming.authority("XA/customs", FRENCH) == "XA/customs"


@pytest.mark.store
def test_the_node_bears_its_state_s_name_in_the_reader_s_language(borania):
    assert naming.node(FRENCH) == "Boranie"
