import pytest
from bench.negotiated import SMALL, made
from hypothesis import given, settings, strategies as st
from tests.committee.text.rules.negotiation.logs import log, text

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    ROOT,
    Accept,
    Agree,
    NewProvision,
    PlaceBrackets,
    Propose,
)
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.marks import words_of
from comity.committee.text.rules.negotiation.progress import (
    Shares,
    Tally,
    forecast,
    nearest,
    oldest,
    progress,
)
from comity.committee.text.rules.words import cut


@pytest.mark.mandate("R16")
def test_each_word_of_the_page_is_agreed_free_bracketed_or_in_an_alternative() -> None:
    found = progress(
        text(
            (CHAIR, Agree("p2")),
            ("XA", PlaceBrackets("p1", 3, 5)),
            ("XB", Propose("p1", 8, 9, cut("digital or other"))),
        )
    )
    assert found["p2"] == Shares(agreed=9)
    assert found["p1"] == Shares(free=7, bracketed=2, alternatives=4)
    assert found[ROOT] == found["a"] == Shares(agreed=9, free=9, bracketed=2, alternatives=4)
    assert found[ROOT].share_open == 6 / 24


@settings(max_examples=8)
@given(st.integers(0, 500))
def test_every_word_shown_is_counted_once(seed) -> None:
    found = consolidate(made(seed, SMALL))
    shown = sum(word[0].isalnum() for line in found.lines() for word, _ in words_of(line.marks))
    assert progress(found)[ROOT].words == shown


def test_words_agreed_within_a_provision_are_counted_as_agreed() -> None:
    assert progress(text((CHAIR, Agree("p1", 0, 4))))["p1"] == Shares(agreed=4, free=6)


def test_alternatives_of_whole_provisions_count_on_both_sides() -> None:
    other = NewProvision("n", Kind.PARAGRAPH, "a", cut("Nothing obliges."), "p1", "p1")
    found = progress(text(("XA", other)))
    assert found["p1"] == Shares(alternatives=10)
    assert found["n"] == Shares(alternatives=2)
    assert progress(text(("XA", NewProvision("n", Kind.PARAGRAPH, "a", cut("More words."), "p1"))))[
        "n"
    ] == Shares(bracketed=2)


def test_chinese_is_counted_by_characters() -> None:
    assert progress(text(("XA", Propose("p1", 0, 0, cut("缔约国，应"))), (CHAIR, Accept(2))))["p1"].words == 14


def test_the_oldest_brackets_and_the_nearest_articles_are_named() -> None:
    entries = log(("XB", PlaceBrackets("p2", 0, 2)), ("XA", Propose("p1", 0, 1)))
    found = consolidate(entries)
    assert [(each.number, each.provision, each.entry.by) for each in oldest(found, entries)] == [
        (2, "p2", "XB"),
        (3, "p1", "XA"),
    ]
    assert nearest(found, progress(found)) == ("a",)
    free = text()
    assert nearest(free, progress(free)) == ()


@settings(max_examples=8)
@given(st.integers(0, 500), st.integers(1, 200))
def test_a_tally_that_follows_a_text_counts_what_one_made_anew_counts(seed, back) -> None:
    entries = made(seed, SMALL)
    before, now = consolidate(entries, len(entries) - back), consolidate(entries)
    followed = Tally().of(before).of(before.after(*entries[before.negotiation.entries :]))
    assert followed.shares() == progress(now)
    assert followed.of(before).shares() == progress(before)


def test_a_forecast_states_its_range_and_promises_nothing_it_cannot() -> None:
    assert forecast([0.5, 0.4, 0.3, 0.2]).meetings is None
    steady = forecast([0.625, 0.5, 0.375, 0.25, 0.125])
    assert (steady.earliest, steady.meetings, steady.latest) == (1, 1, 1)
    uneven = forecast([0.60, 0.50, 0.47, 0.35, 0.33, 0.20])
    assert uneven.earliest is not None
    assert uneven.meetings is not None
    assert uneven.latest is not None
    assert uneven.earliest < uneven.meetings < uneven.latest
    adrift = forecast([0.3, 0.4, 0.3, 0.4, 0.3, 0.4])
    assert (adrift.meetings, adrift.latest) == (None, None)
