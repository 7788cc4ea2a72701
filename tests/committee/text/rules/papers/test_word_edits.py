"""What each author did to a paragraph is told by places in the words that stand, one edit for each place."""

from comity.committee.text.rules.papers.word_edits import edits_of, touched
from comity.committee.text.rules.word.tracked import Mark, Paragraph, Remark, Stretch

A, B = Mark("Aldova"), Mark("Borania")


def read(*stretches: Stretch):
    return edits_of(Paragraph(stretches))


def test_words_taken_away_and_set_at_one_place_are_one_edit():
    found = read(Stretch("They "), Stretch("shall ", deleted=A), Stretch("may ", inserted=A), Stretch("act."))
    assert found.words == "They shall act."
    assert [(one.author, one.on, one.start, one.end, one.words) for one in found.edits] == [
        ("Aldova", None, 5, 11, "may ")
    ]


def test_words_set_within_the_words_of_another_amend_that_other():
    found = read(Stretch("at once ", inserted=A), Stretch("and ", inserted=B), Stretch("always ", inserted=A))
    first, second = found.edits
    assert (first.words, first.on) == ("at once always ", None)
    assert (second.author, second.on, second.start, second.words) == ("Borania", first, 8, "and ")


def test_words_that_an_author_set_and_took_back_are_nothing():
    assert read(Stretch("Words."), Stretch("never ", inserted=A, deleted=A)).edits == []


def test_brackets_around_words_that_stand_are_a_pair_and_one_alone_is_told():
    around = read(Stretch("[", inserted=A), Stretch("shall"), Stretch("]", inserted=A))
    assert [(one.author, one.start, one.end) for one in around.pairs] == [("Aldova", 0, 5)]
    assert (around.apart, around.edits) == ([], [])
    assert read(Stretch("]", inserted=A), Stretch("shall")).apart == ["Aldova"]


def test_who_asks_for_the_same_deletion_deletes_and_every_other_remark_stays_on_its_words():
    also, why = Remark("Borania", "Asks for the deletion of these words too."), Remark("Cordia", "Why?")
    stretches = (Stretch("They "), Stretch("shall ", deleted=A, remarks=(also, why)))
    found = read(*stretches)
    assert [(one.author, one.start, one.end) for one in found.edits] == [("Aldova", 5, 11), ("Borania", 5, 11)]
    assert [(one.remark, one.start, one.end) for one in found.sayings] == [(why, 5, 11)]
    assert touched(Paragraph(stretches), "Borania") == "-shall"
