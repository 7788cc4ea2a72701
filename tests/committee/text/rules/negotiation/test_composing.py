import pytest
from tests.committee.text.rules.negotiation.logs import FIRST, text

from comity.committee.text.rules.negotiation.acts import PlaceBrackets, Propose
from comity.committee.text.rules.negotiation.composing import bracketed, proposed
from comity.committee.text.rules.words import cut
from comity.errors.text import NothingProposed, SignsThatMislead, WordsNotFound, WordsTooMany


def test_each_place_that_changes_is_a_proposal_of_its_own() -> None:
    now = "Each Party may adopt measures to preserve electronic data without delay."
    acts = list(proposed("p1", FIRST, now, seen=4))
    assert [(act.start, act.end, "".join(act.words).strip(), act.seen) for act in acts] == [
        (2, 3, "may", 4),
        (7, 8, "", 4),
        (10, 10, "without delay", 4),
    ]


def test_words_written_as_they_stand_propose_nothing() -> None:
    with pytest.raises(NothingProposed):
        list(proposed("p1", FIRST, f"  {FIRST} ", seen=0))


def test_what_is_written_is_read_as_any_word_from_outside() -> None:
    with pytest.raises(SignsThatMislead):
        list(proposed("p1", FIRST, "Each P\u0430rty", seen=0))
    with pytest.raises(WordsTooMany):
        was = " ".join(f"word{at} keep the same words here" for at in range(50))
        list(proposed("p1", was, was.replace("word", "other"), seen=0))


def test_words_to_be_bracketed_stand_exactly_once() -> None:
    provision = text().negotiation.provisions["p1"]
    assert bracketed(provision, "adopt  measures to", seen=1) == PlaceBrackets("p1", 3, 6, seen=1)
    for words, times in (("will adopt", 0), ("", 0)):
        with pytest.raises(WordsNotFound) as refused:
            bracketed(provision, words, seen=1)
        assert refused.value.facts == {"times": times}
    twice = text(("XA", Propose("p1", 9, 9, cut("or data")))).negotiation.provisions["p1"]
    assert bracketed(twice, "data", seen=1).start == 9
