"""The texts that a tracked text holds at once: before, after, and as each author asks."""

from hypothesis import given
from tests.committee.text.rules.test_word import TEXTS

from comity.committee.text.rules.word.tracked import Mark, Paragraph, Remark, Stretch, Tracked, joined, tidy

A, B = Mark("Aldova"), Mark("Borania")


@given(TEXTS)
def test_tidying_changes_no_text_that_it_holds_and_is_done_once(text):
    once = tidy(text)
    assert tidy(once) == once
    assert (once.before, once.after) == (text.before, text.after)
    for author in text.authors:
        assert once.asked_by(author) == text.asked_by(author)


def test_words_inserted_by_one_and_deleted_by_another_stand_only_for_the_first():
    text = Tracked((Paragraph((Stretch("We "), Stretch("gladly ", A, B), Stretch("agree."))),))
    assert (text.before, text.after) == ("We agree.", "We agree.")
    assert (text.asked_by("Aldova"), text.asked_by("Borania")) == ("We gladly agree.", "We agree.")


def test_a_paragraph_without_its_mark_runs_on_into_the_next():
    text = Tracked((Paragraph((Stretch("One "),), deleted=A), Paragraph((Stretch("line."),))))
    assert (text.before, text.after) == ("One \nline.", "One line.")


def test_neighbours_that_are_alike_are_one_and_a_remark_is_told_once():
    remark = Remark("Cordia", "Why?")
    found = list(
        joined([Stretch("a", A), Stretch("b", A), Stretch("", remarks=(remark, remark)), Stretch("c")])
    )
    assert found == [Stretch("ab", A), Stretch("", remarks=(remark,)), Stretch("c")]


def test_authors_are_all_who_changed_or_remarked():
    text = Tracked((Paragraph((Stretch("x", remarks=(Remark("Dravia", "y"),)),), inserted=B, deleted=A),))
    assert text.authors == ("Aldova", "Borania", "Dravia")
