"""An entry is unlinked by the office that answers for the data, with a reason, once."""

import pytest
from django.test import Client

from comity.access import Role
from comity.node import officers
from comity.node.models import RecordEntry
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode

pytestmark = pytest.mark.store


def signed_in(name: str, role: Role) -> Client:
    """An officer who holds ``role`` and nothing else, signed in."""
    officer, _ = officers.appoint(
        COMMAND_LINE,
        name=name,
        roles={role},
        state=StateCode("XB"),
        authority=None,
        password="a long enough password",
    )
    browser = Client()
    browser.force_login(officer)
    return browser


@pytest.fixture
def central(borania):
    """The central authority, signed in."""
    return signed_in("central office", Role.CENTRAL_AUTHORITY)


def test_the_entry_is_unlinked_and_says_so(central):
    assert "Destroy the salt" in central.get("/record/0/").content.decode()
    done = central.post("/record/0/unlink/", {"scope": "entry", "reason": "Ordered by the court."}, follow=True)
    page = done.content.decode()
    assert "stands for nothing any more" in page
    assert "destroyed by a decision" in page
    assert "Destroy the salt" not in page
    assert RecordEntry.objects.get(index=0).salt is None
    again = central.post("/record/0/unlink/", {"scope": "entry", "reason": "again"})
    assert again.status_code == 409


def test_all_about_one_matter_is_unlinked_together(central):
    about = RecordEntry.objects.get(index=0).about
    others = RecordEntry.objects.filter(about=about).count()
    central.post("/record/0/unlink/", {"scope": "thread", "reason": "Ordered by the court."})
    left = RecordEntry.objects.filter(about=about, salt__isnull=False)
    assert others
    assert {row.event for row in left} == {"record:salt:destroyed"}


@pytest.mark.mandate("E12")
def test_the_reason_is_shown_to_those_who_decide_and_to_oversight_alone(central, sign_in):
    central.post("/record/0/unlink/", {"scope": "entry", "reason": "Ordered by the court."})
    index = RecordEntry.objects.get(event="record:salt:destroyed").index
    assert "Ordered by the court." in central.get(f"/record/{index}/").content.decode()
    oversight = signed_in("oversight office", Role.OVERSIGHT)
    assert "Ordered by the court." in oversight.get(f"/record/{index}/").content.decode()
    for other in (Client(), sign_in("duty")):
        assert "Ordered by the court." not in other.get(f"/record/{index}/").content.decode()


def test_a_reason_is_asked_for(central):
    answer = central.post("/record/0/unlink/", {"scope": "entry", "reason": " "})
    assert answer.status_code == 422
    assert RecordEntry.objects.get(index=0).salt is not None
    assert central.post("/record/9999/unlink/", {"scope": "entry", "reason": "x"}).status_code == 404


def test_other_offices_neither_see_nor_may(borania, sign_in):
    duty = sign_in("duty")
    assert "Destroy the salt" not in duty.get("/record/0/").content.decode()
    assert duty.post("/record/0/unlink/", {"scope": "entry", "reason": "x"}).status_code == 403
    assert RecordEntry.objects.get(index=0).salt is not None
