"""An object is read whole: no field missing, none unknown, each of its type."""

import pytest
from hypothesis import given, strategies as st

from comity.errors.envelopes import MalformedAct
from comity.foundation.fields import Fields, from_letters, letters, many_from_letters
from comity.words import Digest, Language


def fields(value: object) -> Fields:
    return Fields(value, path="act", refusal=MalformedAct)


def test_a_field_is_taken_once_and_the_rest_is_refused() -> None:
    reading = fields({"a": "x", "b": 1})
    assert reading.text("a") == "x"
    with pytest.raises(MalformedAct) as again:
        reading.text("a")
    assert again.value.place == "act.a"
    with pytest.raises(MalformedAct) as left:
        reading.close()
    assert left.value.place == "act.b"


@pytest.mark.parametrize(
    "take",
    [
        lambda one: one.text("missing"),
        lambda one: one.text("number"),
        lambda one: one.text("empty"),
        lambda one: one.text("long", most=3),
        lambda one: one.integer("text"),
        lambda one: one.integer("true"),
        lambda one: one.integer("number", most=6),
        lambda one: one.integer("number", least=8),
        lambda one: one.raw("text", 2),
        lambda one: one.members("text", most=9),
        lambda one: one.members("list", most=1),
        lambda one: one.texts("mixed", most=9),
        lambda one: one.words("twice", str, most=9),
        lambda one: one.mapping("list"),
        lambda one: one.each("list", lambda inner: inner, most=9),
        lambda one: one.word("long", int),
        lambda one: one.words("list", int, most=9),
    ],
)
def test_a_value_of_another_kind_is_refused_by_its_path(take) -> None:
    value = {
        "number": 7,
        "empty": "",
        "long": "long",
        "text": "text",
        "true": True,
        "list": ["a", "b"],
        "mixed": ["a", 1],
        "twice": ["a", "a"],
    }
    with pytest.raises(MalformedAct) as refused:
        take(fields(value))
    assert refused.value.place.startswith("act.")


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(MalformedAct):
        fields(["a"])


def test_words_are_read_by_their_own_reader() -> None:
    reading = fields({"digest": "a" * 64, "languages": ["ar", "fr"]})
    assert reading.word("digest", Digest) == Digest("a" * 64)
    assert reading.words("languages", Language, most=6) == (Language.ARABIC, Language.FRENCH)
    assert reading.optional("absent", Digest) is None


@pytest.mark.parametrize("text", ["YQ==", "YR", "Y", "Y Q", "YQ\n", "a+/b", "é"])
def test_base64url_has_one_form(text: str) -> None:
    assert from_letters(text) is None
    assert from_letters(letters(b"a")) == b"a"


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=5))
def test_many_values_are_read_as_each_alone(values: list[bytes]) -> None:
    assert many_from_letters([letters(value) for value in values]) == values


@pytest.mark.parametrize(
    "texts",
    [
        [letters(bytes(31))],
        [letters(bytes(33))],
        [letters(bytes(33)), letters(bytes(31))],  # together as long as two
        [letters(bytes(32)) + "="],
        [letters(bytes(32))[:-1] + "B"],  # bits to spare that are not zero
        [letters(bytes(32))[:-1] + "é"],
        ["", letters(bytes(32))],
        [letters(bytes(32)), "A" * 42 + "+"],
    ],
)
def test_many_values_have_one_form_each(texts: list[str]) -> None:
    assert many_from_letters(texts) is None
