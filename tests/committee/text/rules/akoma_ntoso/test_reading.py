"""Documents of others, and documents that mean harm."""

import pytest

from comity.committee.text.rules.akoma_ntoso import read_document
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.headings import Kind
from comity.errors.documents import NotUtf8
from comity.errors.interchange import FileTooLarge, NotAkomaNtoso, XmlForbidden, XmlMalformed

NS = 'xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'
FOREIGN = f"""<akomaNtoso {NS}><act name="act"><meta/><body>
<chapter eId="c"><num>I</num><heading>General</heading>
 <article eId="a"><num>1</num><heading>Scope</heading>
  <paragraph eId="p"><num>1.</num><content>
   <p>Each <b>State</b> <del>may</del><ins>shall</ins> adopt.</p></content></paragraph>
  <paragraph eId="q"><num>2.</num><intro><p>It shall:</p></intro>
   <point eId="r"><num>(a)</num><content>
    <p>act<authorialNote eId="n"><p>a note</p></authorialNote>;</p></content></point>
  </paragraph>
  <level><content><table><tr><td><p>in a table</p></td></tr></table></content></level>
 </article></chapter></body></act></akomaNtoso>""".encode()


def document(body: str) -> bytes:
    return f"<akomaNtoso {NS}><act><body>{body}</body></act></akomaNtoso>".encode()


def test_a_document_of_another_program_is_read_as_a_draft():
    found = read_document(FOREIGN)
    draft = parse(found.source)
    kinds = [(one.kind, one.number) for _, one in draft.negotiated()]
    assert kinds[:3] == [(Kind.CHAPTER, "I"), (Kind.ARTICLE, "1"), (Kind.PARAGRAPH, "1")]
    assert (Kind.SUBPARAGRAPH, "a") in kinds
    assert "Each State [may][shall] adopt." in found.source


def test_what_has_no_place_in_a_draft_is_told_and_its_words_are_kept():
    found = read_document(FOREIGN)
    assert dict(found.unplaced) == {"authorialNote": 1, "table": 1}
    assert "in a table" in found.source
    assert "a note" in found.source


def test_words_in_an_element_that_is_not_known_are_read():
    assert (
        read_document(document("<article><foreign>Some words</foreign></article>")).source == "Some words\n\n"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"<akomaNtoso>",
        b"",
        b"not xml at all",
        b"<a>&undeclared;</a>",
        "<a/>".encode("utf-16"),
        b"<a>\xff</a>",
        b"<a>" * 300 + b"</a>" * 300,
    ],
)
def test_what_is_not_well_formed_is_refused(raw):
    with pytest.raises((XmlMalformed, NotUtf8)):
        read_document(raw)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;&l;&l;&l;&l;">]>',
        '<!DOCTYPE a PUBLIC "x" "http://example.org/a.dtd">',
        '<!doctype a [<!ENTITY % p SYSTEM "http://example.org/p"> %p;]>',
    ],
)
def test_document_types_and_entities_are_refused(declared):
    with pytest.raises(XmlForbidden):
        read_document(declared.encode() + FOREIGN)


def test_a_document_over_the_limit_is_refused():
    with pytest.raises(FileTooLarge):
        read_document(b"<a>" + b"x" * (50 * 1024 * 1024) + b"</a>")


@pytest.mark.parametrize(
    "raw",
    [b"<html/>", b"<a/>", f"<akomaNtoso {NS}/>".encode(), f"<akomaNtoso {NS}><act/></akomaNtoso>".encode()],
)
def test_what_is_no_akoma_ntoso_is_refused(raw):
    with pytest.raises(NotAkomaNtoso):
        read_document(raw)
