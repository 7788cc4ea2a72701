"""A paper that is brought is one transaction; each of its acts is an entry of the log, in the name of who asks."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from comity.access import Actor, Role
from comity.committee.text.models import LogEntry, Negotiated, Negotiating, negotiating
from comity.committee.text.rules.negotiation.acts import Propose
from comity.committee.text.rules.papers.giving import PaperForm
from comity.committee.text.rules.word import read_word
from comity.committee.text.rules.words import cut
from comity.committee.text.services import bring, enter, import_draft, open_negotiation, take_away, weigh
from comity.committee.text.services.negotiation import Said
from comity.errors.access import NotPermitted
from comity.errors.interchange import NotWord
from comity.errors.text import NotUnderNegotiation, UnknownHolder
from comity.node.models import RecordEntry
from comity.words import Language, StateCode

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
SOURCE = "#### Article 1. Scope\n\n1. Each Party shall act on any request.\n\n2. It may refuse for a reason.\n"
DELEGATE = Actor("delegate of Aldova", StateCode("XA"), frozenset({Role.DELEGATE}))


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


def current(row: Negotiated) -> Negotiating:
    return negotiating(Negotiated.objects.get(pk=row.pk))


def change(paragraph, sort: str, author: str, words: str) -> None:
    """Add words that an author inserted or deleted, as Word writes them."""
    made = OxmlElement(f"w:{sort}")
    made.set(qn("w:author"), author)
    made.set(qn("w:date"), "2026-11-20T10:00:00Z")
    run = OxmlElement("w:r")
    said = OxmlElement("w:delText" if sort == "del" else "w:t")
    said.text = words
    said.set(qn("xml:space"), "preserve")
    run.append(said)
    made.append(run)
    paragraph._p.append(made)


def by_three() -> bytes:
    """A document that another program wrote, with the changes of three States and of somebody unknown."""
    document = docx.Document()
    document.add_heading("Article 1. Scope", level=3)
    first = document.add_paragraph("1. Each Party ")
    change(first, "del", "Aldova", "shall ")
    change(first, "ins", "Aldova", "may ")
    first.add_run("act ")
    change(first, "ins", "Borania", "promptly ")
    first.add_run("on ")
    change(first, "del", "Cordia", "any ")
    first.add_run("request.")
    second = document.add_paragraph("2. It may refuse ")
    change(second, "ins", "J. Doe", "at will ")
    second.add_run("for a reason.")
    target = BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.mark.mandate("R16")
def test_three_authors_of_a_word_file_become_three_states_proposals_and_leave_as_they_came(
    secretariat, row
) -> None:
    before = LogEntry.objects.count(), RecordEntry.objects.count()
    found = bring(secretariat, row.text, by_three(), meeting="2/3", document="A/AC.291/L.7")
    assert [(each.by, each.act.words, each.meeting) for each in found.entered] == [
        ("XA", cut("may"), "2/3"),
        ("XB", cut("promptly"), "2/3"),
        ("XC", (), "2/3"),
    ]
    assert [(each.author, each.words.strip(), each.why) for each in found.left] == [
        ("J. Doe", "at will", "unknown-holder")
    ]
    assert (LogEntry.objects.count(), RecordEntry.objects.count()) == (before[0] + 3, before[1] + 1)
    assert RecordEntry.objects.last().event == "text:paper:brought"
    text = read_word(take_away(current(row), PaperForm.WORD)).text
    assert text.authors == ("Aldova", "Borania", "Cordia")
    assert text.asked_by("Aldova").split("\n")[1] == "1. Each Party may act on any request."
    assert text.asked_by("Borania").split("\n")[1] == "1. Each Party shall act promptly on any request."
    assert text.asked_by("Cordia").split("\n")[1] == "1. Each Party shall act on request."


def test_what_is_brought_twice_is_entered_once(secretariat, row) -> None:
    bring(secretariat, row.text, by_three())
    entries, record = LogEntry.objects.count(), RecordEntry.objects.count()
    again = bring(secretariat, row.text, by_three(), names={"J. Doe": "Aldova"})
    assert [(each.by, each.act.words) for each in again.entered] == [("XA", cut("at will"))]
    assert again.asked.known == 3
    assert (LogEntry.objects.count(), RecordEntry.objects.count()) == (entries + 1, record + 1)
    nothing = bring(secretariat, row.text, take_away(current(row), PaperForm.WORD))
    assert (nothing.entered, nothing.left, RecordEntry.objects.count()) == ((), (), record + 1)


def test_weighing_a_paper_enters_nothing(secretariat, row) -> None:
    before = LogEntry.objects.count(), RecordEntry.objects.count()
    found = weigh(secretariat, row.text, by_three())
    assert (len(found.asked.made), found.entered) == (3, ())
    assert (LogEntry.objects.count(), RecordEntry.objects.count()) == before


def test_a_delegation_brings_its_own_proposals_and_no_others(row) -> None:
    found = bring(DELEGATE, row.text, by_three())
    assert [each.by for each in found.entered] == ["XA"]
    assert [(each.author, each.why) for each in found.left] == [
        ("J. Doe", "unknown-holder"),
        ("XB", "not-permitted"),
        ("XC", "not-permitted"),
    ]
    with pytest.raises(NotPermitted):
        bring(Actor("guest", None, frozenset()), row.text, by_three())


def test_what_a_rule_refuses_is_told_and_the_rest_stands(secretariat, row) -> None:
    found = bring(
        secretariat,
        row.text,
        b"#### Article 1. Scope [agreed ad referendum]\n\n1. Each Party shall act on any request. [agreed ad referendum]\n\n"
        b"2. It may [never (XB)] refuse for a reason.\n\n3. [Costs lie where they fall. (XA, XB)]\n",
    )
    assert [each.by for each in found.entered] == ["CHAIR", "CHAIR", "XB", "XA", "XB"]
    assert found.left == ()
    again = bring(secretariat, row.text, b"1. Each Party shall act [at once (XC)] on any request.\n")
    assert [(each.author, each.words, each.why) for each in again.left] == [("XC", "at once", "agreed-already")]
    assert again.left[0].error is not None


@pytest.mark.parametrize("form", [PaperForm.AKOMA_NTOSO, PaperForm.NOTATION])
def test_a_paper_goes_into_another_negotiation_of_the_same_draft(secretariat, row, form) -> None:
    bring(secretariat, row.text, by_three())
    written = take_away(current(row), form)
    other = import_draft(secretariat, source=SOURCE.encode(), title="Another", language=Language.ENGLISH)
    copy = open_negotiation(secretariat, other)
    found = bring(secretariat, copy.text, written)
    assert [each.by for each in found.entered] == ["XA", "XB", "XC"]
    assert take_away(current(copy), PaperForm.NOTATION) == take_away(current(row), PaperForm.NOTATION)


def test_what_cannot_be_read_and_names_that_nobody_bears_are_refused_whole(secretariat, row) -> None:
    with pytest.raises(NotWord):
        bring(secretariat, row.text, by_three()[:400])
    with pytest.raises(UnknownHolder):
        bring(secretariat, row.text, by_three(), names={"J. Doe": "Atlantis"})
    fresh = import_draft(secretariat, source=b"1. Some words.\n", title="Fresh", language=Language.ENGLISH)
    with pytest.raises(NotUnderNegotiation):
        bring(secretariat, fresh.text, by_three())
    assert LogEntry.objects.count() == row.entries
    name = next(
        name for name, each in current(row).text.negotiation.provisions.items() if "Each " in each.words
    )
    assert enter(secretariat, row.text, Propose(name, 0, 1), Said("XA")).number == row.entries + 1
