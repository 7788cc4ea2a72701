"""The page on which anybody verifies a bundle."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.desks import a_bundle
from tests.time_authority import Authority

from comity.desks.pages import verify
from comity.foundation.bundle.verification import STEPS

pytestmark = pytest.mark.store


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("stranger"), name="Another office")


def given(content: bytes, roots: bytes = b"") -> dict[str, SimpleUploadedFile]:
    files = {"bundle": SimpleUploadedFile("bundle.zip", content, "application/zip")}
    return files | ({"roots": SimpleUploadedFile("roots.pem", roots)} if roots else {})


def trusting(settings, office: Authority) -> None:
    """Have the node of the test trust ``office``."""
    (Path(settings.INSTALLATION.home) / "roots.pem").write_bytes(office.roots)
    told = {"time_stamps": {"url": "http://stamps.example", "roots": "roots.pem"}}
    settings.INSTALLATION = replace(settings.INSTALLATION, extra=settings.INSTALLATION.extra | told)


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


def test_a_time_stamp_under_no_known_certificate_is_shown_as_a_claim(borania, client, authority):
    page = client.post("/verify/", given(a_bundle.make(authority.answer)))
    assert page.status_code == 200
    assert b"Time-stamping office" in page.content
    assert b"claimed" in page.content
    assert b">proved<" not in page.content
    (stamp,) = page.context["stamps"]
    assert (stamp.record, stamp.size) == ("Borania", page.context["verified"].stamps[0].checkpoint.size)


def test_a_time_stamp_is_proved_under_the_certificates_that_the_reader_gives(borania, client, authority):
    page = client.post("/verify/", given(a_bundle.make(authority.answer), authority.roots))
    assert b">proved<" in page.content
    assert b"certificates that you gave" in page.content


@pytest.mark.mandate("E4")
def test_a_time_stamp_that_the_certificates_of_the_reader_do_not_prove_is_refused(
    borania, client, authority, stranger
):
    page = client.post("/verify/", given(a_bundle.make(authority.answer), stranger.roots))
    assert page.status_code == 422
    assert b"stamp-unproved" in page.content
    assert [step.status for step in page.context["steps"]] == ["done"] * 6 + ["wrong", "untried"]


def test_a_time_stamp_is_proved_under_the_certificates_that_the_node_trusts(
    borania, client, settings, authority
):
    trusting(settings, authority)
    page = client.post("/verify/", given(a_bundle.make(authority.answer)))
    assert b">proved<" in page.content
    assert b"certificates that this node trusts" in page.content


def test_a_time_stamp_of_an_authority_that_the_node_does_not_know_is_shown_as_a_claim(
    borania, client, settings, authority, stranger
):
    trusting(settings, stranger)
    page = client.post("/verify/", given(a_bundle.make(authority.answer)))
    assert page.status_code == 200
    assert b"claimed" in page.content
    assert b">proved<" not in page.content


def test_a_node_whose_certificates_are_missing_still_verifies(borania, client, settings, authority):
    trusting(settings, authority)
    (Path(settings.INSTALLATION.home) / "roots.pem").unlink()
    page = client.post("/verify/", given(a_bundle.make(authority.answer)))
    assert page.status_code == 200
    assert b"claimed" in page.content


def test_certificates_without_a_time_stamp_to_prove_are_said_to_have_proved_nothing(borania, client, authority):
    page = client.post("/verify/", given(a_bundle.make(), authority.roots))
    assert b"No time-stamp is enclosed" in page.content


@pytest.mark.parametrize(("roots", "status"), [(b"no certificate", 400), (b"0" * (verify.MOST_ROOTS + 1), 413)])
def test_what_are_no_certificates_or_too_many_is_refused(borania, client, roots, status):
    assert client.post("/verify/", given(b"no archive", roots)).status_code == status
