"""Drafts as tracked texts and back."""

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.word import Mark, Paragraph, Stretch, Style, Tracked, changed, marked, notation
from comity.words import Language


def words(source: str) -> list[tuple[str, str, str]]:
    (paragraph,) = marked(parse(source), Language.ENGLISH).paragraphs
    return [
        (one.words, one.inserted.author if one.inserted else "", one.deleted.author if one.deleted else "")
        for one in paragraph.stretches
    ]


def test_words_held_by_a_state_are_inserted_by_it():
    assert words("1. Each State [shall (XA)] act.\n") == [
        ("1. Each State ", "", ""),
        ("shall", "Aldova", ""),
        (" act.", "", ""),
    ]


def test_words_whose_deletion_is_asked_are_deleted_by_who_asks():
    assert words("1. Each [other (XB; del. XA; del. XC)] State\n")[1] == ("other", "Borania", "Aldova, Cordia")


def test_a_bracket_within_a_bracket_stays_and_its_holder_remarks_on_it():
    (paragraph,) = marked(parse("1. [all [such (XB)] acts (XA)]\n"), Language.ENGLISH).paragraphs
    assert paragraph.words == "1. [all such acts (XA)]"
    assert [remark.author for one in paragraph.stretches for remark in one.remarks] == ["Aldova"]


def test_a_bracket_without_a_holder_stays_a_bracket():
    assert words("1. [may][shall] act\n") == [("1. [may][shall] act", "", "")]


def test_hashes_and_stars_become_styles_and_looks():
    text = marked(parse("## Chapter I. General\n\n#### Article 1\n\n1. *Each* **State**\n"), Language.ENGLISH)
    assert [(each.style, each.words) for each in text.paragraphs] == [
        (Style.CHAPTER, "Chapter I. General"),
        (Style.ARTICLE, "Article 1"),
        (Style.NORMAL, "1. Each State"),
    ]
    assert [(one.words, one.italic, one.bold) for one in text.paragraphs[2].stretches][1::2] == [
        ("Each", True, False),
        ("State", False, True),
    ]


def test_what_a_draft_changes_is_tracked_under_the_name_given():
    old = parse("#### Article 1\n\n1. Each State may act swiftly.\n\n2. Words that go away entirely.\n")
    new = parse("#### Article 1\n\n1. Each State shall act swiftly.\n\n2. Something new about ships.\n")
    text = changed(old, new, "Chair")
    assert text.authors == ("Chair",)
    assert text.before == "Article 1\n1. Each State may act swiftly.\n2. Words that go away entirely."
    assert text.after == "Article 1\n1. Each State shall act swiftly.\n2. Something new about ships."


def test_changes_of_states_become_brackets_that_they_hold():
    mark = Mark("Borania")
    text = Tracked(
        (
            Paragraph((Stretch("Article 1"),), Style.ARTICLE),
            Paragraph(
                (Stretch("Each "), Stretch("may ", deleted=Mark("XA")), Stretch("shall ", inserted=mark))
            ),
        )
    )
    found = notation(text)
    assert found.source == "#### Article 1\n\nEach [may (del. XA)] [shall (XB)] \n\n"
    brackets = parse(found.source).brackets.pairs
    assert [(pair.attribution.holders, pair.attribution.against) for pair in brackets if pair.attribution] == [
        ((), ("XA",)),
        (("XB",), ()),
    ]


def test_the_notation_survives_word():
    source = "1. Each State [shall (XA, XB)] act [now (XC; del. XD)] or never.\n\n"
    assert notation(marked(parse(source), Language.FRENCH)).source == source


def test_an_author_who_is_no_state_is_kept_and_told():
    found = notation(Tracked((Paragraph((Stretch("now", inserted=Mark("J. Doe")),)),)))
    assert found.source == "[now (J. Doe)]\n\n"
    assert found.unknown == ("J. Doe",)
