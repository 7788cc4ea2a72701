"""What is on its way is shown to who answers for it, who may decide on what is overdue and pause a State."""

from dataclasses import replace

import pytest
from tests.desks.a_node import officer
from tests.regime.states import WHOLE

from comity.node import overdue
from comity.node.models import Dispatch, Pause, RecordEntry
from comity.regime.requests import services
from comity.words import AuthorityId

pytestmark = pytest.mark.store


@pytest.fixture
def late(borania) -> Dispatch:
    """A request to Aldova that could not be delivered in 72 hours."""
    duty = officer("duty").actor
    services.send(duty, services.open_draft(duty, replace(WHOLE, to=AuthorityId("XA/duty"))))
    row = overdue.waiting().get()
    overdue.state_due(row.overdue)
    return row


def test_what_is_overdue_leads_to_its_decision(late, client):
    client.force_login(officer("duty"))
    page = client.get("/deliveries/").content.decode()
    assert f'href="/deliveries/{late.pk}/"' in page
    assert "To Aldova" in page


def test_nobody_else_sees_it(late, client):
    assert client.get("/deliveries/").headers["Location"].startswith("/account/login/")
    client.force_login(officer("court"))
    assert client.get("/deliveries/").status_code == 403
    assert client.get(f"/deliveries/{late.pk}/").status_code == 403


def test_a_duty_officer_has_it_tried_again(late, client):
    client.force_login(officer("duty"))
    answer = client.post(f"/deliveries/{late.pk}/", {"decision": "again"})
    assert answer.headers["Location"] == "/deliveries/"
    late.refresh_from_db()
    assert (late.state, late.attempts) == ("waiting", 0)


def test_to_give_it_up_a_reason_is_needed(late, client):
    client.force_login(officer("central"))
    answer = client.post(f"/deliveries/{late.pk}/", {"decision": "give-up", "reason": " "})
    assert answer.status_code == 422
    assert "Say why it is given up." in answer.content.decode()
    client.post(f"/deliveries/{late.pk}/", {"decision": "give-up", "reason": "Their node was closed."})
    late.refresh_from_db()
    assert late.state == "given-up"
    assert client.get(f"/deliveries/{late.pk}/").status_code == 404


def test_an_administrator_sees_it_but_decides_nothing(late, client):
    client.force_login(officer("administrator"))
    assert "Decide" not in client.get(f"/deliveries/{late.pk}/").content.decode()
    assert client.post(f"/deliveries/{late.pk}/", {"decision": "again"}).status_code == 403


def test_a_state_is_paused_for_a_reason_and_resumed(borania, client):
    client.force_login(officer("central"))
    client.post("/deliveries/", {"state": "XA", "reason": "Their key was reported stolen."})
    assert Pause.objects.get().reason == "Their key was reported stolen."
    page = client.get("/deliveries/").content.decode()
    assert "Their key was reported stolen." in page
    client.post("/deliveries/XA/resume/")
    assert not Pause.objects.exists()
    assert RecordEntry.objects.order_by("-index").first().event == "exchange:peer:resumed"


def test_a_duty_officer_pauses_nobody(borania, client):
    client.force_login(officer("duty"))
    assert "Pause a State" not in client.get("/deliveries/").content.decode()
    assert client.post("/deliveries/", {"state": "XA", "reason": "x"}).status_code == 403


def test_programs_do_the_same(late, client):
    client.force_login(officer("central"))
    (told,) = client.get("/api/deliveries").json()
    assert (told["number"], told["state"], told["peer"]) == (late.pk, "overdue", "XA")
    json = "application/json"
    paused = client.post("/api/deliveries/pauses", {"state": "XA", "reason": "A test."}, json)
    assert (paused.status_code, paused.json()["state"]) == (200, "XA")
    assert [one["reason"] for one in client.get("/api/deliveries/pauses").json()] == ["A test."]
    assert client.delete("/api/deliveries/pauses/XA").status_code == 204
    assert client.post(f"/api/deliveries/{late.pk}/again", {}, json).json()["state"] == "waiting"
    again = client.post(f"/api/deliveries/{late.pk}/give-up", {"reason": "too late"}, json)
    assert (again.status_code, again.json()["code"]) == (409, "delivery-decided")
