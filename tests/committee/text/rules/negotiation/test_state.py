from tests.committee.text.rules.negotiation.logs import text

from comity.committee.text.rules.negotiation.acts import Propose, Stance, TakeStance
from comity.committee.text.rules.negotiation.state import brought_by, walk, word_ids
from comity.committee.text.rules.words import cut


def test_a_words_number_names_the_entry_that_brought_it() -> None:
    assert [brought_by(word) for word in word_ids(7, 3, first=2)] == [7, 7, 7]
    assert len({*word_ids(7, 1000), *word_ids(8, 1000)}) == 2000


def test_provisions_are_walked_in_the_order_of_the_text() -> None:
    children = {"": ("a", "b"), "a": ("a1", "a2"), "a1": ("x",), "b": ("b1",)}
    assert list(walk(children, "")) == ["a", "a1", "x", "a2", "b", "b1"]
    assert list(walk(children, "a")) == ["a1", "x", "a2"]


def test_a_provision_names_those_who_take_a_stance_in_the_order_in_which_they_took_it() -> None:
    found = text(
        ("XC", Propose("p1", 2, 3, cut("may"))),
        ("XB", TakeStance(2, Stance.OPPOSE)),
        ("XA", TakeStance(2, Stance.OPPOSE)),
    )
    provision = found.negotiation.provisions["p1"]
    assert provision.sponsors(2) == ("XC",)
    assert provision.holding(2, Stance.OPPOSE) == ("XB", "XA")
    assert list(found.negotiation.above("p1")) == ["a"]
    assert not provision.is_free
