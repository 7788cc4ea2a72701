import pytest
from tests.committee.text.rules.negotiation.logs import text

from comity.committee.text.rules.negotiation.acts import CHAIR, Accept, Agree, Confirm, Express, Propose, Reopen
from comity.committee.text.rules.negotiation.expressions import Consistency, consistency, queue
from comity.committee.text.rules.words import cut
from comity.errors.text import NothingToConfirm, TextMovedOn, WordsNotStanding
from comity.words import Language

FRENCH = Express("p1", Language.FRENCH, cut("Chaque Partie adopte des mesures."))
MAY = ("XA", Propose("p1", 2, 3, cut("may")))


def found(*acts, language: Language = Language.FRENCH) -> Consistency:
    negotiation = text(*acts).negotiation
    return consistency(negotiation, negotiation.provisions["p1"], language)


def test_an_expression_is_for_the_words_it_was_made_for() -> None:
    assert found() is Consistency.MISSING
    assert found(language=Language.ENGLISH) is Consistency.ORIGINAL
    assert found(("ZZ", FRENCH)) is Consistency.CURRENT
    assert found(("ZZ", FRENCH), ("ZZ", Confirm("p1", Language.FRENCH))) is Consistency.CONFIRMED
    assert (
        found(("ZZ", FRENCH), ("ZZ", Confirm("p1", Language.FRENCH)), MAY, (CHAIR, Accept(4)))
        is Consistency.STALE
    )
    again = (("ZZ", FRENCH), ("ZZ", Confirm("p1", Language.FRENCH)), ("ZZ", FRENCH))
    assert found(*again) is Consistency.CURRENT


def test_nothing_is_confirmed_that_was_not_made_for_the_words_that_stand() -> None:
    with pytest.raises(NothingToConfirm):
        text(("ZZ", Confirm("p1", Language.FRENCH)))
    with pytest.raises(NothingToConfirm):
        text(("ZZ", FRENCH), MAY, (CHAIR, Accept(3)), ("ZZ", Confirm("p1", Language.FRENCH)))


def test_the_language_of_the_negotiation_is_changed_by_proposals_alone() -> None:
    with pytest.raises(WordsNotStanding):
        text(("ZZ", Express("p1", Language.ENGLISH, cut("Each Party may."))))


def test_who_translates_what_has_changed_meanwhile_looks_again() -> None:
    late = Express("p1", Language.FRENCH, cut("Chaque Partie adopte."), seen=2)
    with pytest.raises(TextMovedOn):
        text(("ZZ", FRENCH), ("ZZ", FRENCH), ("ZZ", late))
    text(("ZZ", FRENCH), ("ZZ", late))


@pytest.mark.mandate("R6")
def test_what_is_agreed_waits_in_each_language_until_it_is_confirmed() -> None:
    waiting = list(queue(text((CHAIR, Agree("p1"))).negotiation))
    assert [(each.provision, each.language.value) for each in waiting] == [
        ("p1", "ar"), ("p1", "zh"), ("p1", "fr"), ("p1", "ru"), ("p1", "es")
    ]  # fmt: skip
    done = text((CHAIR, Agree("p1")), ("ZZ", FRENCH), ("ZZ", Confirm("p1", Language.FRENCH)))
    assert Language.FRENCH not in {each.language for each in queue(done.negotiation)}
    assert not list(queue(text((CHAIR, Agree("p1")), ("XA", Reopen("p1"))).negotiation))


def test_what_is_agreed_word_by_word_waits_once_no_word_is_left() -> None:
    count = len(text().negotiation.provisions["p1"].words)
    half, rest = (CHAIR, Agree("p1", 0, 3)), (CHAIR, Agree("p1", 3, count))
    assert not list(queue(text(half).negotiation))
    assert {each.provision for each in queue(text(half, rest).negotiation)} == {"p1"}
