import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.access import Actor, Role
from comity.committee.text.models import Draft
from comity.committee.text.services import import_draft
from comity.node.models import Officer
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def drafts(node, secretariat: Actor, demonstration) -> list[Draft]:
    return [
        import_draft(
            secretariat, source=source.encode(), title="A text", language=Language.ENGLISH, published=True
        )
        for source in demonstration
    ]


def signed_in(role: Role) -> Client:
    officer = Officer.objects.create(
        name=str(role), state="ZZ" if role is Role.SECRETARIAT else "XA", roles=[role]
    )
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def article(draft: Draft, heading: str) -> str:
    wording = draft.wordings.get(article=True, heading__contains=heading)
    return f"/text/a-text/en/{draft.number}/{wording.provision.key}/"


def test_a_list_without_texts_says_how_one_begins() -> None:
    assert "first draft" in page(Client(), "/text/")


@pytest.mark.mandate("R16")
def test_the_public_reads_list_draft_article_and_convergence(drafts: list[Draft]) -> None:
    client = Client()
    assert "A text" in page(client, "/text/")
    assert client.get("/text/a-text/").headers["Location"] == "/text/a-text/en/3/"
    assert "Article 6. Expedited preservation" in page(client, "/text/a-text/en/1/")
    assert "fell from 49 % to 2 %" in page(client, "/text/a-text/en/convergence/")
    assert "Chapter III" in page(client, article(drafts[0], "Expedited preservation"))


@pytest.mark.mandate("R16")
def test_each_bracket_is_reached_by_tab_and_says_depth_and_holders(drafts: list[Draft]) -> None:
    shown = page(Client(), article(drafts[0], "Expedited preservation"))
    assert 'tabindex="0" role="group" aria-label="Bracket, depth 1, held by Aldova, Cordia"' in shown
    assert 'aria-label="Bracket, depth 2, words to come"' in shown
    assert '<span class="by">XA, XC</span>' in shown
    assert len(re.findall('tabindex="0"', shown)) == 13


@pytest.mark.mandate("R16")
def test_an_article_stands_beside_itself_in_earlier_drafts(drafts: list[Draft]) -> None:
    shown = page(Client(), article(drafts[2], "Expedited preservation"))
    assert "Article 6. Expedited preservation of stored data" in shown
    assert article(drafts[0], "Expedited preservation") in shown


@pytest.mark.mandate("R6")
def test_what_is_agreed_ad_referendum_is_marked(drafts: list[Draft]) -> None:
    assert "agreed ad referendum</span>" in page(Client(), article(drafts[2], "Protection of sovereignty"))


def test_a_draft_that_is_not_public_is_hidden_from_the_public_and_shown_to_delegates(
    secretariat: Actor,
) -> None:
    import_draft(secretariat, source=b"## Article 1\n\nWords.", title="Hidden", language=Language.ENGLISH)
    for path in (
        "/text/hidden/",
        "/text/hidden/en/1/",
        "/text/hidden/en/convergence/",
        "/text/hidden/en/convergence.svg",
    ):
        assert Client().get(path).status_code == 404
    assert "Hidden" not in page(Client(), "/text/")
    assert "Hidden" in page(signed_in(Role.DELEGATE), "/text/")


def test_words_of_a_text_are_never_markup(secretariat: Actor) -> None:
    source = b'## Article 1 <b>x</b>\n\n[<script>alert(1)</script> & "q" (XA)]\n'
    row = import_draft(secretariat, source=source, title="<i>T</i>", language=Language.ENGLISH, published=True)
    for path in ("/text/", f"/text/{row.text.slug}/en/1/", f"/text/{row.text.slug}/en/convergence/"):
        shown = page(Client(), path)
        assert "<script>alert" not in shown
        assert "<i>T" not in shown
    key = row.wordings.get(article=True).provision.key
    assert "<script>alert" not in page(Client(), f"/text/{row.text.slug}/en/1/{key}/")


@pytest.mark.mandate("R16")
def test_a_draft_names_its_brackets_without_partner(secretariat: Actor) -> None:
    source = b"## Article 1\n\nA [b c.\n\n## Article 2\n\nD e] f.\n"
    row = import_draft(secretariat, source=source, title="Broken", language=Language.ENGLISH, published=True)
    shown = page(Client(), "/text/broken/en/1/")
    assert "2 brackets have no partner" in shown
    assert re.search(r"<td[^>]*>3</td><td[^>]*>3</td><td[^>]*>never closed", shown)
    first, second = row.wordings.filter(article=True)
    assert "never closed" in page(Client(), f"/text/broken/en/1/{first.provision.key}/")
    assert "without a partner" in page(Client(), f"/text/broken/en/1/{second.provision.key}/")


def test_an_arabic_draft_runs_from_right_to_left(secretariat: Actor) -> None:
    source = "المادة 1: بيان الغرض\n\n1 - تكفل [الدول] ذلك.\n".encode()
    row = import_draft(secretariat, source=source, title="T", language=Language.ARABIC, published=True)
    key = row.wordings.get(article=True).provision.key
    assert '<article class="sheet law" lang="ar" dir="rtl">' in page(Client(), f"/text/t/ar/1/{key}/")


@pytest.mark.mandate("R2")
def test_only_the_secretariat_is_shown_the_form() -> None:
    assert Client().get("/text/import/").status_code == 302
    assert signed_in(Role.DELEGATE).get("/text/import/").status_code == 403
    assert "Import a draft" in page(signed_in(Role.SECRETARIAT), "/text/import/")


@pytest.mark.mandate("R16")
def test_the_secretariat_imports_a_file_and_publishes_it() -> None:
    client = signed_in(Role.SECRETARIAT)
    file = SimpleUploadedFile("a.md", b"## Article 1\n\nA [b] c.\n")
    answer = client.post("/text/import/", {"title": "A text", "language": "en", "file": file})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/text/a-text/en/1/")
    assert Client().get("/text/a-text/en/1/").status_code == 404
    assert client.post("/text/a-text/en/1/publish/").status_code == 302
    assert Client().get("/text/a-text/en/1/").status_code == 200


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Choose a file"),
        ({"words": "A", "file": SimpleUploadedFile("a.md", b"B")}, "not both"),
        ({"words": "[" * 1500}, "At 1:1001"),
        ({"file": SimpleUploadedFile("a.md", b"A\n\xff")}, "2:1"),
    ],
    ids=["nothing", "both", "too deep", "not UTF-8"],
)
def test_what_cannot_be_imported_comes_back_with_the_reason(given: dict[str, object], says: str) -> None:
    answer = signed_in(Role.SECRETARIAT).post("/text/import/", {"title": "T", "language": "en", **given})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.usefixtures("drafts")
def test_the_picture_says_in_words_what_its_colours_say() -> None:
    answer = Client().get("/text/a-text/en/convergence.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    for words in ("settled", "in brackets", "under options", "Draft 2", "49%"):
        assert words in answer.content.decode()


def test_of_one_text_the_language_of_the_reader_is_listed_first(
    drafts: list[Draft], secretariat: Actor
) -> None:
    import_draft(secretariat, source="نص.\n".encode(), title="A text", language=Language.ARABIC, published=True)
    for reader, order in (("en", ["en/3", "ar/1"]), ("ar", ["ar/1", "en/3"])):
        client = Client()
        client.cookies["comity_language"] = reader
        assert re.findall(r'href="/text/a-text/(\w+/\d+)/"', page(client, "/text/")) == order
