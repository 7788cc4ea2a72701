"""The page on which anybody verifies a bundle."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.desks import a_bundle

from comity.desks.pages import verify
from comity.foundation.bundle.verification import STEPS

pytestmark = pytest.mark.store


def given(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"bundle": SimpleUploadedFile("bundle.zip", content, "application/zip")}


def test_the_page_tells_every_step_of_the_verification():
    assert [name for name, _words in verify.STEPS] == list(STEPS)


@pytest.mark.mandate("E4")
def test_a_whole_bundle_holds_in_every_step_and_tells_its_story(borania, client):
    page = client.post("/verify/", given(a_bundle.make()))
    assert page.status_code == 200
    assert page.content.count(b'<li class="done">') == len(STEPS) + 2  # the steps, the act and its receipt
    assert b"Every step holds" in page.content
    assert b"Preservation asked" in page.content
    assert b"24/7 point of contact, Borania" in page.content


def test_a_fingerprint_that_this_node_has_pinned_agrees(borania, client):
    assert b"agrees" in client.post("/verify/", given(a_bundle.make())).content


def test_a_flipped_byte_is_refused_with_its_sentence(borania, client):
    bundle = bytearray(a_bundle.make())
    bundle[len(bundle) // 2] ^= 1
    page = client.post("/verify/", given(bytes(bundle)))
    assert page.status_code == 422
    assert b"The bundle is refused" in page.content
    assert b"Every step holds" not in page.content


def test_what_is_no_archive_is_refused_on_the_page(borania, client):
    page = client.post("/verify/", given(b"no archive"))
    assert page.status_code == 422
    assert b"not-a-bundle" in page.content
    assert page.content.count(b'<li class="wrong">') == 1
    assert page.content.index(b'<li class="wrong">') < page.content.index(b'<li class="untried">')


def test_a_form_without_a_file_says_what_to_mend(borania, client):
    page = client.post("/verify/", {})
    assert page.status_code == 400
    assert b'href="#id_bundle"' in page.content


def test_what_is_over_the_limit_is_refused_before_it_is_read(borania, client):
    page = client.post("/verify/", given(b"0" * (verify.LIMIT + verify._FORM_AROUND)))
    assert page.status_code == 413


def test_a_bundle_is_kept_in_memory_only(borania, client, monkeypatch):
    def never(*_args: object) -> None:
        raise AssertionError("a case was written to a file")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", never)
    page = client.post("/verify/", given(b"0" * 4_000_000))  # above what Django keeps in memory by itself
    assert page.status_code == 422


def test_a_form_that_does_not_come_from_the_page_is_not_taken(borania):
    page = Client(enforce_csrf_checks=True).post("/verify/", given(b"no archive"))
    assert page.status_code == 403


def test_the_failed_step_is_marked_and_those_after_it_are_not_proved():
    error = verify.TooLarge("bundle", step="order")
    assert [step.status for step in verify._failed(error)] == ["done"] * 3 + ["wrong"] + ["untried"] * 4
