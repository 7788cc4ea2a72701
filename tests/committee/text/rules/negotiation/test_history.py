import pytest
from bench.negotiated import SMALL, made
from tests.committee.text.rules.negotiation.logs import issue, log

from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Accept,
    Agree,
    LiftBrackets,
    PlaceBrackets,
    Propose,
    Reopen,
    Stance,
    TakeStance,
    Withdraw,
)
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.history import Happening, of_provision, of_word, origin
from comity.committee.text.rules.words import cut

MAY = Propose("p1", 2, 3, cut("may"))


def events(*acts, word: int, provision: str = "p1"):
    entries = log(*acts)
    negotiation = consolidate(entries).negotiation
    name = negotiation.provisions[provision].ids[word]
    return [
        (each.what, each.entry.by, each.entry.number) for each in of_word(negotiation, entries, provision, name)
    ]


@pytest.mark.mandate("R16")
def test_a_word_tells_who_proposed_bracketed_and_agreed_it_and_when() -> None:
    acts = (
        ("XA", MAY),
        ("XB", TakeStance(2, Stance.OPPOSE)),
        (CHAIR, Accept(2)),
        ("XC", PlaceBrackets("p1", 1, 4)),
        ("XC", LiftBrackets(5)),
        (CHAIR, Agree("a")),
        ("XD", Reopen("p1")),
    )
    assert events(*acts, word=2) == [
        (Happening.PROPOSED, "XA", 2),
        (Happening.STANCE, "XB", 3),
        (Happening.ACCEPTED, CHAIR, 4),
        (Happening.BRACKETED, "XC", 5),
        (Happening.LIFTED, "XC", 6),
        (Happening.AGREED, CHAIR, 7),
        (Happening.REOPENED, "XD", 8),
    ]
    entries = log(*acts)
    negotiation = consolidate(entries).negotiation
    first = of_word(negotiation, entries, "p1", negotiation.provisions["p1"].ids[2])[0]
    assert (first.entry.meeting, first.entry.document) == ("2/3", "A/AC.291/L.4")


def test_a_word_of_the_draft_tells_who_would_have_deleted_it() -> None:
    assert events(("XA", MAY), ("XA", Withdraw(2)), word=2) == [
        (Happening.ISSUED, CHAIR, 1),
        (Happening.DISPUTED, "XA", 2),
        (Happening.WITHDRAWN, "XA", 3),
    ]
    assert events(("XA", MAY), word=3) == [(Happening.ISSUED, CHAIR, 1)]


def test_a_word_that_a_revised_draft_takes_up_remembers_its_proposal() -> None:
    revised = issue(draft=2, first="Each Party may adopt measures to preserve stored electronic data.")
    assert events(("XA", MAY), (CHAIR, revised), word=2) == [
        (Happening.PROPOSED, "XA", 2),
        (Happening.TAKEN_UP, CHAIR, 3),
    ]


def test_an_agreement_before_a_word_came_is_not_its_own() -> None:
    acts = ((CHAIR, Agree("p1")), ("XB", Reopen("p1")), ("XA", MAY), (CHAIR, Accept(4)))
    assert (Happening.AGREED, CHAIR, 2) not in events(*acts, word=2)
    assert (Happening.AGREED, CHAIR, 2) in events(*acts, word=3)


def test_every_word_of_a_negotiation_has_a_history_that_begins_with_its_origin() -> None:
    entries = made(3, SMALL)
    negotiation = consolidate(entries).negotiation
    for name, provision in negotiation.provisions.items():
        assert of_provision(negotiation, entries, name)
        for word in provision.ids:
            told = of_word(negotiation, entries, name, word)
            assert told[0].entry == origin(entries, word).entry
            assert told[0].what is (Happening.PROPOSED if origin(entries, word).proposed else Happening.ISSUED)
            assert [each.entry.number for each in told] == sorted(each.entry.number for each in told)


def test_an_agreement_on_words_read_earlier_is_told_of_those_words() -> None:
    acts = [("XA", Propose("p1", 0, 1, cut("Every single"))), (CHAIR, Accept(2)), (CHAIR, Agree("p1", 2, 4, 1))]
    entries = log(*acts)
    now = consolidate(entries).negotiation
    provision = now.provisions["p1"]
    told = {
        word.strip(): any(each.what is Happening.AGREED for each in of_word(now, entries, "p1", name))
        for word, name in zip(provision.words, provision.ids, strict=True)
    }
    assert told["shall"]
    assert not told["Party"]
