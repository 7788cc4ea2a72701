"""One value, one sequence of bytes; and no bytes that another reader could read otherwise."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given, strategies as st

from comity.errors import ComityError
from comity.errors.envelopes import (
    DuplicateName,
    EmptyDocument,
    InvalidText,
    NotCanonical,
    NotJson,
    NotWritable,
    NumberRefused,
    TooDeep,
    TooLarge,
)
from comity.foundation.canonical import LARGEST_NUMBER, canonical, parse_canonical, read_written
from comity.foundation.limits import LIMITS
from comity.words import Digest, Language

WHOLE = st.integers(-LARGEST_NUMBER, LARGEST_NUMBER)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_was_written_is_read_back_and_written_alike(value) -> None:
    written = canonical(value)
    assert parse_canonical(written) == value
    assert canonical(parse_canonical(written)) == written == rfc8785.dumps(value)


@given(st.lists(VALUES, max_size=5))
def test_what_was_kept_is_read_back_many_at_once(values) -> None:
    assert read_written([canonical(value) for value in values]) == values


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_by_name(text: bytes) -> None:
    with suppress(ComityError):
        assert canonical(parse_canonical(text)) == text


@pytest.mark.parametrize(
    ("text", "refusal", "place"),
    [
        (b"", EmptyDocument, "document"),
        (b'{"a":1,"a":1}', DuplicateName, "a"),
        (b'{"b":{"a":1,"a":2}}', DuplicateName, "a"),
        (b'{"a":1.0}', NumberRefused, "1.0"),
        (b'{"a":1e3}', NumberRefused, "1e3"),
        (b'{"a":NaN}', NumberRefused, "NaN"),
        (b'{"a":-Infinity}', NumberRefused, "-Infinity"),
        (b'{"a":9007199254740992}', NumberRefused, "9007199254740992"),
        (b"1" * 5000, NumberRefused, "1" * 32),
        (b'{"a":-0}', NotCanonical, "5"),
        (b'{"a": 1}', NotCanonical, "5"),
        (b'{"b":1,"a":2}', NotCanonical, "2"),
        (b'{"a":"\\u0041"}', NotCanonical, "6"),
        (b'{"a":1}\n', NotCanonical, "7"),
        (b'{"a":1', NotJson, "6"),
        (b'"\xc3\xa9" x', NotJson, "5"),
        (b"\xef\xbb\xbf{}", NotJson, "0"),
        (b'{"a":"\xff"}', InvalidText, "6"),
        (b'{"a":"\xed\xa0\x80"}', InvalidText, "6"),
        (b'{"a":"\\ud800"}', InvalidText, "a surrogate"),
    ],
)
def test_each_fault_is_refused_by_name_and_place(text: bytes, refusal: type[ComityError], place: str) -> None:
    with pytest.raises(refusal) as refused:
        parse_canonical(text)
    assert refused.value.place == place


@pytest.mark.parametrize("bracket", [b"[", b'{"a":', b'{"\\"[":['])
def test_a_million_brackets_are_refused_at_the_first_one_too_many(bracket: bytes) -> None:
    with pytest.raises(TooDeep) as refused:
        parse_canonical(bracket * 1_000_000, limit=10**8)
    levels = bracket.count(b"{") + bracket.count(b"[") - bracket.count(b'"[')
    assert int(refused.value.place) // len(bracket) == LIMITS.depth // levels


def test_brackets_inside_a_text_are_no_depth() -> None:
    assert parse_canonical(b'"' + b"[" * 1000 + b'"') == "[" * 1000
    assert parse_canonical(b'["\\"' + b"[" * 1000 + b'"]') == ['"' + "[" * 1000]


def test_an_open_quote_does_not_make_the_count_slow() -> None:
    since = time.process_time()
    with pytest.raises(NotJson):
        parse_canonical((b'"' + b"\\" * 499_999 + b"[" * 500_000), limit=10**7)
    assert time.process_time() - since < 20  # a quadratic count would take hours


def test_the_depth_is_taken_at_its_limit_and_refused_beyond() -> None:
    deepest = b"[" * LIMITS.depth + b"]" * LIMITS.depth
    assert canonical(parse_canonical(deepest)) == deepest
    with pytest.raises(TooDeep):
        parse_canonical(b"[" + deepest + b"]")


def test_the_size_is_taken_at_its_limit_and_refused_beyond() -> None:
    assert parse_canonical(b'"123"', limit=5) == "123"
    with pytest.raises(TooLarge) as refused:
        parse_canonical(b'"1234"', limit=5)
    assert refused.value.facts == {"size": 6, "limit": 5}


@pytest.mark.parametrize(
    "value",
    [
        *(1.5, {"a": ((1.5,),)}, LARGEST_NUMBER + 1, [-LARGEST_NUMBER - 1]),
        *({"a": b"raw"}, {"a": {2, 3}}, {1: 2}, {"é": 1, 2: 3}, {"\ud800": 1}, "\ud800"),
        *(object(), [datetime.now(UTC)], {"a": UUID(int=0)}),
    ],
)
def test_what_json_cannot_hold_is_never_written(value) -> None:
    with pytest.raises(NotWritable):
        canonical(value)


def test_other_types_are_written_as_json_s_own() -> None:
    plain = {"b": [["ar", 200], [True, None]], "a": {"c": "a" * 64}}
    others = [
        {"b": ((Language.ARABIC, 200), [True, None]), "a": {"c": Digest("a" * 64)}},
        {"b": [("ar", HTTPStatus.OK), (True, None)], "a": MappingProxyType({"c": "a" * 64})},
    ]
    for value in others:
        assert canonical(value) == canonical(plain) == rfc8785.dumps(plain)


def test_what_is_too_deep_to_be_read_is_never_written() -> None:
    value: list = []
    for _ in range(LIMITS.depth):
        value = [value]
    with pytest.raises(NotWritable):
        canonical(value)
