"""A draft goes out as Akoma Ntoso and comes back as it was; the strict schema finds nothing wrong with it."""

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree
from tests.committee.real import NEGOTIATION
from tests.committee.text.rules.negotiated import negotiating_texts

from comity.committee.text.rules.akoma_ntoso import Origin, read_document, write_document
from comity.committee.text.rules.akoma_ntoso.names import NAMESPACE, OWN
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.identity import identify
from comity.errors.interchange import NotXmlCharacter
from comity.reference.schemas import faults
from comity.words import Language

ORIGIN = Origin("a-text", 3, Language.ENGLISH, "2026-11-21")
SPACES = {"a": NAMESPACE, "c": OWN}
OPTIONS = """## Article 1

1. Each of these:

   Option 1: [each State (XA)]

   Option 2: no State (XB)

   Option 3: some States

2. [may (XA, XB; del. XC)] [agreed ad referendum]
"""


def told(source: str) -> etree._Element:
    return etree.fromstring(write_document(parse(source), ORIGIN))


@given(negotiating_texts())
@settings(max_examples=80, deadline=None)
def test_every_text_comes_back_to_the_last_character_and_is_valid(source):
    written = write_document(parse(source), ORIGIN)
    assert read_document(written).source == source
    assert faults(written) == ()


@given(st.text(alphabet="[]()* \n\r\t#1.aé中ا:-_&<>'\"", max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_text_that_xml_can_hold_comes_back(source):
    written = write_document(parse(source), ORIGIN)
    assert read_document(written).source == source
    assert faults(written) == ()


@pytest.mark.mandate("R16")
@pytest.mark.parametrize("name", [*NEGOTIATION, "texts/uncac_en.md", "texts/uncc_articles_1_3_5_6_7.ar.txt"])
def test_real_texts_come_back_and_are_valid(shared, name):
    source = shared(name).decode()
    (named,) = identify("text", [parse(source)])
    written = write_document(named.draft, ORIGIN, named.ids)
    assert faults(written) == ()
    assert read_document(written).source == source


def test_an_option_is_an_alternative_to_the_first():
    options = told(OPTIONS).xpath("//a:hcontainer[@name='option']", namespaces=SPACES)
    first = options[0].get("eId")
    assert [each.get("alternativeTo") for each in options] == [None, first, first]


def test_provisions_keep_their_lasting_identity():
    (named,) = identify("text", [parse(OPTIONS)])
    root = etree.fromstring(write_document(named.draft, ORIGIN, named.ids))
    article = root.xpath("//a:article", namespaces=SPACES)[0]
    assert article.get("wId") == f"p-{named.ids[0]}"


def test_what_is_agreed_ad_referendum_is_a_step_of_the_workflow():
    (step,) = told(OPTIONS).xpath("//a:workflow/a:step", namespaces=SPACES)
    assert (step.get("refersTo"), step.get("href")) == ("#agreedAdReferendum", "#art_1__para_2")


def test_positions_name_all_who_hold_and_all_who_oppose():
    (position,) = told(OPTIONS).xpath("//a:proprietary//c:position[@against]", namespaces=SPACES)
    assert (position.get("heldBy"), position.get("against")) == ("XA XB", "XC")


def test_a_bracket_of_one_holder_refers_to_it():
    root = told("1. [may (XA)]\n")
    (bracket,) = root.xpath("//a:inline[@class='open']", namespaces=SPACES)
    (holder,) = root.xpath("//a:TLCOrganization[@eId='holder_xa']", namespaces=SPACES)
    assert (bracket.get("refersTo"), holder.get("showAs")) == ("#holder_xa", "Aldova")


def test_a_heading_in_its_own_paragraph_becomes_the_heading_of_its_article():
    article = told("### Article 1\n\n#### Use of terms\n\nFor the purposes:\n").xpath(
        "//a:article", namespaces=SPACES
    )[0]
    assert [child.tag.rpartition("}")[2] for child in article][:2] == ["num", "heading"]
    assert article[1].text == "Use of terms"


def test_the_date_the_language_and_the_number_stand_in_the_address():
    (uri,) = told("1. x\n").xpath("//a:FRBRExpression/a:FRBRuri/@value", namespaces=SPACES)
    assert uri == "/akn/un/bill/convention/2026-11-21/a-text/eng@draft-3"


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_what_xml_does_not_know_is_refused_by_line_and_column(sign):
    with pytest.raises(NotXmlCharacter) as caught:
        write_document(parse(f"1. one\n2. t{sign}wo\n"), ORIGIN)
    assert caught.value.place == "2:5"
