"""How the changes and comments that other programs write are read."""

import pytest

from comity.committee.text.rules.word.packages import folded
from comity.committee.text.rules.word.reading import read_word
from comity.committee.text.rules.word.tracked import Style
from comity.errors.interchange import NotWord

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
RELATIONS = '<Relationships xmlns="x"><Relationship Id="1" Type="http://x/{}" Target="{}"/></Relationships>'


def read(body: str, space: str = SPACE, comments: str = ""):
    parts = {
        "_rels/.rels": RELATIONS.format("officeDocument", "word/document.xml").encode(),
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>".encode(),
    }
    if comments:
        parts["word/_rels/document.xml.rels"] = RELATIONS.format("comments", "comments.xml").encode()
        parts["word/comments.xml"] = f"<w:comments {space}>{comments}</w:comments>".encode()
    return read_word(folded(parts))


def stretches(body: str, **ways):
    return read(f"<w:p>{body}</w:p>", **ways).text.paragraphs[0].stretches


def test_words_moved_are_deleted_where_they_were_and_inserted_where_they_are():
    gone, here = stretches(
        '<w:moveFrom w:author="A"><w:r><w:t>old </w:t></w:r></w:moveFrom>'
        '<w:moveTo w:author="A"><w:r><w:t>new</w:t></w:r></w:moveTo>'
    )
    assert (gone.deleted.author, here.inserted.author) == ("A", "A")


def test_a_deletion_within_an_insertion_keeps_both_authors():
    (found,) = stretches(
        '<w:ins w:author="A"><w:del w:author="B"><w:r><w:delText>x</w:delText></w:r></w:del></w:ins>'
    )
    assert (found.inserted.author, found.deleted.author) == ("A", "B")


@pytest.mark.parametrize(
    ("date", "wanted"), [("2026-11-21T10:00:00Z", "2026-11-21T10:00:00.000Z"), ("yesterday", None), ("", None)]
)
def test_a_moment_that_is_none_is_left_open(date, wanted):
    (found,) = stretches(f'<w:ins w:author="A" w:date="{date}"><w:r><w:t>x</w:t></w:r></w:ins>')
    assert (str(found.inserted.at) if found.inserted.at else None) == wanted


def test_a_comment_stands_on_its_words_or_at_its_point():
    comments = '<w:comment w:id="1" w:author="A"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>'
    begin, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    over = stretches(f"{begin}<w:r><w:t>may</w:t></w:r>{end}<w:r><w:t> act</w:t></w:r>", comments=comments)
    assert [bool(each.remarks) for each in over] == [True, False]
    point = stretches(f"<w:r><w:t>may</w:t></w:r>{begin}{end}", comments=comments)
    assert [(each.words, len(each.remarks)) for each in point] == [("may", 0), ("", 1)]


def test_both_families_of_namespaces_and_every_style_are_read():
    body = '<w:p><w:pPr><w:pStyle w:val="Heading 3"/></w:pPr><w:r><w:t>Scope</w:t></w:r></w:p>'
    for space in (SPACE, STRICT):
        (found,) = read(body, space).text.paragraphs
        assert (found.style, found.words) == (Style.ARTICLE, "Scope")


def test_what_has_no_words_is_counted():
    found = read("<w:p><w:r><w:drawing/><w:drawing/><w:sym/></w:r></w:p>")
    assert dict(found.unplaced) == {"picture": 2, "symbol": 1}


def test_a_document_without_a_body_is_none():
    with pytest.raises(NotWord):
        read_word(
            folded(
                {"_rels/.rels": RELATIONS.format("officeDocument", "d.xml").encode(), "d.xml": b"<document/>"}
            )
        )
