import pytest

from comity.committee.text.rules.markup import LARGEST, fits, read_markup
from comity.errors.interchange import FileTooLarge, XmlForbidden, XmlMalformed


def test_well_formed_xml_is_read():
    assert read_markup(b"<a><!-- said aside --><b>c</b></a>")[0].text == "c"


def test_a_limit_is_kept():
    with pytest.raises(FileTooLarge):
        read_markup(b"<a/>", largest=3)


def test_a_fault_is_told_by_line_and_column():
    with pytest.raises(XmlMalformed) as caught:
        read_markup(b"<a>\n<b></a>")
    assert caught.value.place.startswith("2:")


def test_a_declared_encoding_does_not_hide_a_declaration():
    with pytest.raises((XmlForbidden, XmlMalformed)):
        read_markup('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"))


def test_a_file_is_refused_by_its_size_before_it_is_read():
    fits(LARGEST)
    with pytest.raises(FileTooLarge):
        fits(LARGEST + 1)
