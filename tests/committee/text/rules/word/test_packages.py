"""Files that are no Word documents, and files that mean harm."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings, strategies as st

from comity.committee.text.rules.word import Paragraph, Stretch, Tracked, read_word, write_word
from comity.committee.text.rules.word.packages import folded
from comity.errors import ComityError
from comity.errors.interchange import FileTooLarge, NotWord, XmlForbidden, XmlMalformed
from comity.words import Language

RELATIONS = (
    b'<Relationships xmlns="x"><Relationship Id="1" Type="http://x/officeDocument" Target="word/document.xml"/>'
    b"</Relationships>"
)
GOOD = write_word(Tracked((Paragraph((Stretch("Each State Party"),)),)), Language.ENGLISH)


def package(document: bytes) -> bytes:
    return folded({"_rels/.rels": RELATIONS, "word/document.xml": document})


def test_a_zip_bomb_is_refused_before_it_unfolds():
    bomb = package(b"<w>" + b" " * (64 * 1024 * 1024) + b"</w>")
    assert len(bomb) < 1024 * 1024
    with pytest.raises(FileTooLarge):
        read_word(bomb)


def test_a_header_that_lies_about_its_size_is_not_believed():
    honest = package(b"<w>" + b" " * (40 * 1024 * 1024) + b"</w>")
    lying = honest.replace(struct.pack("<L", 40 * 1024 * 1024 + 7), struct.pack("<L", 10))
    with pytest.raises((FileTooLarge, NotWord)):
        read_word(lying)


def test_a_file_of_fifty_megabytes_is_refused():
    with pytest.raises(FileTooLarge):
        read_word(b"PK" + b"x" * (50 * 1024 * 1024))


def test_a_package_of_too_many_parts_is_refused():
    with pytest.raises(FileTooLarge):
        read_word(folded({f"{number}": b"" for number in range(2001)}))


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        (b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>', XmlForbidden),
        (b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>', XmlForbidden),
        (b"<w:document", XmlMalformed),
        (b"", XmlMalformed),
        (b"<a>" * 400 + b"</a>" * 400, XmlMalformed),
        (b"<html/>", NotWord),
        (b"<document/>", NotWord),
    ],
)
def test_a_document_that_is_broken_or_means_harm_is_refused_by_name(document, refusal):
    with pytest.raises(refusal):
        read_word(package(document))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK",
        b"no zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        folded({}),
        folded({"a": b"b"}),
    ],
)
def test_what_is_no_package_of_word_is_refused(raw):
    with pytest.raises(NotWord):
        read_word(raw)


def test_a_package_under_a_password_is_refused():
    target = bytearray(GOOD)
    with zipfile.ZipFile(BytesIO(GOOD)) as opened:
        for part in opened.infolist():
            target[part.header_offset + 6] |= 1
    at = 0
    while (at := target.find(b"PK\x01\x02", at)) >= 0:
        target[at + 8] |= 1
        at += 4
    with pytest.raises(NotWord):
        read_word(bytes(target))


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
@settings(max_examples=80, deadline=None)
def test_a_damaged_file_is_read_or_refused_and_never_crashes(at, damage):
    try:
        read_word(GOOD[:at] + damage + GOOD[at + len(damage) :])
    except ComityError:
        return


@given(st.integers(0, len(GOOD) - 1))
@settings(max_examples=60, deadline=None)
def test_a_file_cut_short_is_refused(at):
    with pytest.raises(ComityError):
        read_word(GOOD[:at])


def test_what_is_read_elsewhere_is_not_fetched():
    relations = RELATIONS.replace(
        b'Target="word/document.xml"', b'TargetMode="External" Target="http://example.org/"'
    )
    with pytest.raises(NotWord):
        read_word(folded({"_rels/.rels": relations}))
