import pytest
from django.test import Client

from comity.access import ANONYMOUS, Actor, Role
from comity.committee.documents.models import Document
from comity.committee.documents.rules.symbols import Symbol
from comity.committee.documents.services import import_document
from comity.errors.access import NotPermitted
from comity.errors.documents import DocumentAlreadyStands, NotUtf8
from comity.node.models import Officer, RecordEntry
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
SOURCE = b"# **Draft resolution**\n\n*Noting* that,\n\n1. *Decides* so;\n2. *Requests* this:\n- first\n"
SYMBOL = Symbol.parse("A/AC.291/L.1/Rev.2")


def keep(actor: Actor, source: bytes = SOURCE) -> Document:
    return import_document(actor, source=source, symbol=SYMBOL, language=Language.ENGLISH)


@pytest.mark.mandate("R15", "R2")
def test_a_document_is_kept_under_its_symbol_with_one_entry_in_the_record(secretariat: Actor) -> None:
    row = keep(secretariat)
    assert (row.symbol, row.title, bytes(Document.objects.get().source)) == (
        str(SYMBOL),
        "Draft resolution",
        SOURCE,
    )
    assert RecordEntry.objects.get(about=str(SYMBOL)).event == "documents:document:imported"


def test_a_symbol_stands_once_in_each_language(secretariat: Actor) -> None:
    keep(secretariat)
    with pytest.raises(DocumentAlreadyStands):
        keep(secretariat, b"1. Other")
    import_document(secretariat, source=SOURCE, symbol=SYMBOL, language=Language.FRENCH)
    assert Document.objects.count() == 2


def test_nobody_but_the_secretariat_imports_and_nothing_is_kept_of_what_is_refused(secretariat: Actor) -> None:
    with pytest.raises(NotPermitted):
        keep(ANONYMOUS)
    with pytest.raises(NotUtf8):
        keep(secretariat, b"\xff")
    assert not Document.objects.exists()


@pytest.mark.mandate("R15")
def test_everybody_reads_documents_on_pages_and_by_program(secretariat: Actor) -> None:
    keep(secretariat)
    client = Client()
    assert "A/AC.291/L.1/Rev.2" in client.get("/documents/").content.decode()
    shown = client.get("/documents/en/A/AC.291/L.1/Rev.2").content.decode()
    assert '<p id="p2"><span class="no">2.</span>Requests this:</p>' in shown
    told = client.get("/api/documents/en/A/AC.291/L.1/Rev.2").json()
    assert [block["kind"] for block in told["blocks"]] == [
        "title",
        "preambular",
        "paragraph",
        "paragraph",
        "subitem",
    ]
    assert client.get("/documents/en/A/AC.291/L.9").status_code == 404


@pytest.mark.mandate("R2")
def test_the_secretariat_imports_by_the_form_and_a_wrong_symbol_comes_back(tmp_path) -> None:
    officer = Officer.objects.create(name="secretariat", state="ZZ", roles=[Role.SECRETARIAT])
    client = Client()
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    (tmp_path / "d.md").write_bytes(SOURCE)
    with (tmp_path / "d.md").open("rb") as file:
        answer = client.post("/documents/import/", {"symbol": "nonsense", "language": "en", "file": file})
    assert answer.status_code == 422
    with (tmp_path / "d.md").open("rb") as file:
        answer = client.post("/documents/import/", {"symbol": str(SYMBOL), "language": "en", "file": file})
    assert answer.headers["Location"] == "/documents/en/A/AC.291/L.1/Rev.2"
