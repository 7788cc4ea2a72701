"""A Word document with the changes of States becomes their acts; what was exported and comes back asks for nothing."""

from itertools import count

import pytest
from hypothesis import given, settings
from tests.committee.text.rules.negotiation.logs import ARTICLE, FIRST, SECOND, log
from tests.committee.text.rules.papers.negotiations import acts, paper, taken

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Act,
    Agree,
    Comment,
    NewProvision,
    PlaceBrackets,
    Propose,
    Stance,
    Strike,
    TakeStance,
)
from comity.committee.text.rules.negotiation.settling import settle
from comity.committee.text.rules.papers.as_word import tracked_of
from comity.committee.text.rules.papers.coming import Coming, Why, resolved
from comity.committee.text.rules.papers.from_word import coming_from
from comity.committee.text.rules.word import (
    Mark,
    Paragraph,
    Remark,
    Stretch,
    Style,
    Tracked,
    read_word,
    write_word,
)
from comity.committee.text.rules.words import cut
from comity.errors import ComityError
from comity.words import Language

A, B, C = Mark("Aldova"), Mark("Borania"), Mark("Cordia")
HEAD = Paragraph((Stretch(f"Article 1. {ARTICLE}"),), Style.ARTICLE)
REST = Stretch("adopt measures to preserve stored electronic data.")


def came(text: Tracked, here=None, **ways) -> Coming:
    """What is read of a document after it went through Word."""
    names = count(1)
    document = write_word(text, Language.ENGLISH)
    table = here or paper(log())
    return coming_from(read_word(document).text, table, fresh=lambda: f"new{next(names)}", **ways)


def read(*paragraphs: Paragraph, **ways) -> Coming:
    return came(Tracked((HEAD, *paragraphs)), **ways)


def first(*stretches: Stretch) -> Paragraph:
    return Paragraph((Stretch("1. Each Party "), *stretches))


def entered(found: Coming) -> tuple[tuple[str, Act], ...]:
    """The acts under the numbers that they have once they are entered after one draft; those refused are left out."""
    numbers: list[int] = []
    kept: list[tuple[str, Act]] = []
    for made in found.made:
        act = resolved(made.act, numbers)
        try:
            if act is not None:
                settle(log(*kept, (made.by, act)))
        except ComityError:
            act = None
        numbers.append(len(kept) + 2 if act else 0)
        kept += [(made.by, act)] if act else []
    return tuple(kept)


@settings(max_examples=80, deadline=None)
@given(acts())
def test_what_was_exported_and_comes_back_asks_for_nothing(found):
    here = paper(taken(found))
    again = came(tracked_of(here), here)
    assert (again.made, again.unmade) == ((), ())


@pytest.mark.mandate("R16")
@settings(max_examples=80, deadline=None)
@given(acts())
def test_a_negotiation_goes_through_word_into_another_with_the_same_changes_and_authors(found):
    text = tracked_of(paper(taken(found)))
    again = tracked_of(paper(log(*entered(came(text)))))
    assert again.authors == text.authors
    assert again.before == text.before
    for author in text.authors:
        assert again.asked_by(author) == text.asked_by(author)


@pytest.mark.mandate("R16")
def test_three_authors_make_three_proposals():
    found = read(
        first(
            Stretch("shall ", deleted=A),
            Stretch("may ", inserted=A),
            Stretch("adopt "),
            Stretch("swift ", inserted=B),
            Stretch("measures to preserve "),
            Stretch("stored ", deleted=C),
            Stretch("electronic data."),
        )
    )
    assert [(made.by, made.act) for made in found.made] == [
        ("XA", Propose("p1", 2, 3, cut("may"))),
        ("XB", Propose("p1", 4, 4, cut("swift"))),
        ("XC", Propose("p1", 7, 8)),
    ]
    assert found.unmade == ()


def test_letters_changed_within_a_word_are_the_word_replaced():
    found = read(
        first(
            Stretch("shall a"),
            Stretch("cc", inserted=A),
            Stretch("dopt measures to preserve stored electronic data."),
        )
    )
    assert [made.act for made in found.made] == [Propose("p1", 3, 4, cut("accdopt"))]


def test_a_paragraph_struck_whole_and_one_inserted_whole():
    found = read(
        Paragraph((Stretch(f"1. {FIRST}", deleted=A),), deleted=A),
        Paragraph((Stretch(f"2. {SECOND}"),)),
        Paragraph((Stretch("2 alt. Costs lie where they fall.", inserted=B),), inserted=B),
    )
    assert [made.act for made in found.made] == [
        Strike("p1"),
        NewProvision("new1", Kind.PARAGRAPH, "a", cut("Costs lie where they fall."), "p2", "p2"),
    ]


