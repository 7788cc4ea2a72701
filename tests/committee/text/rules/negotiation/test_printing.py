from bench.negotiated import SMALL, made
from hypothesis import given, settings, strategies as st
from tests.committee.text.rules.negotiation.logs import text
from tests.committee.text.rules.negotiation.test_marks import acts

from comity.committee.text.rules.brackets import Use
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, NewProvision, Propose
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.marks import Enclosed, words_of
from comity.committee.text.rules.negotiation.printing import attribution, printed
from comity.committee.text.rules.runs import Sort
from comity.committee.text.rules.words import cut


def brackets(marks):
    """Each bracket as a reader of the notation knows it: who holds it, who is against, the words inside."""
    for mark in marks:
        if isinstance(mark, Enclosed):
            words = [word.strip() for word, _ in words_of(mark.inside)]
            yield frozenset(mark.wanted), frozenset((*mark.against, *mark.reserved)), tuple(words)
            yield from brackets(mark.inside)


def read(source: str):
    draft = parse(source)
    assert not draft.imbalances()
    places = {
        run.start: run
        for place in range(len(draft.provisions))
        for run in draft.runs(place)
        if run.sort is Sort.TEXT
    }
    for pair in draft.brackets.pairs:
        if pair.use is Use.NEGOTIATING:
            inside = " ".join(
                draft.words(run) for at, run in sorted(places.items()) if pair.open < at < (pair.close or 0)
            )
            found = pair.attribution
            held, against = (found.holders, found.against) if found else ((), ())
            yield (
                frozenset(held),
                frozenset(against),
                tuple(word.strip() for word in cut(inside) if word.strip()),
            )


@settings(max_examples=60)
@given(acts())
def test_what_is_printed_is_read_back_bracket_by_bracket(found) -> None:
    result = text(*found)
    source = printed(result, "p1")
    told = sorted(map(repr, _plain(brackets(result.marks["p1"]))))
    assert sorted(map(repr, _plain(read(source)))) == told


def _plain(every):
    return [(sorted(held), sorted(against), words) for held, against, words in every]


@settings(max_examples=4)
@given(st.integers(0, 100))
def test_a_whole_negotiation_is_printed_in_balance_with_every_word(seed) -> None:
    result = consolidate(made(seed, SMALL))
    draft = parse(printed(result))
    assert not draft.imbalances()
    shown = [word.strip() for line in result.lines() for word, _ in words_of(line.marks)]
    read_back = [
        word.strip()
        for place, _ in draft.negotiated()
        for run in draft.runs(place)
        if run.sort is Sort.TEXT
        for word in cut(draft.words(run))
        if word[0].isalnum()
    ]
    assert sorted(read_back) == sorted(shown)


def test_a_text_is_printed_with_numbers_headings_and_marks_of_agreement() -> None:
    found = text((CHAIR, Agree("p2")), ("XA", NewProvision("n", Kind.PARAGRAPH, "a", cut("More."), "p2")))
    assert printed(found) == (
        "#### Article 1. Expedited preservation\n\n"
        "1. Each Party shall adopt measures to preserve stored electronic data.\n\n"
        "2. A Party may refuse to do so without delay. [agreed ad referendum]\n\n"
        "2 bis. [More. (XA)]\n"
    )


def test_who_stands_behind_a_bracket_is_named_side_by_side() -> None:
    assert attribution(("XA", "XB"), ("XC", "XD"), ("XA",)) == " (XA, XB; del. XC; del. XD; res. XA)"
    assert attribution((), (), ()) == ""


def test_chinese_is_printed_without_white_space() -> None:
    from comity.committee.text.rules.negotiation.acts import ROOT, Given, Issue
    from comity.words import Language

    draft = Issue(1, (Given("p1", Kind.PARAGRAPH, ROOT, cut("缔约国应合作。")),), Language.CHINESE)
    found = text(("XA", Propose("p1", 3, 4, cut("可"))), ("XB", Propose("p1", 4, 4, cut("充分"))), draft=draft)
    assert printed(found) == "一、 缔约国[应 (del. XA)][可 (XA)][充分 (XB)]合作。\n"
