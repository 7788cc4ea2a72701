"""The page tells every bracket and everybody behind it without colour, in the language and direction of the text."""

from lxml import html
from tests.committee.text.rules.negotiation.logs import log
from tests.committee.text.rules.papers.negotiations import paper

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    ROOT,
    Agree,
    Comment,
    Given,
    Issue,
    NewProvision,
    PlaceBrackets,
    Propose,
    Stance,
    TakeStance,
)
from comity.committee.text.rules.papers.as_html import html_of
from comity.committee.text.rules.words import cut
from comity.words import Language


def page(*found, draft=None) -> html.HtmlElement:
    return html.document_fromstring(html_of(paper(log(*found, draft=draft))))


def said(root: html.HtmlElement, name: str) -> str:
    return " ".join(root.get_element_by_id(f"p-{name}").text_content().split())


def test_words_struck_and_words_offered_stand_in_brackets_with_their_holders():
    root = page(
        ("XA", Propose("p1", 2, 3, cut("may"))),
        ("XB", TakeStance(2, Stance.SUPPORT)),
        ("XC", TakeStance(2, Stance.OPPOSE)),
        (CHAIR, PlaceBrackets("p1", 3, 4)),
    )
    paragraph = root.get_element_by_id("p-p1")
    assert [each.text for each in paragraph.iter("del", "ins")] == ["shall", "may"]
    assert [each.text.strip() for each in paragraph.iter("sup")] == ["del. XA", "XA; del. XC"]
    assert len(paragraph.find_class("br")) == 3
    assert said(root, "p1").startswith("1. Each Party shall del. XAmay XA; del. XC adopt measures")


def test_what_is_agreed_and_what_is_only_proposed_says_so():
    root = page((CHAIR, Agree("p2")), ("XA", NewProvision("n", Kind.PARAGRAPH, "a", cut("More."), "p1")))
    assert said(root, "p2").endswith("without delay. Agreed ad referendum")
    assert said(root, "n") == "1 bis. More. XA proposed"


def test_comments_stand_at_the_end_with_their_provision():
    root = page(("XD", Comment("p1", "We reserve & <wait>.")))
    (section,) = root.iter("section")
    assert " ".join(section.text_content().split()).startswith("Comments1. We reserve & <wait>. Dravia")


def test_language_and_direction_are_those_of_the_text():
    draft = Issue(1, (Given("p1", Kind.PARAGRAPH, ROOT, cut("تتخذ كل دولة طرف التدابير.")),), Language.ARABIC)
    root = page(draft=draft)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
