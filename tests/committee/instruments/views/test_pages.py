"""The pages of the library."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.committee.instruments.treaties import DRAFT, OLD, OTHER
from tests.committee.text.views.test_pages import page, signed_in

from comity.access import Actor, Role
from comity.committee.instruments.services import import_instrument
from comity.committee.text.models import Draft, negotiating
from comity.committee.text.services import import_draft, open_negotiation
from comity.reference.scope_elements import elements
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.fixture
def shelf(node, secretariat: Actor) -> None:
    import_instrument(secretariat, source=OLD, short="OLD", language=Language.ENGLISH)
    import_instrument(secretariat, source=OTHER, short="UNTOC", language=Language.ENGLISH)


@pytest.fixture
def draft(node, secretariat: Actor) -> Draft:
    return import_draft(
        secretariat, source=DRAFT.encode(), title="A text", language=Language.ENGLISH, published=True
    )


def beside(draft: Draft) -> str:
    key = draft.wordings.get(article=True, heading__contains="Sovereignty").provision.key
    return f"/instruments/compare/a-text/en/1/{key}/"


def test_an_empty_library_says_who_fills_it() -> None:
    assert "The library is empty" in page(Client(), "/instruments/")
    assert "The library is empty" in page(Client(), "/instruments/concordance/")


@pytest.mark.mandate("R11")
def test_an_article_of_the_draft_stands_beside_its_nearest(shelf, draft: Draft) -> None:
    told = page(Client(), beside(draft))
    assert "Beside OLD 2" in told
    assert "<ins>" in told
    assert "<del>and territorial integrity </del>" in told


def test_the_reader_chooses_what_stands_beside(shelf, draft: Draft) -> None:
    links = page(Client(), beside(draft))
    wanted = links.partition('href="?with=untoc-')[2].partition('"')[0]
    assert "Beside UNTOC 1" in page(Client(), f"{beside(draft)}?with=untoc-{wanted}")
    assert "Beside OLD 2" in page(Client(), f"{beside(draft)}?with=nonsense")


def test_every_article_of_a_draft_is_told_with_its_nearest(shelf, draft: Draft) -> None:
    told = page(Client(), "/instruments/compare/a-text/en/1/")
    assert "1 of 2 articles have a near provision" in told
    assert "OLD 2" in told


def test_an_article_of_an_instrument_stands_beside_the_others_only(shelf) -> None:
    told = page(Client(), "/instruments/en/old/3/")
    assert "Beside UNTOC 7" in told
    assert "Beside OLD" not in told


def test_the_concordance_leads_to_the_articles(shelf) -> None:
    assert 'href="/instruments/en/untoc/7/"' in page(Client(), "/instruments/concordance/")


def test_what_does_not_exist_is_not_found(shelf, draft: Draft) -> None:
    page(Client(), "/instruments/en/nothing/", 404)
    page(Client(), "/instruments/en/old/99/", 404)
    page(Client(), "/instruments/fr/old/", 404)
    page(Client(), "/instruments/compare/a-text/en/1/0123456789abcdef/", 404)


def test_a_draft_that_is_not_public_is_compared_for_delegations_only(shelf, secretariat: Actor) -> None:
    import_draft(secretariat, source=DRAFT.encode(), title="Hidden", language=Language.ENGLISH)
    page(Client(), "/instruments/compare/hidden/en/1/", 404)
    page(signed_in(Role.DELEGATE), "/instruments/compare/hidden/en/1/")


def test_nothing_to_compare_with_is_said(draft: Draft) -> None:
    assert "Nothing to compare with" in page(Client(), beside(draft))


def test_the_secretariat_adds_an_instrument() -> None:
    client = signed_in(Role.SECRETARIAT)
    given = {"short": "old", "language": "en", "title": "", "file": SimpleUploadedFile("old.md", OLD)}
    answer = client.post("/instruments/import/", given)
    assert answer.headers["Location"] == "/instruments/en/old/"
    given["file"] = SimpleUploadedFile("old.md", OLD)
    again = client.post("/instruments/import/", given)
    assert again.status_code == 422
    assert "stands in the library in this language already" in again.content.decode()


def test_a_file_without_articles_and_a_wrong_name_are_refused_on_the_form() -> None:
    client = signed_in(Role.SECRETARIAT)
    given = {"short": "a b", "language": "en", "file": SimpleUploadedFile("x.md", b"words")}
    assert "letters, digits or hyphens" in client.post("/instruments/import/", given).content.decode()
    given = {"short": "ab", "language": "en", "file": SimpleUploadedFile("x.md", b"words")}
    assert "No article can be found" in client.post("/instruments/import/", given).content.decode()


def test_a_visitor_may_not_add() -> None:
    assert Client().get("/instruments/import/").headers["Location"].startswith("/account/login/")


@pytest.mark.mandate("R11")
def test_an_article_under_negotiation_stands_beside_its_nearest_by_the_words_that_stand(
    shelf, draft: Draft, secretariat: Actor
) -> None:
    now = negotiating(open_negotiation(secretariat, draft)).text.negotiation.provisions
    key = next(name for name, each in now.items() if "Sovereignty" in "".join(each.words))
    reader = signed_in(Role.DELEGATE)
    told = page(reader, f"/instruments/negotiation/a-text/{key}/")
    assert "Beside OLD 2" in told
    assert "<del>and territorial integrity </del>" in told
    assert f"/instruments/negotiation/a-text/{key}/" in page(reader, f"/text/a-text/negotiation/{key}/")
    assert reader.get(f"/instruments/negotiation/a-text/{'0' * 16}/").status_code == 404


@pytest.mark.mandate("R11")
def test_the_concordance_has_a_column_for_a_draft(node, draft: Draft, secretariat: Actor) -> None:
    import_instrument(secretariat, source=OLD, short="Budapest", language=Language.ENGLISH)
    plain = page(Client(), "/instruments/concordance/")
    assert "/instruments/compare/a-text/en/1/" not in plain
    told = page(Client(), f"/instruments/concordance/?draft={draft.pk}")
    element = next(each for each in elements() if each.bears("Budapest", "2"))
    row = told.partition(element.name(Language.ENGLISH))[2].partition("</tr>")[0]
    assert beside(draft) in row
    assert 'title="BUDAPEST 2"' in row