def test_words_changed_within_the_words_of_another_amend_that_proposal():
    found = read(
        first(
            Stretch("truly ", inserted=A),
            Stretch("and gladly ", inserted=A, deleted=B),
            Stretch("or not ", inserted=B),
            Stretch("shall "),
            REST,
        )
    )
    assert [(made.by, made.act) for made in found.made] == [
        ("XA", Propose("p1", 2, 2, cut("truly and gladly"))),
        ("XB", Propose("p1", 1, 3, cut("or not"), -1)),
    ]


def test_brackets_set_around_words_are_placed_and_around_ones_own_say_nothing():
    found = read(
        first(
            Stretch("[", inserted=C),
            Stretch("shall "),
            Stretch("adopt"),
            Stretch("]", inserted=C),
            Stretch(" measures "),
            Stretch("[at once] ", inserted=A),
            Stretch("to preserve stored electronic data."),
        )
    )
    assert [(made.by, made.act) for made in found.made] == [
        ("XA", Propose("p1", 5, 5, cut("at once"))),
        ("XC", PlaceBrackets("p1", 2, 4)),
    ]


def test_a_bracket_without_partner_is_told():
    found = read(first(Stretch("[", inserted=C), Stretch("shall "), REST))
    assert [(one.author, one.why) for one in found.unmade] == [("Cordia", Why.BRACKETS_APART)]


def test_sentences_on_positions_are_positions_in_any_language_and_others_are_comments():
    said = (
        Remark("Borania", "Appuie cette proposition (Aldova)."),
        Remark("Cordia", "反对本提案（Aldova）。"),
        Remark("Dravia", "Why may?"),
    )
    found = read(first(Stretch("shall ", deleted=A), Stretch("may ", inserted=A, remarks=said), REST))
    assert [(made.by, made.act) for made in found.made[1:]] == [
        ("XB", TakeStance(-1, Stance.SUPPORT)),
        ("XC", TakeStance(-1, Stance.OPPOSE)),
        ("XD", Comment("p1", "Why may?")),
    ]


def test_two_that_ask_for_the_same_deletion_each_propose_it():
    also = Remark("Borania", "Asks for the deletion of these words too.")
    found = read(first(Stretch("shall ", deleted=A, remarks=(also,)), REST))
    assert [(made.by, made.act) for made in found.made] == [
        ("XA", Propose("p1", 2, 3)),
        ("XB", Propose("p1", 2, 3)),
    ]


def test_agreement_is_the_chairs_sentence():
    found = read(first(Stretch("shall ", remarks=(Remark("Chair", "Agreed ad referendum."),)), REST))
    assert [(made.by, made.act) for made in found.made] == [(CHAIR, Agree("p1", 2, 3))]


def test_authors_are_read_by_the_table_and_several_sponsor_together():
    both = Mark("Aldova, Borania")
    found = read(
        first(Stretch("shall ", deleted=Mark("J. Doe")), Stretch("truly ", inserted=both), REST),
        names={"J. Doe": "XC"},
    )
    assert [(made.by, made.act) for made in found.made] == [
        ("XC", Propose("p1", 2, 3)),
        ("XA", Propose("p1", 3, 3, cut("truly"))),
        ("XB", TakeStance(-2, Stance.SPONSOR)),
    ]


def test_what_cannot_be_made_an_act_is_told_with_the_reason():
    stranger, mixed = Mark("J. Doe"), Mark("Аldova")  # the second begins with a Cyrillic letter
    found = read(
        first(Stretch("must ", inserted=stranger), Stretch("shall "), REST),
        Paragraph((Stretch("Words that the text does not have"), Stretch(" at all", inserted=A))),
        Paragraph(
            (
                Stretch("2. A Party "),
                Stretch("really ", inserted=mixed),
                Stretch(SECOND.removeprefix("A Party ")),
            )
        ),
        Paragraph((Stretch("1. ", deleted=B), Stretch("3. ", inserted=B), Stretch(FIRST))),
        Paragraph(
            (
                Stretch("2. A Party "),
                Stretch("\u202erevo ", inserted=A),
                Stretch(SECOND.removeprefix("A Party ")),
            )
        ),
    )
    assert found.made == ()
    assert [(one.author, one.why) for one in found.unmade] == [
        ("J. Doe", "unknown-holder"),
        ("Aldova", Why.NO_SUCH_PROVISION),
        (mixed.author, "signs-that-mislead"),
        ("Borania", Why.NUMBER_CHANGED),
        ("Aldova", "signs-that-mislead"),
    ]


def test_a_document_without_changes_proposes_nothing():
    assert read(first(Stretch("shall "), REST)) == Coming()
