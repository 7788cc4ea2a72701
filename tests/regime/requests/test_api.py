"""Operations do what the pages do, through the same services, and refuse with the same codes."""

import json

import pytest
from django.test import Client
from tests.regime.states import WHOLE

from comity.access import Role
from comity.node.models import Officer
from comity.regime.requests.models import Request
from comity.regime.requests.rules.life import State
from comity.regime.requests.rules.statements import print_content

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


class Program:
    """A program that an officer lets act."""

    def __init__(self, role: Role = Role.DUTY_OFFICER) -> None:
        person = Officer(name=role.value, state="XA", authority="XA/duty", roles=[role])
        person.save()
        self.client = Client()
        self.client.force_login(person)

    def get(self, path: str, status: int = 200):
        return self._read(self.client.get(f"/api{path}"), status)

    def post(self, path: str, said: object = None, status: int = 200):
        return self._read(self.client.post(f"/api{path}", said or {}, content_type="application/json"), status)

    def put(self, path: str, said: object, status: int = 200):
        return self._read(self.client.put(f"/api{path}", said, content_type="application/json"), status)

    def _read(self, answer, status: int):
        assert answer.status_code == status, answer.content
        if status >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json"
        return json.loads(answer.content)


@pytest.fixture
def program(node) -> Program:
    return Program()


@pytest.mark.mandate("E8")
def test_a_program_drafts_checks_and_sends(program, peer):
    made = program.post("/requests", {"content": {"facts": "Too little."}})
    assert (made["reference"], made["state"]) == ("XA-2026-0001", "draft")
    faults = program.get("/requests/XA-2026-0001/check")["faults"]
    assert {"code": "vague-content", "place": "facts"} in faults
    assert program.post("/requests/XA-2026-0001/send", status=400)["code"] == "missing-content"
    program.put("/requests/XA-2026-0001/content", {"content": print_content(WHOLE)})
    assert program.get("/requests/XA-2026-0001/check") == {"faults": [], "reservation": None}
    assert program.post("/requests/XA-2026-0001/send")["state"] == "sent"
    assert peer.take()[0].act.kind == "preserve"
    assert [each["reference"] for each in program.get("/requests?box=sent")] == ["XA-2026-0001"]


@pytest.mark.mandate("E8")
def test_a_program_decides_and_each_step_stands_in_the_story(program, peer):
    peer.ask()
    assert program.post("/requests/XB-2026-0007/accept", status=409)["code"] == "not-now"
    program.post("/requests/XB-2026-0007/open")
    program.post("/requests/XB-2026-0007/accept", {"order": "A-1"})
    assert program.post("/requests/XB-2026-0007/preserve")["state"] == "preserved"
    told = program.get("/requests/XB-2026-0007")
    events = [line["event"] for line in told["story"]]
    assert events == [
        "requests:request:received",
        "requests:request:opened",
        "requests:request:accepted",
        "requests:data:preserved",
    ]
    assert {receipt["kind"] for receipt in told["story"][0]["receipts"]} == {"relay", "delivery", "retrieval"}


def test_a_refusal_of_the_rules_is_told_by_its_code(program, peer):
    peer.ask()
    program.post("/requests/XB-2026-0007/open")
    said = {
        "ground": "bank-secrecy",
        "reasons": "The bank may not tell us anything about its customers at all.",
        "consultation": {
            "at": "2026-11-21T13:38:00.000Z",
            "means": "video",
            "office": "duty",
            "outcome": "None.",
        },
    }
    assert program.post("/requests/XB-2026-0007/refuse", said, status=403)["code"] == "void-ground"
    assert (
        program.post("/requests/XB-2026-0007/refuse", said | {"ground": "discrimination"})["state"] == "refused"
    )


@pytest.mark.parametrize(
    "content",
    [{"surprise": 1}, {"to": "nowhere"}, {"data": [{"kind": "dream"}]}, {"facts": 7}, {"basis": "everything"}],
)
def test_content_that_cannot_be_read_is_refused_and_nothing_is_kept(program, content):
    program.post("/requests", {"content": content}, status=400)
    assert not Request.objects.exists()


@pytest.mark.mandate("E12")
@pytest.mark.parametrize(
    "role", [Role.DELEGATE, Role.CHAIR, Role.SECRETARIAT, Role.ADMINISTRATOR, Role.OVERSIGHT]
)
def test_no_operation_lets_a_stranger_in(peer, role):
    peer.ask()
    stranger = Program(role)
    for path in ["/requests", "/requests/XB-2026-0007", "/requests/XB-2026-0007/check", "/evidence"]:
        assert stranger.get(path, status=403)["code"] == "not-permitted"
    for deed in ["open", "accept", "preserve", "send", "discard"]:
        assert stranger.post(f"/requests/XB-2026-0007/{deed}", status=403)["code"] == "not-permitted"
    assert Request.objects.get().state == State.RECEIVED
    expected = 200 if role is Role.OVERSIGHT else 403
    stranger.get("/requests/counts", status=expected)


def test_who_is_not_signed_in_gets_nothing(node):
    assert Client().get("/api/requests").status_code == 401
    assert Client().get("/api/evidence").status_code == 401


def test_an_unknown_request_is_not_found(program):
    program.get("/requests/XA-2026-9999", status=404)
    program.get("/evidence/XA-E-2026-9999", status=404)
