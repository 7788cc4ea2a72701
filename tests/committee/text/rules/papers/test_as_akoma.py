"""A negotiation leaves as Akoma Ntoso that the strict schema allows, and its notation comes back exactly."""

import pytest
from hypothesis import given, settings
from lxml import etree
from tests.committee.text.rules.negotiation.logs import log
from tests.committee.text.rules.papers.negotiations import acts, paper, taken

from comity.committee.text.rules.akoma_ntoso import read_document
from comity.committee.text.rules.akoma_ntoso.names import NAMESPACE, OWN
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, NewProvision, Propose, Stance, TakeStance
from comity.committee.text.rules.papers.as_akoma import akoma_of, notation_of
from comity.committee.text.rules.words import cut
from comity.reference.schemas import faults

SPACES = {"a": NAMESPACE, "c": OWN}


def told(*found) -> etree._Element:
    return etree.fromstring(akoma_of(paper(log(*found))))


@pytest.mark.mandate("R16")
@settings(max_examples=40, deadline=None)
@given(acts())
def test_every_negotiation_is_valid_and_its_notation_comes_back(found):
    here = paper(taken(found))
    written = akoma_of(here)
    assert faults(written) == ()
    assert read_document(written).source == notation_of(here)


def test_every_provision_keeps_the_identity_that_it_has_in_the_negotiation():
    names = told().xpath("//@wId")
    assert names == ["p-a", "p-p1", "p-p2"]


def test_words_offered_are_an_alternative_to_the_words_that_stand():
    root = told(("XA", Propose("p1", 2, 3, cut("may"))), ("XB", Propose("p1", 2, 3, cut("should"))))
    first, *others = root.xpath("//a:inline[@class='open']", namespaces=SPACES)
    assert first.get("alternativeTo") is None
    assert [each.get("alternativeTo") for each in others] == [first.get("eId")] * 2


def test_a_provision_proposed_instead_of_another_is_its_alternative():
    root = told(("XA", NewProvision("n", Kind.PARAGRAPH, "a", cut("No Party may refuse."), "p2", "p2")))
    (made,) = root.xpath("//a:paragraph[@alternativeTo]", namespaces=SPACES)
    assert made.get("wId") == "p-n"
    assert made.get("alternativeTo") == root.xpath("//a:paragraph[@wId='p-p2']/@eId", namespaces=SPACES)[0]


def test_what_is_agreed_is_a_step_with_its_day_its_meeting_and_who_declared_it():
    root = told((CHAIR, Agree("p2")), (CHAIR, Agree("p1", 0, 2)))
    steps = root.xpath("//a:workflow/a:step", namespaces=SPACES)
    entries = [step.find(f"{{{OWN}}}entry") for step in steps]
    assert [step.get("by") for step in steps] == ["#holder_chair"] * 2
    assert [(each.get("number"), each.get("meeting"), each.text) for each in entries] == [
        ("3", "2/3", "Each Party"),
        ("2", "2/3", None),
    ]


def test_every_position_on_a_proposal_is_told_with_who_takes_it():
    root = told(
        ("XA", Propose("p1", 2, 3, cut("may"))),
        ("XB", TakeStance(2, Stance.SUPPORT)),
        ("XC", TakeStance(2, Stance.RESERVE)),
    )
    (proposal,) = root.xpath("//a:proprietary/c:proposals/c:proposal", namespaces=SPACES)
    assert (proposal.get("by"), proposal.get("kind"), proposal.get("start")) == ("XA", "propose", "2")
    stances = {each.get("is"): each.get("of") for each in proposal.findall(f"{{{OWN}}}stance")}
    assert stances == {"sponsor": "XA", "support": "XB", "reserve": "XC"}
    (offered,) = root.xpath("//c:position[@reserved]", namespaces=SPACES)
    assert (offered.get("reserved"), offered.get("against"), offered.get("proposals")) == ("XC", None, "2")
