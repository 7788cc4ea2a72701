"""Drafts to take away, and files that bring drafts in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.committee.text.views.test_pages import drafts, page, signed_in  # noqa: F401  # a fixture is found by its name

from comity.access import Role
from comity.committee.text.models import Draft
from comity.committee.text.rules.interchange import Form
from comity.committee.text.rules.word import (
    Mark,
    Paragraph,
    Stretch,
    Style,
    Tracked,
    read_word,
    write_word,
)
from comity.committee.text.services import import_draft
from comity.reference.schemas import faults
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.mark.mandate("R16")
@pytest.mark.parametrize("form", Form)
def test_the_public_takes_a_draft_away_in_every_form(drafts: list[Draft], form: Form) -> None:  # noqa: F811  # pytest's way
    answer = Client().get(f"/text/a-text/en/2/text.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="a-text-en-2.{form}"'


def test_akoma_ntoso_that_is_taken_away_is_valid_and_names_lasting_identities(drafts: list[Draft]) -> None:  # noqa: F811  # pytest's way
    written = Client().get("/text/a-text/en/1/text.xml").content
    assert faults(written) == ()
    key = drafts[0].wordings.filter(article=True).first().provision.key
    assert f'wId="p-{key}"'.encode() in written


def test_what_changed_since_an_earlier_draft_is_tracked_under_the_chair(drafts: list[Draft]) -> None:  # noqa: F811  # pytest's way
    text = read_word(Client().get("/text/a-text/en/3/changes-since-1.docx").content).text
    assert text.authors == ("Chair",)
    assert text.before != text.after


def test_a_later_draft_and_one_that_is_not_public_are_not_found(drafts: list[Draft], secretariat) -> None:  # noqa: F811  # pytest's way
    page(Client(), "/text/a-text/en/1/changes-since-2.docx", 404)
    import_draft(secretariat, source=b"# Hidden\n\n1. words\n", title="Hidden", language=Language.ENGLISH)
    page(Client(), "/text/hidden/en/1/text.docx", 404)


def upload(client: Client, name: str, raw: bytes):
    given = {"title": "A file", "language": "en", "words": "", "file": SimpleUploadedFile(name, raw)}
    return client.post("/text/import/", given, follow=True)


def test_word_with_changes_of_three_authors_is_imported_as_brackets_that_they_hold() -> None:
    text = Tracked(
        (
            Paragraph((Stretch("Article 1"),), Style.ARTICLE),
            Paragraph(
                (
                    Stretch("Each State "),
                    Stretch("may ", deleted=Mark("Aldova")),
                    Stretch("shall ", inserted=Mark("Borania")),
                    Stretch("now ", inserted=Mark("J. Doe")),
                    Stretch("act."),
                )
            ),
        )
    )
    answer = upload(signed_in(Role.SECRETARIAT), "draft.docx", write_word(text, Language.ENGLISH))
    assert "the name was kept as written: J. Doe." in answer.content.decode()
    assert b"[may (del. XA)] [shall (XB)]" in bytes(Draft.objects.get().source)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"PK\x03\x04 broken", "not a Word document"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "declares a document type"),
        (b"<?xml version='1.0'?><a><b></a>", "not well-formed XML"),
        (b"<?xml version='1.0'?><a/>", "not an Akoma Ntoso"),
    ],
)
def test_a_file_that_is_broken_or_means_harm_is_refused_on_the_form(raw: bytes, says: str) -> None:
    answer = upload(signed_in(Role.SECRETARIAT), "draft.docx", raw)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Draft.objects.exists()
