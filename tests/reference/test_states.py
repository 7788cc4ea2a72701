import pytest

from comity.errors.words import UnknownState
from comity.reference.states import (
    alphabetical,
    holder,
    holder_name,
    in_order,
    invented_states,
    state,
    states,
)
from comity.words import Language


def test_there_are_195_states_each_with_its_codes_and_six_names() -> None:
    assert len(states()) == len({one.code for one in states()}) == len({one.m49 for one in states()}) == 195
    for one in (*states(), *invented_states()):
        assert {language for language, name in one.names if name} == set(Language)
    assert all(len(one.iso3) == len(one.m49) == 3 for one in states())


def test_invented_states_bear_codes_that_iso_leaves_to_users() -> None:
    assert [one.code for one in invented_states()] == ["XA", "XB", "XC", "XD", "ZZ"]
    assert not {one.code for one in states()} & {one.code for one in invented_states()}
    assert all(one.invented for one in invented_states())


def test_a_state_is_found_by_its_code_and_an_unknown_code_is_refused() -> None:
    assert state("FR").name(Language.SPANISH) == "Francia"
    with pytest.raises(UnknownState):
        state("QQ")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("XA", "XA"),
        ("Aldovie", "XA"),
        ("Борания", "XB"),
        ("EU", "EU"),
        ("欧洲联盟", "EU"),
        ("Chair", "CHAIR"),
        ("canada", "CA"),
    ],
)
def test_a_holder_is_known_by_code_and_by_name_in_six_languages(name: str, code: str) -> None:
    assert holder(name) == code


@pytest.mark.parametrize("name", ["a", "is", "xa", "LDC", "Atlantis", ""])
def test_what_names_nobody_holds_nothing(name: str) -> None:
    assert holder(name) is None


def test_a_holder_is_named_in_each_language_and_an_unknown_code_names_itself() -> None:
    assert holder_name("EU", Language.FRENCH) == "Union européenne"
    assert holder_name("XC", Language.ARABIC) == "كورديا"
    assert holder_name("+12", Language.ENGLISH) == "+12"


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        (Language.FRENCH, ["Égypte", "Émirats arabes unis", "Équateur", "Érythrée", "Espagne"]),
        (Language.SPANISH, ["Antigua", "Año", "Aorta"]),
        (Language.RUSSIAN, ["Иран", "Италия", "Йемен", "Кабо-Верде"]),
        (Language.ARABIC, ["إثيوبيا", "أذربيجان", "آيسلندا", "باكستان"]),
        (Language.CHINESE, ["阿富汗", "巴西", "德国", "法国", "中国"]),
    ],
)
def test_names_are_listed_in_each_languages_own_order(language: Language, ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=lambda name: alphabetical(name, language)) == ordered


def test_the_order_of_states_differs_by_language() -> None:
    codes = ("DE", "FR", "ES")
    assert in_order(codes, Language.ENGLISH) == ("FR", "DE", "ES")
    assert in_order(codes, Language.FRENCH) == ("DE", "ES", "FR")
