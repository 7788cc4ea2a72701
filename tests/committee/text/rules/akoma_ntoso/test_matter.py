"""What is told about a document: its address, everybody who is referred to, and where each position belongs."""

from comity.committee.text.rules.akoma_ntoso.live import Live, Offer, Step
from comity.committee.text.rules.akoma_ntoso.matter import Origin, bracket_name, matter, reference
from comity.committee.text.rules.akoma_ntoso.names import NAMESPACE, OWN, addresses
from comity.committee.text.rules.draft import parse
from comity.reference.states import holder_name
from comity.words import Language

SPACES = {"a": NAMESPACE, "c": OWN}
DRAFT = parse("1. [may (XA; del. G77)] act [agreed ad referendum]\n\n2. It stands.\n")


def told(language=Language.ENGLISH, live=None):
    return matter(DRAFT, Origin("a-text", 2, language, "2026-11-21"), addresses(DRAFT.provisions), live)


def test_everybody_named_is_a_reference_of_its_own_in_the_language_of_the_draft():
    shown = told(Language.FRENCH).xpath("//a:TLCOrganization/@showAs", namespaces=SPACES)
    assert shown[2:] == [holder_name("G77", Language.FRENCH), holder_name("XA", Language.FRENCH)]
    ids = told().xpath("//a:TLCOrganization/@eId", namespaces=SPACES)
    assert ids == ["comity", "secretariat", reference("G77"), reference("XA")]


def test_a_mark_of_agreement_is_a_step_of_the_day_of_the_draft():
    (step,) = told().xpath("a:workflow/a:step", namespaces=SPACES)
    assert (step.get("date"), step.get("by"), step.get("href")) == ("2026-11-21", "#secretariat", "#para_1")


def test_of_a_live_text_steps_and_proposals_are_those_that_are_known():
    offer = Offer(
        7, 1, "XB", "propose", "2026-11-20", "2/3", 0, 1, 0, "They", (("XB", "sponsor"), ("XC", "oppose"))
    )
    step = Step(1, "2026-11-19", "CHAIR", 9, "2/4", "It stands")
    root = told(live=Live(12, (step,), (offer,)))
    (found,) = root.xpath("a:workflow/a:step", namespaces=SPACES)
    assert (found.get("by"), found.get("href"), found[0].get("meeting")) == ("#holder_chair", "#para_2", "2/4")
    (proposal,) = root.xpath("//c:proposal", namespaces=SPACES)
    assert (proposal.get("number"), proposal.get("provision"), proposal[0].text) == ("7", "para_2", "They")
    assert root.xpath("//c:stance/@of", namespaces=SPACES) == ["XB", "XC"]
    assert reference("XC") in root.xpath("//a:TLCOrganization/@eId", namespaces=SPACES)


def test_a_position_names_its_bracket_and_its_provision():
    (position,) = told().xpath("//c:position", namespaces=SPACES)
    assert (position.get("bracket"), position.get("provision")) == (bracket_name(1), "para_1")
    assert (position.get("heldBy"), position.get("against"), position.get("depth")) == ("XA", "G77", "1")
