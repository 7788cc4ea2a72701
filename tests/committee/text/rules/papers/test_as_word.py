"""Each change and each comment stands in Word under the name of one State."""

import pytest
from hypothesis import given, settings
from tests.committee.text.rules.negotiation.logs import FIRST, log
from tests.committee.text.rules.papers.negotiations import acts, paper, taken

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Agree,
    Move,
    NewProvision,
    PlaceBrackets,
    Propose,
    Stance,
    Strike,
    TakeStance,
)
from comity.committee.text.rules.papers.as_word import tracked_of
from comity.committee.text.rules.word import Tracked, read_word, write_word
from comity.committee.text.rules.word.tracked import tidy
from comity.committee.text.rules.words import cut


def tracked(*found) -> Tracked:
    return tracked_of(paper(log(*found)))


def asked(text: Tracked, author: str, at: int = 1) -> str:
    return text.asked_by(author).split("\n")[at]


@settings(max_examples=60, deadline=None)
@given(acts())
def test_whoever_rejects_every_change_reads_the_text_that_stands(found):
    here = paper(taken(found))
    text = tracked_of(here)
    standing = [
        f"{here.number(line)} {''.join(line.provision.words)}"
        for line in here.lines
        if not line.proposed and line.provision.kind is Kind.PARAGRAPH
    ]
    assert text.before.split("\n")[1:] == standing
    assert read_word(write_word(text, here.language)).text == tidy(text)


@pytest.mark.mandate("R16")
def test_a_replacement_two_states_ask_for_is_told_of_each():
    text = tracked(
        ("XA", Propose("p1", 2, 3, cut("may"))),
        ("XB", Propose("p1", 2, 3, cut("should"))),
        ("XC", TakeStance(2, Stance.SUPPORT)),
    )
    assert asked(text, "Aldova") == f"1. {FIRST.replace('shall', 'may')}"
    remarks = {remark for each in text.paragraphs[1].stretches for remark in each.remarks}
    assert {(one.author, one.words) for one in remarks} == {
        ("Borania", "Asks for the deletion of these words too."),
        ("Cordia", "Supports this proposal (Aldova)."),
    }


def test_an_amendment_is_a_change_within_the_change():
    text = tracked(("XA", Propose("p1", 2, 2, cut("and swiftly"))), ("XB", Propose("p1", 0, 1, (), 2)))
    (amended,) = [one for one in text.paragraphs[1].stretches if one.deleted]
    assert (amended.words, amended.inserted.author, amended.deleted.author) == ("and ", "Aldova", "Borania")


def test_brackets_are_signs_that_their_holder_inserted():
    text = tracked(("XB", PlaceBrackets("p1", 2, 4)))
    assert asked(text, "Borania") == "1. Each Party [shall adopt] measures to preserve stored electronic data."


def test_a_provision_proposed_is_inserted_and_one_to_be_struck_is_deleted():
    text = tracked(("XA", NewProvision("n", Kind.PARAGRAPH, "a", cut("More."), "p1")), ("XB", Strike("p2")))
    assert [
        (each.inserted and each.inserted.author, each.deleted and each.deleted.author)
        for each in text.paragraphs
    ] == [
        (None, None),
        (None, None),
        ("Aldova", None),
        (None, "Borania"),
    ]
    assert text.paragraphs[2].words == "1 bis. More."


def test_agreement_and_what_word_has_no_sign_for_are_comments():
    text = tracked((CHAIR, Agree("p2")), ("XA", Move("p1", "a", "p2")))
    remarks = [(one.author, one.words) for each in text.paragraphs for s in each.stretches for one in s.remarks]
    assert remarks == [
        ("Aldova", "Proposes that this provision stand after 2. (A Party may refuse to do)."),
        ("Chair", "Agreed ad referendum."),
    ]
