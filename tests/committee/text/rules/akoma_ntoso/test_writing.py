"""Where each part of a draft stands in the document, and what stands around its words."""

import pytest
from lxml import etree

from comity.committee.text.rules.akoma_ntoso.live import Live, Said
from comity.committee.text.rules.akoma_ntoso.matter import Origin
from comity.committee.text.rules.akoma_ntoso.names import NAMESPACE, OWN
from comity.committee.text.rules.akoma_ntoso.writing import write_document
from comity.committee.text.rules.draft import parse
from comity.reference.schemas import faults
from comity.words import Language

SPACES = {"a": NAMESPACE, "c": OWN}
ORIGIN = Origin("a-text", 1, Language.ENGLISH, "2026-11-21")


def root(source: str, live: Live | None = None) -> etree._Element:
    written = write_document(parse(source), ORIGIN, live=live)
    assert faults(written) == ()
    return etree.fromstring(written)


def test_titles_stand_in_the_preface_the_preamble_by_itself_and_the_rest_in_the_body():
    found = root(
        "# A title\n\n## Preamble\n\n*Recalling* the Charter,\n\n## Chapter I. General\n\n#### Article 1. Scope\n"
    )
    bill = found[0]
    assert [each.tag.rpartition("}")[2] for each in bill] == ["meta", "preface", "preamble", "body"]
    assert bill.xpath("a:body/a:chapter/a:article/a:heading/text()", namespaces=SPACES) == ["Scope"]


def test_a_text_without_words_has_an_empty_body():
    (empty,) = root("").xpath("//a:body/a:hcontainer", namespaces=SPACES)
    assert empty.get("name") == "empty"


def test_signs_of_the_notation_stand_in_attributes_and_not_among_the_words():
    (heading,) = root("#### Article 1. Scope  \n\n").xpath("//a:heading", namespaces=SPACES)
    assert (heading.text, heading.get(f"{{{OWN}}}after")) == ("Scope", "  \n\n")


@pytest.mark.parametrize(
    "brackets", ["[shall (del. XA)][may (XA)]", "[one [two (XB)] (XA)]", "[never closed", "closed]"]
)
def test_brackets_are_points_in_the_line_in_the_order_of_the_text(brackets):
    points = root(f"1. Each {brackets} act.\n").xpath("//a:inline[@name='bracket']", namespaces=SPACES)
    assert "".join(each.text for each in points) == "".join(sign for sign in brackets if sign in "[]")


def test_of_a_live_text_a_bracket_is_an_alternative_to_the_one_it_stands_against():
    source = "1. Each [shall (del. XA)][may (XA)] act.\n"
    first, second = (at for at, sign in enumerate(source) if sign == "[")
    live = Live(5, brackets={first: Said((4,), (), (), 1), second: Said((4,), (), (), 2)})
    points = root(source, live).xpath("//a:inline[@class='open']", namespaces=SPACES)
    assert [each.get("alternativeTo") for each in points] == [None, "bracket_1"]


def test_of_a_live_text_a_provision_is_an_alternative_to_the_one_it_stands_against():
    found = root("1. One.\n\n1 alt. Another.\n", Live(5, alternatives={1: 0}))
    paragraphs = found.xpath("//a:paragraph", namespaces=SPACES)
    assert paragraphs[1].get("alternativeTo") == paragraphs[0].get("eId")
