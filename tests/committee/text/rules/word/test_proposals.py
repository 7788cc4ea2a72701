"""A Word document with the changes of three States becomes their proposals."""

from itertools import count

import pytest
from tests.committee.text.rules.negotiation.logs import ARTICLE, FIRST, SECOND, issue, text as consolidated

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import Comment, NewProvision, Propose, Strike
from comity.committee.text.rules.negotiation.printing import printed
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
from comity.committee.text.rules.word.proposals import Proposed, Why, proposals
from comity.words import Language

A, B, C = Mark("Aldova"), Mark("Borania"), Mark("Cordia")
HEAD = Paragraph((Stretch(f"Article 1. {ARTICLE}"),), Style.ARTICLE)


def read(*paragraphs: Paragraph) -> Proposed:
    """What is read of a document after it went through Word."""
    names = count(1)
    document = write_word(Tracked((HEAD, *paragraphs)), Language.ENGLISH)
    return proposals(read_word(document).text, issue().provisions, fresh=lambda: f"new{next(names)}")


def first(*stretches: Stretch) -> Paragraph:
    return Paragraph((Stretch("1. Each Party "), *stretches))


REST = Stretch("adopt measures to preserve stored electronic data.")


@pytest.mark.mandate("R16")
def test_three_authors_make_three_proposals_and_the_text_shows_them():
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
    assert [(made.by, type(made.act)) for made in found.made] == [
        ("XA", Propose),
        ("XB", Propose),
        ("XC", Propose),
    ]
    assert found.unmade == ()
    shown = printed(consolidated(*((made.by, made.act) for made in found.made)))
    assert "[shall (del. XA)]" in shown or "[shall][may (XA)]" in shown
    assert "[swift (XB)]" in shown
    assert "[stored (del. XC)]" in shown


def test_letters_changed_within_a_word_are_the_word_replaced():
    found = read(
        first(
            Stretch("shall a"),
            Stretch("cc", inserted=A),
            Stretch("dopt measures to preserve stored electronic data."),
        )
    )
    (made,) = found.made
    assert made.act == Propose("p1", 3, 4, ("accdopt ",))


def test_a_paragraph_struck_whole_and_one_inserted_whole():
    found = read(
        Paragraph((Stretch(f"1. {FIRST}", deleted=A),), deleted=A),
        Paragraph((Stretch(f"2. {SECOND}"),)),
        Paragraph((Stretch("3. Costs lie where they fall.", inserted=B),), inserted=B),
    )
    assert [made.act for made in found.made] == [
        Strike("p1"),
        NewProvision("new1", Kind.PARAGRAPH, "a", ("Costs ", "lie ", "where ", "they ", "fall", "."), "p2"),
    ]
    assert consolidated(*((made.by, made.act) for made in found.made))


def test_a_remark_is_a_comment_on_its_provision():
    found = read(first(Stretch("shall ", remarks=(Remark("Dravia", "Why shall?"),)), REST))
    assert [(made.by, made.act) for made in found.made] == [("XD", Comment("p1", "Why shall?"))]


def test_what_cannot_be_made_an_act_is_told_with_the_reason():
    stranger, mixed = Mark("J. Doe"), Mark("Аldova")  # the second begins with a Cyrillic letter
    found = read(
        first(Stretch("must ", inserted=stranger), Stretch("shall "), REST),
        Paragraph((Stretch("Words that the text does not have"), Stretch(" at all", inserted=A))),
        Paragraph(
            (
                Stretch("2. A Party "),
                Stretch("really ", inserted=mixed),
                Stretch("may refuse to do so without delay."),
            )
        ),
    )
    assert found.made == ()
    assert [(one.author, one.why) for one in found.unmade] == [
        ("J. Doe", "unknown-holder"),
        ("Aldova", Why.NO_SUCH_PROVISION),
        (mixed.author, "signs-that-mislead"),
    ]


def test_words_inserted_by_one_and_deleted_by_another_are_told():
    found = read(first(Stretch("gladly ", inserted=A, deleted=B), Stretch("shall "), REST))
    assert [(one.author, one.words, one.why) for one in found.unmade] == [
        ("Borania", "gladly ", Why.AMENDS_ANOTHER)
    ]
    assert [made.by for made in found.made] == ["XA"]


def test_a_document_without_changes_proposes_nothing():
    assert read(first(Stretch("shall "), REST)) == Proposed((), ())
