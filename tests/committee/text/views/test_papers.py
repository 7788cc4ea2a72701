"""The text under negotiation is taken away from its pages in every form, and papers are brought to it."""

from hashlib import sha256
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.committee.text.services.test_coming import SOURCE, by_three
from tests.committee.text.views.test_pages import page, signed_in

from comity.access import Actor, Role
from comity.committee.text.models import LogEntry, Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import PlaceBrackets
from comity.committee.text.rules.papers.giving import PaperForm
from comity.committee.text.rules.word import read_word
from comity.committee.text.services import Said, bring, enter, import_draft, open_negotiation, papers
from comity.committee.text.services.making import Heard
from comity.errors.interchange import NoTypesetter
from comity.reference.schemas import faults
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    made = open_negotiation(secretariat, draft)
    bring(secretariat, made.text, by_three())
    return made


@pytest.fixture(autouse=True)
def patient(monkeypatch) -> None:
    """A machine that is busy with other tests makes nobody wait on another page."""
    monkeypatch.setattr(papers, "PATIENCE", 60)


@pytest.fixture
def desk() -> Client:
    return signed_in(Role.SECRETARIAT)


def article(row: Negotiated) -> str:
    return next(name for name, each in negotiating(row).text.negotiation.provisions.items() if not each.parent)


@pytest.mark.parametrize("form", [each for each in PaperForm if each is not PaperForm.PDF])
def test_the_text_is_taken_away_in_every_form_and_only_by_who_follows_it(row, desk, form) -> None:
    answer = desk.get(f"/text/a-text/negotiation/text.{form}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, form.media_type)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="a-text-{row.entries + 3}.{form}"'
    assert Client().get(f"/text/a-text/negotiation/text.{form}").status_code in {302, 403}
    if form is PaperForm.AKOMA_NTOSO:
        assert faults(answer.content) == ()


def test_what_is_on_the_screen_is_taken_away_as_it_is_filtered(row, desk) -> None:
    key = article(row)
    whole = read_word(desk.get(f"/text/a-text/negotiation/{key}/text.docx").content).text
    kept = read_word(desk.get(f"/text/a-text/negotiation/{key}/text.docx?holder=XB&status=open").content).text
    assert len(whole.paragraphs) == 3
    assert [each.words[:2] for each in kept.paragraphs] == ["1."]
    assert f"/text/a-text/negotiation/{key}/text.docx?holder=XB" in page(
        desk, f"/text/a-text/negotiation/{key}/?holder=XB"
    )


def test_a_paper_that_takes_long_is_made_beside_the_page_which_asks_again(
    row, desk, secretariat: Actor, monkeypatch
) -> None:
    gate = Event()

    def slowly(page: bytes, _heard: Heard) -> bytes:
        assert gate.wait(30)
        return b"%PDF-" + sha256(page).digest()

    monkeypatch.setattr(papers, "pdf_of", slowly)
    path = "/text/a-text/negotiation/text.pdf"
    with monkeypatch.context() as hurried:
        hurried.setattr(papers, "PATIENCE", 0.01)
        waiting = desk.get(path + "?status=open")
    assert waiting.status_code == 202
    assert "<progress" in waiting.content.decode()
    assert desk.get("/text/a-text/negotiation/text.md").status_code == 200  # no other form waits for a PDF
    entries = negotiating(Negotiated.objects.get()).row.entries
    again = waiting.headers["Refresh"].partition("url=")[2]
    assert again == f"{path}?status=open&entries={entries}"
    key = next(name for name in negotiating(row).text.order if name != article(row))
    enter(secretariat, row.text, PlaceBrackets(key, 0, 1), Said("XB"))
    gate.set()
    made = desk.get(again)
    assert made.content.startswith(b"%PDF-")
    assert made.headers["Content-Disposition"].endswith(f'-{entries}.pdf"')
    now = desk.get(path + "?status=open")
    assert now.content.startswith(b"%PDF-")
    assert now.content != made.content
    assert desk.get(path + f"?status=open&entries={entries + 90}").content == now.content
    assert Client().get(again).status_code in {302, 403}


def test_where_no_pdf_can_be_set_the_page_says_so(row, desk, monkeypatch) -> None:
    def missing(_page: bytes, _heard: Heard) -> bytes:
        raise NoTypesetter("Pango")

    monkeypatch.setattr("comity.committee.text.services.papers.pdf_of", missing)
    answer = desk.get("/text/a-text/negotiation/text.pdf")
    assert answer.status_code == 503
    assert "Pango is not installed" in answer.content.decode()


def send(desk: Client, raw: bytes, **told: str):
    file = SimpleUploadedFile("paper.docx", raw)
    return desk.post("/text/a-text/negotiation/bring/", {"file": file, **told})


def test_a_paper_is_shown_before_it_is_entered(row, desk) -> None:
    before = LogEntry.objects.count()
    shown = send(desk, by_three(), authors="J. Doe = Dravia", only_show="on").content.decode()
    assert "Read, and not entered" in shown
    assert LogEntry.objects.count() == before
    done = send(desk, by_three(), authors="J. Doe = Dravia", meeting="2/4").content.decode()
    assert "Dravia" in done
    assert "3 changes stand in the text already." in done
    assert LogEntry.objects.count() == before + 1
    assert negotiating(Negotiated.objects.get(pk=row.pk)).log[-1].meeting == "2/4"


def test_what_has_no_place_is_told_with_its_author_and_the_reason(row, desk) -> None:
    told = send(desk, by_three()).content.decode()
    assert "J. Doe" in told
    assert "at will" in told


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"PK\x03\x04 broken", {}),
        (by_three(), {"authors": "no sign"}),
        (by_three(), {"authors": "J. Doe = Atlantis"}),
    ],
)
def test_what_cannot_be_read_is_refused_on_the_page(row, desk, raw, told) -> None:
    before = LogEntry.objects.count()
    assert send(desk, raw, **told).status_code == 422
    assert LogEntry.objects.count() == before


def test_programs_take_papers_away_and_bring_them(row, desk) -> None:
    word = desk.get("/api/text/a-text/negotiation/text.docx")
    assert read_word(word.content).text.authors == ("Aldova", "Borania", "Cordia")
    file = SimpleUploadedFile("paper.docx", by_three())
    answer = desk.post(
        "/api/text/a-text/negotiation/papers",
        {"file": file, "authors": '{"J. Doe": "XD"}', "only_show": "true"},
    )
    assert (answer.status_code, answer.json()["asked"], answer.json()["known"]) == (200, 1, 3)
