"""One strict reader for every body: each member once, by its name, within its length."""

import pytest

from comity.errors.requests import MalformedBody
from comity.errors.words import MalformedInstant
from comity.regime.requests.rules.reading import (
    LONGEST_LINE,
    LONGEST_LIST,
    LONGEST_TEXT,
    Reader,
    without_empties,
)


def test_a_text_at_its_longest_is_read_and_one_letter_more_is_refused():
    assert Reader({"a": "x" * LONGEST_TEXT}).text("a") == "x" * LONGEST_TEXT
    with pytest.raises(MalformedBody):
        Reader({"a": "x" * (LONGEST_TEXT + 1)}).text("a")
    assert Reader({"a": "x" * LONGEST_LINE}).line("a") == "x" * LONGEST_LINE
    with pytest.raises(MalformedBody):
        Reader({"a": "x" * (LONGEST_LINE + 1)}).line("a")


def test_a_list_at_its_longest_is_read_and_one_more_is_refused():
    assert len(list(Reader({"a": [1] * LONGEST_LIST}).each("a"))) == LONGEST_LIST
    with pytest.raises(MalformedBody):
        Reader({"a": [1] * (LONGEST_LIST + 1)}).each("a")


@pytest.mark.parametrize("text", ["bell\x07", "nul\x00", "escape\x1b[31m"])
def test_what_commands_a_terminal_is_refused(text):
    with pytest.raises(MalformedBody):
        Reader({"a": text}).text("a")


def test_a_line_has_no_second_line_and_a_text_may():
    assert Reader({"a": " one\ntwo "}).text("a") == "one\ntwo"
    with pytest.raises(MalformedBody):
        Reader({"a": "one\ntwo"}).line("a")


@pytest.mark.parametrize("told", [None, [], "text", 7, True])
def test_only_an_object_is_a_body(told):
    with pytest.raises(MalformedBody):
        Reader(told)


def test_what_nobody_took_is_refused_at_its_place():
    reader = Reader({"a": "1", "b": {"c": "2"}})
    reader.text("a")
    reader.inner("b").text("c")
    reader.done()
    with pytest.raises(MalformedBody) as refused:
        Reader({"a": "1"}).done()
    assert refused.value.place == "body.a"


def test_a_refusal_of_a_word_keeps_its_name_and_gets_its_place():
    with pytest.raises(MalformedInstant) as refused:
        Reader({"a": {"since": "yesterday"}}).inner("a").instant("since")
    assert refused.value.place == "body.a.since"


def test_what_must_be_there_is_refused_when_it_is_not():
    with pytest.raises(MalformedBody):
        Reader({}).must("a", int)
    assert Reader({}).maybe("a", int) is None


def test_what_is_empty_is_left_out_and_a_plain_no_stays():
    told = {"a": "", "b": [], "c": None, "d": {}, "e": False, "f": 0}
    assert without_empties(told) == {"e": False, "f": 0}
