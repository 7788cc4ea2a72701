import pytest

from comity.committee.text.rules.negotiation.holders import listed, read_holder
from comity.errors.text import SignsThatMislead, UnknownHolder
from comity.words import Language


@pytest.mark.parametrize(
    ("name", "code"), [("XA", "XA"), ("Aldova", "XA"), ("ألدوفا", "XA"), ("Chair", "CHAIR"), ("G77", "G77")]
)
def test_a_holder_is_named_by_code_or_in_any_language(name, code) -> None:
    assert read_holder(name) == code


@pytest.mark.parametrize("name", ["", "XQ", "Atlantis", "xa", "XA XB"])
def test_an_unknown_state_is_refused(name) -> None:
    with pytest.raises(UnknownHolder):
        read_holder(name)


@pytest.mark.parametrize("name", ["Аldova", "Aldova\u200b", "\u202eavodlA", "Boraniа"])
def test_a_name_that_only_looks_like_a_known_one_is_refused(name) -> None:
    with pytest.raises(SignsThatMislead):
        read_holder(name)


def test_states_are_listed_in_the_order_of_each_language() -> None:
    codes = ("ES", "DE", "CH")
    assert listed(codes, Language.ENGLISH) == ("Germany", "Spain", "Switzerland")
    assert listed(codes, Language.FRENCH)[0] == "Allemagne"
    assert listed(codes, Language.SPANISH) == ("Alemania", "España", "Suiza")
