"""Programs take the negotiating text away and bring papers: what was entered, what stood already, what is left."""

import json
from hashlib import sha256
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.committee.text.services.test_coming import SOURCE, by_three
from tests.committee.text.views.desk import named, signed_in

from comity.access import Actor, Role
from comity.committee.text.models import LogEntry, Negotiated
from comity.committee.text.rules.word import read_word
from comity.committee.text.services import import_draft, open_negotiation, papers
from comity.committee.text.services.making import Heard
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
HERE = "/api/text/a-text/negotiation"


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


def brought(client: Client, **told: str):
    return client.post(f"{HERE}/papers", {"file": SimpleUploadedFile("paper.docx", by_three()), **told})


def test_a_paper_is_entered_once_and_what_has_no_place_is_left_with_the_reason(row: Negotiated) -> None:
    desk, last = signed_in(Role.SECRETARIAT), LogEntry.objects.count()
    first = brought(desk, meeting="2/3", document="A/AC.291/L.7")
    told = first.json()
    assert (first.status_code, told["asked"], told["known"]) == (201, 3, 0)
    assert [(each["by"], each["meeting"], each["document"]) for each in told["entered"]] == [
        (state, "2/3", "A/AC.291/L.7") for state in ("XA", "XB", "XC")
    ]
    assert [each["author"] for each in told["left"]] == ["J. Doe"]
    again = brought(desk).json()
    assert (again["entered"], again["known"]) == ([], 3)
    assert LogEntry.objects.count() == last + 3


def test_what_would_be_entered_is_shown_and_nothing_is(row: Negotiated) -> None:
    before = LogEntry.objects.count()
    told = brought(signed_in(Role.SECRETARIAT), authors=json.dumps({"J. Doe": "XD"}), only_show="true")
    assert (told.status_code, told.json()["asked"], told.json()["entered"]) == (200, 4, [])
    assert LogEntry.objects.count() == before


def test_one_provision_is_taken_away_as_far_as_it_is_chosen(row: Negotiated) -> None:
    desk = signed_in(Role.SECRETARIAT)
    brought(desk)
    key = named(row, "Each")
    word = read_word(desk.get(f"{HERE}/text.docx?provision={key}").content).text
    assert [each.words[:2] for each in word.paragraphs] == ["1."]
    chosen = read_word(desk.get(f"{HERE}/text.docx?holder=XD").content).text
    assert not chosen.paragraphs
    assert desk.get(f"{HERE}/text.docx?provision=unknown").status_code in {400, 404}


def test_who_does_not_follow_the_negotiation_takes_and_brings_nothing(row: Negotiated) -> None:
    before = LogEntry.objects.count()
    for client in (Client(), signed_in(Role.DUTY_OFFICER, "XB")):
        assert client.get(f"{HERE}/text.docx").status_code in {401, 403}
        assert brought(client).status_code in {401, 403}
    assert LogEntry.objects.count() == before


def test_a_paper_that_takes_long_is_answered_with_where_to_ask_for_it_again(
    row: Negotiated, secretariat: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()

    def slowly(page: bytes, heard: Heard) -> bytes:
        heard(7)
        assert gate.wait(30)
        return b"%PDF-" + sha256(page).digest()

    monkeypatch.setattr(papers, "pdf_of", slowly)
    desk, asked = signed_in(Role.SECRETARIAT), f"{HERE}/text.pdf?status=open"
    with monkeypatch.context() as hurried:
        hurried.setattr(papers, "PATIENCE", 0.01)
        waiting = desk.get(asked)
    told = waiting.json()
    assert (waiting.status_code, told["before"], waiting.headers["Retry-After"]) == (202, 0, "2")
    assert told["address"] == waiting.headers["Location"] == f"{asked}&entries={row.entries}"
    brought(desk)
    gate.set()
    monkeypatch.setattr(papers, "PATIENCE", 60)
    made = desk.get(told["address"])
    assert (made.status_code, made.headers["Content-Type"]) == (200, "application/pdf")
    assert desk.get(asked).content != made.content
    assert Client().get(told["address"]).status_code in {401, 403}


def test_what_is_described_to_programs_is_the_file_and_the_paper_under_way(row: Negotiated) -> None:
    paths = Client().get("/api/openapi.json").json()["paths"]
    answers = paths["/api/text/{slug}/negotiation/text.{form}"]["get"]["responses"]
    assert set(answers) == {"200", "202"}
    assert "application/pdf" in answers["200"]["content"]
    assert answers["202"]["content"]["application/json"]["schema"]["$ref"].endswith("/UnderwayTold")


def test_a_draft_in_another_language_gives_its_words_at_once(row: Negotiated, secretariat: Actor) -> None:
    source = "## Article 1. Portée\n\n1. Chaque Partie.\n\n9. Rien.\n"
    import_draft(secretariat, source=source.encode(), title="A text", language=Language.FRENCH)
    desk, asked = signed_in(Role.SECRETARIAT), {"language": "fr"}

    def sent(client: Client, **more: object):
        return client.post(f"{HERE}/expressions", {**asked, **more}, content_type="application/json")

    shown = sent(desk, only_show=True)
    assert (shown.status_code, shown.json()["entered"]) == (200, [])
    told = sent(desk).json()
    assert shown.json()["gives"] == told["gives"] == len(told["entered"]) > 0
    assert [(each["line"], each["why"]) for each in told["left"]] == [(5, "no-counterpart")]
    assert sent(desk).json()["known"] == told["gives"]
    assert sent(desk, draft=7).status_code == 404
    assert sent(desk, language="en").json()["code"] == "same-language"
    assert sent(Client()).status_code in {401, 403}
