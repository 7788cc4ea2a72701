"""A choice stands in the address, and whoever may be chosen stands under a name."""

import pytest
from django.test import RequestFactory

from comity.committee.text.rules.papers.choice import STATUSES, Choice
from comity.committee.text.views.labels import STATES_OF_TEXT
from comity.committee.text.views.sifting import Holders, chosen
from comity.words import Language


@pytest.mark.parametrize(
    ("address", "choice"),
    [
        ("", Choice()),
        ("?holder=XA", Choice("XA")),
        ("?status=open", Choice(status="open")),
        ("?holder=XA&status=agreed", Choice("XA", "agreed")),
        ("?holder=&status=", Choice()),
        ("?holder=XA&status=conquered", Choice("XA")),
        ("?holder=" + "X" * 500, Choice("X" * 16)),
    ],
)
def test_a_choice_is_read_from_the_address_and_a_status_that_there_is_not_asks_for_nothing(address, choice):
    assert chosen(RequestFactory().get(f"/{address}")) == choice


def test_each_status_that_may_be_chosen_has_a_name():
    assert tuple(STATES_OF_TEXT) == STATUSES


def test_states_stand_apart_from_groups_once_each_in_the_order_of_the_reader():
    named = ("XD", "G77", "CHAIR", "CH", "XB", "DE", "XB")
    english, french = (Holders.of(named, each) for each in (Language.ENGLISH, Language.FRENCH))
    assert [code for code, _name in english.states] == ["XB", "XD", "DE", "CH"]
    assert [code for code, _name in french.states] == ["DE", "XB", "XD", "CH"]
    assert {code for code, _name in english.groups} == {"G77", "CHAIR"}
    assert dict(french.states)["DE"] == "Allemagne"
