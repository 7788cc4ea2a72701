"""Pages of evidence: a file goes in sealed and comes out whole, and each door asks who comes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.access import Role
from comity.node.models import Officer
from comity.regime.evidence.models import Item

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]
CONTENT = bytes(range(256)) * 9000


def officer(role: Role, name: str = "duty") -> Client:
    person = Officer(name=name, state="XA", authority="XA/duty", roles=[role])
    person.save()
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def desk(node) -> Client:
    return officer(Role.DUTY_OFFICER)


def send(desk: Client, content: bytes = CONTENT, name: str = "image.raw", page: str = "/evidence/new/"):
    said = {"event": "evidence:item:acquired", "how": "Copied from the seized disk.", "conditions": ""}
    return desk.post(page, said | {"file": SimpleUploadedFile(name, content, "application/octet-stream")})


@pytest.mark.mandate("E4")
def test_a_file_goes_in_sealed_and_comes_out_byte_for_byte(desk):
    answer = send(desk)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/evidence/XA-E-2026-0001/")
    page = desk.get("/evidence/XA-E-2026-0001/").content.decode()
    assert "Acquired" in page
    assert "Copied from the seized disk." in page
    opened = desk.post("/evidence/XA-E-2026-0001/open/", {"purpose": "To examine it."})
    assert b"".join(opened.streaming_content) == CONTENT
    assert opened.headers["Cache-Control"] == "no-store"
    assert "To examine it." in desk.get("/evidence/XA-E-2026-0001/").content.decode()
    assert "image.raw" in desk.get("/evidence/").content.decode()


def test_an_empty_file_is_told_at_its_field(desk):
    page = send(desk, b"").content.decode()
    assert 'href="#id_file"' in page
    assert not Item.objects.exists()


def test_a_form_without_its_token_takes_nothing(node):
    person = Officer(name="duty", state="XA", authority="XA/duty", roles=[Role.DUTY_OFFICER])
    person.save()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    assert send(strict).status_code == 403
    assert not Item.objects.exists()


def test_evidence_is_not_opened_without_a_purpose(desk):
    send(desk)
    page = desk.post("/evidence/XA-E-2026-0001/open/", {"purpose": " "})
    assert 'href="#id_purpose"' in page.content.decode()


def test_every_byte_is_verified_on_demand_and_the_manifest_given(desk):
    send(desk)
    assert desk.post("/evidence/XA-E-2026-0001/verify/").status_code == 302
    assert "Every MiB matches" in desk.get("/evidence/XA-E-2026-0001/").content.decode()
    assert desk.get("/evidence/XA-E-2026-0001/manifest/").headers["Content-Type"] == "application/jose+json"


def test_one_officer_orders_another_destroys_and_the_certificate_is_shown(desk):
    send(desk)
    place = "/evidence/XA-E-2026-0001/destroy/"
    assert "Order its destruction" in desk.get(place).content.decode()
    desk.post(place, {"purpose": "The court has ordered it."})
    mine = desk.get(place).content.decode()
    assert "another officer has to" in mine
    assert "Destroy for good" not in mine
    assert "does not also do it" in desk.post(place, follow=True).content.decode()
    assert desk.get("/evidence/XA-E-2026-0001/certificate/").status_code == 404
    second = officer(Role.CENTRAL_AUTHORITY, "central")
    assert "Destroy for good" in second.get(place).content.decode()
    page = second.post(place, follow=True).content.decode()
    assert "Certificate of destruction" in page
    assert "Open and download" not in page
    assert "The court has ordered it." in page
    assert (
        second.get("/evidence/XA-E-2026-0001/certificate/").headers["Content-Type"] == "application/jose+json"
    )


def test_a_destruction_without_a_reason_is_told_at_its_field(desk):
    send(desk)
    page = desk.post("/evidence/XA-E-2026-0001/destroy/", {"purpose": " "})
    assert 'href="#id_purpose"' in page.content.decode()


def test_an_ordered_destruction_is_called_off(desk):
    send(desk)
    desk.post("/evidence/XA-E-2026-0001/destroy/", {"purpose": "The court has ordered it."})
    page = desk.post("/evidence/XA-E-2026-0001/destroy/call-off/", follow=True).content.decode()
    assert "Called off" in page
    assert "Open and download" in page


@pytest.mark.mandate("E12")
@pytest.mark.parametrize("role", [Role.DELEGATE, Role.OVERSIGHT, Role.ADMINISTRATOR, Role.SECRETARIAT])
def test_every_door_refuses_whoever_has_no_part_in_cases(desk, role):
    send(desk)
    stranger = officer(role, "stranger")
    for page in [
        "/evidence/",
        "/evidence/new/",
        "/evidence/XA-E-2026-0001/",
        "/evidence/XA-E-2026-0001/manifest/",
        "/evidence/XA-E-2026-0001/certificate/",
    ]:
        assert stranger.get(page).status_code == 403, page
    for deed in ["open", "verify", "destroy", "destroy/call-off"]:
        assert stranger.post(f"/evidence/XA-E-2026-0001/{deed}/", {"purpose": "To see it."}).status_code == 403
    assert send(stranger).status_code == 403
    assert Item.objects.count() == 1


def test_what_is_taken_in_for_a_request_stands_on_its_page(desk, peer):
    peer.ask()
    desk.post("/requests/XB-2026-0007/open/")
    answer = send(desk, page="/requests/XB-2026-0007/evidence/")
    assert answer.headers["Location"] == "/requests/XB-2026-0007/"
    assert "image.raw" in desk.get("/requests/XB-2026-0007/").content.decode()


def test_an_unknown_item_is_a_page_that_does_not_stand(desk):
    assert desk.get("/evidence/XA-E-2026-0099/").status_code == 404
