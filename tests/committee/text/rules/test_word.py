"""What goes to Word comes back with the same changes under the same names; the same text gives the same octets."""

import zipfile
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings, strategies as st
from tests.committee.text.rules.negotiated import negotiating_texts

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.word import (
    Mark,
    Paragraph,
    Remark,
    Stretch,
    Style,
    Tracked,
    changed,
    marked,
    notation,
    read_word,
    write_word,
)
from comity.committee.text.rules.word.tracked import tidy
from comity.errors.interchange import NotXmlCharacter
from comity.words import Instant, Language

AT = Instant.parse("2026-11-21T20:00:00.000Z")
NAMES = st.sampled_from(["Aldova", "Borania", "Группа 77", "دولة", "A & <B>"])
MOMENTS = st.one_of(st.none(), st.integers(0, 4_000_000_000).map(lambda second: Instant(second * 1000)))
MARKS = st.one_of(st.none(), st.builds(Mark, NAMES, MOMENTS))
WORDS = st.text(alphabet="ab é中ل\n\t\r&<\u2011 ", max_size=12)
REMARKS = st.lists(st.builds(Remark, NAMES, st.text(alphabet="ab\nل", max_size=8), MOMENTS), max_size=2).map(
    tuple
)
STRETCHES = st.builds(Stretch, WORDS, MARKS, MARKS, REMARKS, italic=st.booleans(), bold=st.booleans())
PARAGRAPHS = st.builds(
    Paragraph, st.lists(STRETCHES, max_size=5).map(tuple), st.sampled_from(Style), MARKS, MARKS
)
TEXTS = st.lists(PARAGRAPHS, max_size=4).map(lambda many: Tracked(tuple(many)))
THREE = Tracked(
    (
        Paragraph((Stretch("Article 7. Preservation"),), Style.ARTICLE),
        Paragraph(
            (
                Stretch("Each State Party "),
                Stretch("may ", deleted=Mark("Aldova", AT)),
                Stretch("shall ", inserted=Mark("Aldova", AT)),
                Stretch("adopt ", remarks=(Remark("Cordia", "We reserve our position.", AT),)),
                Stretch("swiftly ", inserted=Mark("Borania", AT), deleted=Mark("Cordia", AT)),
                Stretch("such measures."),
            )
        ),
    )
)


@given(TEXTS, st.sampled_from(Language))
@settings(max_examples=60, deadline=None)
def test_every_change_and_remark_comes_back_under_its_author(text, language):
    assert read_word(write_word(text, language)).text == tidy(text)


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_the_same_text_gives_the_same_octets(text):
    assert write_word(text, Language.ENGLISH) == write_word(text, Language.ENGLISH)


@given(negotiating_texts())
@settings(max_examples=60, deadline=None)
def test_a_draft_goes_to_word_and_back_without_losing_a_change(source):
    text = marked(parse(source), Language.ENGLISH, AT)
    found = read_word(write_word(text, Language.ENGLISH))
    assert found.text == tidy(text)
    assert found.unplaced == ()


@given(negotiating_texts(), negotiating_texts())
@settings(max_examples=60, deadline=None)
def test_rejecting_all_changes_gives_the_old_draft_and_accepting_all_the_new(old, new):
    text = changed(parse(old), parse(new), "Chair", AT)
    lines = [line for line in text.after.split("\n") if line]
    wanted = [each.words for each in changed(parse(""), parse(new), "Chair").paragraphs if each.words]
    assert lines == wanted
    before = sorted(line for line in text.before.split("\n") if line)
    assert before == sorted(
        each.words for each in changed(parse(""), parse(old), "Chair").paragraphs if each.words
    )


@pytest.mark.mandate("R16")
def test_three_authors_are_three_proposals():
    text = read_word(write_word(THREE, Language.ENGLISH)).text
    assert text.authors == ("Aldova", "Borania", "Cordia")
    assert text.before.endswith("Each State Party may adopt such measures.")
    assert text.asked_by("Aldova").endswith("Each State Party shall adopt such measures.")
    assert text.asked_by("Borania").endswith("Each State Party may adopt swiftly such measures.")


def test_another_reader_of_word_finds_the_same_words_styles_and_comments():
    document = docx.Document(BytesIO(write_word(THREE, Language.ENGLISH)))
    assert [paragraph.style.name for paragraph in document.paragraphs] == ["Heading 3", "Normal"]
    inserted = document.element.xpath("//w:ins[@w:author='Aldova']//w:t/text()")
    deleted = document.element.xpath("//w:del[@w:author='Cordia']//w:delText/text()")
    assert (inserted, deleted) == (["shall "], ["swiftly "])
    assert [(one.author, one.text) for one in document.comments] == [("Cordia", "We reserve our position.")]


def test_a_document_of_another_writer_is_read():
    document = docx.Document()
    document.add_heading("Article 1. Use of terms", level=3)
    paragraph = document.add_paragraph("Each State ")
    run = paragraph.add_run("Party")
    run.bold = True
    document.add_comment(run, text="Why Party?", author="Aldova")
    document.add_table(1, 1).cell(0, 0).text = "in a table"
    target = BytesIO()
    document.save(target)
    found = read_word(target.getvalue())
    assert [each.words for each in found.text.paragraphs] == [
        "Article 1. Use of terms",
        "Each State Party",
        "in a table",
    ]
    assert found.text.paragraphs[0].style is Style.ARTICLE
    assert found.text.paragraphs[1].stretches[1].bold
    assert [remark.words for remark in found.text.paragraphs[1].stretches[1].remarks] == ["Why Party?"]
    assert dict(found.unplaced) == {"table": 1}


def test_no_trace_of_machine_or_user_is_written():
    with zipfile.ZipFile(BytesIO(write_word(THREE, Language.ENGLISH))) as package:
        assert not [name for name in package.namelist() if name.startswith("docProps")]
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_character_that_xml_does_not_know_is_refused():
    with pytest.raises(NotXmlCharacter):
        write_word(Tracked((Paragraph((Stretch("a\x00"),)),)), Language.ENGLISH)


def test_arabic_is_written_from_right_to_left():
    text = Tracked((Paragraph((Stretch("تتخذ كل دولة طرف"),)),))
    with zipfile.ZipFile(BytesIO(write_word(text, Language.ARABIC))) as package:
        written = package.read("word/document.xml")
    assert b"<w:bidi/>" in written
    assert b"<w:rtl/>" in written
    assert notation(text).source == "تتخذ كل دولة طرف\n\n"
