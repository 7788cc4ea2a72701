"""What is written into a Word package, part by part."""

import zipfile
from io import BytesIO

import pytest
from lxml import etree

from comity.committee.text.rules.word.tracked import Mark, Paragraph, Remark, Stretch, Style, Tracked
from comity.committee.text.rules.word.writing import NAMESPACE, write_word
from comity.errors.interchange import NotXmlCharacter
from comity.words import Instant, Language

W = {"w": NAMESPACE}
AT = Instant.parse("2026-11-21T20:00:00.123Z")


def parts(*paragraphs: Paragraph, language: Language = Language.ENGLISH) -> dict[str, etree._Element]:
    with zipfile.ZipFile(BytesIO(write_word(Tracked(paragraphs), language))) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def test_every_part_is_declared_and_referred_to():
    found = parts(Paragraph((Stretch("x"),)))
    declared = found["[Content_Types].xml"].xpath("*[local-name()='Override']/@PartName")
    assert {name.removeprefix("/") for name in declared} <= set(found)
    targets = found["word/_rels/document.xml.rels"].xpath("*/@Target")
    assert {f"word/{name}" for name in targets} <= set(found)


def test_changes_are_numbered_through_and_bear_their_second():
    body = parts(
        Paragraph((Stretch("a", Mark("A", AT), Mark("B")), Stretch("b", Mark("A"))), deleted=Mark("C"))
    )
    changes = body["word/document.xml"].xpath("//w:ins | //w:del", namespaces=W)
    assert sorted(each.get(f"{{{NAMESPACE}}}id") for each in changes) == ["1", "2", "3", "4"]
    assert body["word/document.xml"].xpath("//@w:date", namespaces=W) == ["2026-11-21T20:00:00Z"]


def test_comments_are_numbered_from_nothing_and_each_is_referred_to_once():
    remarks = tuple(Remark("A", words) for words in ("one", "two"))
    found = parts(Paragraph((Stretch("x", remarks=remarks), Stretch("y", remarks=remarks[:1]))))
    told = found["word/comments.xml"].xpath("w:comment/@w:id", namespaces=W)
    assert told == ["0", "1"]
    assert sorted(found["word/document.xml"].xpath("//w:commentReference/@w:id", namespaces=W)) == told


@pytest.mark.parametrize("language", Language)
def test_the_language_of_the_text_is_told_and_its_direction(language):
    found = parts(Paragraph((Stretch("x"),)), language=language)
    tongue = found["word/styles.xml"].xpath("//w:lang/@*", namespaces=W)
    assert [each[:2] for each in tongue] == [str(language)]
    assert bool(found["word/document.xml"].xpath("//w:bidi", namespaces=W)) is language.right_to_left


@pytest.mark.parametrize("style", Style)
def test_every_style_that_is_used_is_defined(style):
    styles = parts(Paragraph((Stretch("x"),), style))["word/styles.xml"]
    assert style.value in styles.xpath("w:style/@w:styleId", namespaces=W)


def test_an_author_whose_name_xml_does_not_know_is_refused():
    with pytest.raises(NotXmlCharacter):
        parts(Paragraph((Stretch("x", Mark("A\x00")),)))
