"""The REST API of the shell."""

import json

import pytest

from comity.desks.api import SignedIn, api
from comity.node.models import RecordEntry

pytestmark = pytest.mark.store


def test_the_description_names_every_operation_of_the_shell(client):
    told = client.get("/api/openapi.json").json()
    assert {"/api/directory", "/api/record", "/api/record/{index}", "/api/node"} <= set(told["paths"])


def test_no_page_of_a_foreign_host_describes_it(client):
    assert api.docs_url is None
    assert client.get("/api/docs").status_code == 404


def test_the_directory_begins_with_the_node_itself(borania, client):
    assert [told["state"] for told in client.get("/api/directory").json()] == ["XB", "XA"]


def test_entries_come_newest_first_and_before_an_index(borania, client):
    indices = [entry["index"] for entry in client.get("/api/record").json()]
    assert indices == sorted(range(RecordEntry.objects.count()), reverse=True)
    assert [entry["index"] for entry in client.get("/api/record?before=2").json()] == [1, 0]


def test_an_entry_comes_with_the_same_proof_as_on_its_page(borania, client):
    assert client.get("/api/record/1").json() == json.loads(client.get("/record/1/proof.json").content)


def test_what_is_not_there_is_told_as_a_problem(borania, client):
    answer = client.get("/api/record/999")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_what_cannot_be_read_is_told_as_a_problem_with_its_place(borania, client):
    answer = client.get("/api/record?before=x")
    assert answer.status_code == 400
    assert "before" in answer.json()["detail"]


def test_a_session_is_an_officer_and_its_absence_is_nobody(borania, sign_in, rf):
    request = sign_in("duty").get("/").wsgi_request
    assert SignedIn().authenticate(request, "any").name == "duty"
    stranger = rf.get("/")
    stranger.user = type("Nobody", (), {"is_authenticated": False})()
    assert SignedIn().authenticate(stranger, "any") is None
