"""A paper that is brought is one transaction; each of its acts is an entry of the log, in the name of who asks."""

import os
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from comity.access import Actor, Role
from comity.committee.text.models import LogEntry, Negotiated, Negotiating, negotiating
from comity.committee.text.rules.negotiation.acts import PlaceBrackets, Propose, Stance, TakeStance
from comity.committee.text.rules.papers.coming import Why
from comity.committee.text.rules.papers.giving import PaperForm
from comity.committee.text.rules.word import read_word
from comity.committee.text.rules.word.packages import folded
from comity.committee.text.rules.words import cut
from comity.committee.text.services import bring, enter, import_draft, open_negotiation, take_away, weigh
from comity.committee.text.services.negotiation import Said
from comity.errors.access import NotPermitted
from comity.errors.documents import NotUtf8, TextTooLong
from comity.errors.interchange import FileTooLarge, NotAkomaNtoso, NotWord, XmlForbidden
from comity.errors.text import BracketsTooDeep, NotUnderNegotiation, UnknownHolder
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


def by_three(fourth: str = "J. Doe") -> bytes:
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
    change(second, "ins", fourth, "at will ")
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


def test_what_amends_a_proposal_that_was_not_entered_is_told_with_that_reason(row) -> None:
    paper = b"1. Each Party shall act [truly [and gladly (XA)] (XB)] on any request.\n"
    found = bring(DELEGATE, row.text, paper)
    assert [(each.author, each.why) for each in found.left] == [
        ("XB", "not-permitted"),
        ("XA", Why.NO_SUCH_PROPOSAL),
    ]
    assert found.left[0].error is not None
    assert found.left[0].error.facts == {"roles": "delegate"}
    assert found.entered == ()


def test_what_a_rule_refuses_is_told_and_the_rest_stands(secretariat, row) -> None:
    found = bring(
        secretariat,
        row.text,
        b"#### Article 1. Scope [agreed ad referendum]\n\n"
        b"1. Each Party shall act on any request. [agreed ad referendum]\n\n"
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


def folded_with(part: bytes) -> bytes:
    """A Word package whose text is ``part``."""
    with zipfile.ZipFile(BytesIO(by_three())) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    return folded({**parts, "word/document.xml": part})


BAD = {
    "a package cut short": (lambda: by_three()[:-200], NotWord),
    "a package that unfolds to a gibibyte": (lambda: folded_with(b" " * (33 * 2**20)), FileTooLarge),
    "a document type in a Word file": (lambda: folded_with(b"<!DOCTYPE x><x/>"), XmlForbidden),
    "entities that grow": (
        lambda: b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa">]><l>&a;</l>',
        XmlForbidden,
    ),
    "an entity that reads a file": (
        lambda: b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><l>&a;</l>',
        XmlForbidden,
    ),
    "markup that is no Akoma Ntoso": (lambda: b'<?xml version="1.0"?><html/>', NotAkomaNtoso),
    "a text of fifty megabytes": (lambda: b"Words. " * (50 * 2**20 // 7), TextTooLong),
    "octets of no text": (lambda: b"\xff\xfe1\x00.\x00", NotUtf8),
    "a thousand brackets in one another": (lambda: b"1. " + b"[" * 1001, BracketsTooDeep),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_by_name_and_leaves_no_trace(secretariat, row, name) -> None:
    written, refusal = BAD[name]
    before = LogEntry.objects.count(), RecordEntry.objects.count()
    with pytest.raises(refusal):
        bring(secretariat, row.text, written())
    assert (LogEntry.objects.count(), RecordEntry.objects.count()) == before


@pytest.mark.parametrize("name", ["Аldova", "Aldova\u202e", "Al\u200bdova"])
def test_an_author_whose_name_only_looks_like_a_states_is_told_and_proposes_nothing(
    secretariat, row, name
) -> None:
    found = bring(secretariat, row.text, by_three(name))
    assert [each.by for each in found.entered] == ["XA", "XB", "XC"]
    assert [(each.author, each.why) for each in found.left] == [(name, "signs-that-mislead")]


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


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.mandate("R16")
@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed: what it makes of our Word files is not seen"
)
def test_libreoffice_opens_what_leaves_with_the_same_changes_and_authors(
    secretariat, row, tmp_path: Path
) -> None:
    bring(secretariat, row.text, by_three())
    name = next(
        name for name, each in current(row).text.negotiation.provisions.items() if "Each " in each.words
    )
    offered = enter(secretariat, row.text, Propose(name, 5, 5, cut("swiftly and")), Said("XD")).number
    enter(secretariat, row.text, Propose(name, 1, 2, (), offered), Said("XB"))
    enter(secretariat, row.text, PlaceBrackets(name, 0, 2), Said("XC"))
    enter(secretariat, row.text, TakeStance(offered, Stance.SUPPORT), Said("XA"))
    source = tmp_path / "text.docx"
    source.write_bytes(take_away(current(row), PaperForm.WORD))
    before = read_word(source.read_bytes()).text
    command = [
        str(OFFICE),
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
    ]
    environment = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run([*command, str(source)], check=True, timeout=120, env=environment, capture_output=True)
    written = (tmp_path / "out" / "text.docx").read_bytes()
    after = read_word(written).text
    assert after.authors == before.authors == ("Aldova", "Borania", "Cordia", "Dravia")
    assert (after.before, after.after) == (before.before, before.after)
    for author in before.authors:
        assert after.asked_by(author) == before.asked_by(author)
    again = bring(secretariat, row.text, written)
    assert (again.entered, again.left) == ((), ())
