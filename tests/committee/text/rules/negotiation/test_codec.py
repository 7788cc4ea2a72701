import pytest
from bench.negotiated import SMALL, made
from hypothesis import given, settings, strategies as st

from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Adopt,
    Agree,
    Comment,
    Confirm,
    Express,
    Merge,
    Move,
    Propose,
    Renumber,
    Reopen,
    Split,
    Strike,
)
from comity.committee.text.rules.negotiation.codec import (
    KINDS,
    act_from_json,
    act_to_json,
    entry_from_json,
    entry_to_json,
    text_to_words,
    words_to_text,
)
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.rules.words import cut
from comity.errors.text import SignsThatMislead, UnreadableEntry
from comity.words import Language

RARE = (
    Adopt(),
    Agree(""),
    Agree("p1", 2, 5),
    Comment("p1", "It should be said."),
    Confirm("p1", Language.RUSSIAN),
    Express("p1", Language.CHINESE, cut("缔约国应合作"), 7),
    Merge("p1", "p2"),
    Move("p1", "", "p2"),
    Propose("p1", 0, 2, cut("may not"), 3, 4, (5, 6)),
    Renumber("p1", "7 bis."),
    Reopen(""),
    Split("p1", 3, "s"),
    Strike("p1"),
)


@settings(max_examples=5)
@given(st.integers(0, 100))
def test_every_entry_is_read_back_as_it_was_printed(seed) -> None:
    for entry in made(seed, SMALL):
        assert entry_from_json(entry_to_json(entry)) == entry


@pytest.mark.parametrize("act", RARE)
def test_every_act_is_read_back_as_it_was_printed(act) -> None:
    assert act_from_json(act_to_json(act)) == act


@given(st.lists(st.text("ab-'’ 缔约,é", min_size=1, max_size=4), max_size=6).map(tuple))
def test_words_that_a_bracket_parts_are_read_back_as_they_were(words) -> None:
    assert text_to_words(words_to_text(words)) == words


def test_every_kind_of_act_has_its_name() -> None:
    assert len(KINDS) == 21
    assert {"propose", "take-stance", "place-brackets", "new-provision"} <= set(KINDS)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"act": "conquer"}, "act.act"),
        ({}, "act.act"),
        ({"act": "propose", "provision": "p1", "start": "1", "end": 2}, "act.start"),
        ({"act": "propose", "provision": "p1", "start": -1, "end": 2}, "act.start"),
        ({"act": "propose", "provision": "p1", "start": 1}, "act.end"),
        ({"act": "propose", "provision": "p1", "start": 1, "end": 2, "secret": 1}, "act.secret"),
        ({"act": "take-stance", "proposal": 1, "stance": "hostile"}, "act.stance"),
        ({"act": "propose", "provision": "p", "start": 0, "end": 0, "words": ["a"]}, "act.words"),
        ({"act": "propose", "provision": "p", "start": 0, "end": 0, "instead_of": ["a"]}, "act.instead_of"),
        ({"act": "issue", "draft": 1, "provisions": [{"id": "a", "kind": "song"}]}, "act.provisions[0].kind"),
        (["propose"], "act"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_path(given, place) -> None:
    with pytest.raises(UnreadableEntry) as refused:
        act_from_json(given)
    assert refused.value.place == place


def test_words_are_read_by_the_reader_that_is_given() -> None:
    with pytest.raises(SignsThatMislead):
        act_from_json(
            {"act": "propose", "provision": "p", "start": 0, "end": 0, "words": "a\u202eb"}, read_words
        )


def test_an_entry_says_who_when_and_where() -> None:
    entry = made(1, SMALL)[3]
    told = entry_to_json(entry)
    assert told["by"] == entry.by != CHAIR
    assert told["meeting"] == entry.meeting
    assert told["at"] == str(entry.at)
