"""The forms in which a draft comes and goes."""

import pytest
from hypothesis import given, settings
from tests.committee.text.rules.negotiated import negotiating_texts

from comity.committee.text.rules.akoma_ntoso import Origin
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.interchange import Form, give, give_changes, take
from comity.committee.text.rules.word import Mark, Paragraph, Stretch, Tracked, read_word, write_word
from comity.errors import ComityError
from comity.errors.interchange import NotWord, XmlForbidden
from comity.words import Language

ORIGIN = Origin("a-text", 1, Language.ENGLISH, "2026-11-21")
SOURCE = "## Article 1\n\n1. Each State [shall (XA)] [may <b> & (XB)] act.\n"


@pytest.mark.parametrize("form", [Form.NOTATION, Form.AKOMA_NTOSO])
@given(source=negotiating_texts())
@settings(max_examples=30, deadline=None)
def test_two_forms_give_the_very_text_back(form, source):
    taken = take(give(parse(source), form, ORIGIN))
    assert (taken.form, taken.source) == (form, source)


def test_word_gives_back_the_brackets_and_their_holders():
    taken = take(give(parse(SOURCE), Form.WORD, ORIGIN))
    held = [pair.attribution.holders for pair in parse(taken.source).brackets.pairs if pair.attribution]
    assert (taken.form, held, taken.authors) == (Form.WORD, [("XA",), ("XB",)], ("Aldova", "Borania"))


def test_authors_who_are_no_states_and_comments_are_told():
    text = Tracked((Paragraph((Stretch("now", inserted=Mark("J. Doe")),)),))
    assert take(write_word(text, Language.ENGLISH)).unknown == ("J. Doe",)


def test_the_form_is_told_by_the_octets_and_not_by_the_name():
    assert take(b"PK is no package").form is Form.NOTATION
    with pytest.raises(NotWord):
        take(b"PK\x03\x04 is no package")
    with pytest.raises(NotWord):
        take(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old binary document")
    with pytest.raises(XmlForbidden):
        take(b'\xef\xbb\xbf <!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


@given(negotiating_texts())
@settings(max_examples=30, deadline=None)
def test_every_form_can_be_written_of_every_text(source):
    for form in Form:
        assert isinstance(give(parse(source), form, ORIGIN), bytes)


def test_changes_between_drafts_are_tracked_under_one_name():
    new = parse(SOURCE.replace("Each State", "Every State"))
    text = read_word(give_changes(parse(SOURCE), new, ORIGIN, author="Chair")).text
    assert text.authors == ("Chair",)
    assert "Every State" in text.after
    assert "Each State" in text.before


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"<?xml", b"<akomaNtoso>", b"PK\x05\x06" + b"\x00" * 18])
def test_what_cannot_be_read_is_refused_by_name(raw):
    with pytest.raises(ComityError):
        take(raw)
