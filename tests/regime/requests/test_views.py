"""Pages of requests: every door asks who comes in; a whole request can be made, sent and decided without JavaScript."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.regime.states import AT, WHOLE

from comity.access import Role
from comity.node.models import Dispatch, Officer
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules.bodies import Acceptance
from comity.regime.requests.rules.life import State

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


def officer(*roles: Role, state: str = "XA", name: str = "duty") -> Client:
    """A desk in which an officer is signed in."""
    person = Officer(name=name, state=state, authority="XA/duty" if state == "XA" else "", roles=list(roles))
    person.save()
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def desk(node) -> Client:
    return officer(Role.DUTY_OFFICER)


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


ANSWERS = {
    "addressee": {"to": "XB/duty", "basis": "UNCC 42", "language": "en"},
    "urgency": {"urgent": "yes", "urgency": WHOLE.urgency},
    "offence": {
        "stage": "investigation",
        "offences": ["illegal-access"],
        "penalty_years": "",
        "facts": WHOLE.facts,
    },
    "relation": {"relation": WHOLE.relation},
    "custodian": {"custodian": WHOLE.custodian},
    "necessity": {"necessity": WHOLE.necessity, "oldest_lapse": ""},
    "assistance": {"assistance": ["disclosure"]},
    "secrecy": {"confidential": "yes", "silent": "yes"},
}
DATA = {
    "kind": "account",
    "value": "acct-4471",
    "service": "mail.example",
    "since": "2026-11-01T00:00",
    "until": "2026-11-09T23:59",
    "categories": ["traffic"],
}


@pytest.mark.mandate("E8", "P2")
def test_a_request_is_written_question_by_question_checked_and_sent(desk, peer):
    assert "Begin" in text(desk.get("/requests/new/"))
    tasks = desk.post("/requests/new/").headers["Location"]
    assert tasks == "/requests/XA-2026-0001/draft/"
    assert "not begun" in text(desk.get(tasks))
    for name, answer in ANSWERS.items():
        page = f"{tasks}{name}/"
        text(desk.get(page))
        assert desk.post(page, answer).status_code == 302, name
    assert desk.post(f"{tasks}data/new/", DATA).status_code == 302
    assert "acct-4471" in text(desk.get(f"{tasks}data/"))
    assert "Every question is answered" in text(desk.get(tasks))
    assert "Sign and send" in text(desk.get(f"{tasks}check/"))
    assert desk.post(f"{tasks}check/").status_code == 302
    request = Request.objects.get()
    assert request.state == State.SENT
    assert "mail.example" in text(desk.get("/requests/XA-2026-0001/"))
    assert peer.take()[0].act.kind == "preserve"


def test_what_was_typed_is_kept_even_where_it_is_not_enough(desk):
    tasks = desk.post("/requests/new/").headers["Location"]
    page = text(desk.post(f"{tasks}necessity/", {"necessity": "Soon.", "oldest_lapse": ""}))
    assert "There is something to mend" in page
    assert 'href="#id_necessity"' in page
    assert Request.objects.get().statements.necessity == "Soon."
    assert desk.post(f"{tasks}necessity/", {"necessity": "Soon.", "later": ""}).headers["Location"] == tasks
    assert "something is missing" in text(desk.get(tasks))


def test_an_incomplete_request_cannot_be_sent_and_each_fault_links_to_its_question(desk):
    tasks = desk.post("/requests/new/").headers["Location"]
    page = text(desk.post(f"{tasks}check/"))
    assert "Sign and send" not in page
    assert f'href="{tasks}offence/"' in page
    assert Request.objects.get().state == State.DRAFT


def test_data_that_are_not_yet_stored_are_refused_at_the_field(desk, ticking):
    tasks = desk.post("/requests/new/").headers["Location"]
    page = text(desk.post(f"{tasks}data/new/", DATA | {"until": "2999-01-01T00:00"}))
    assert 'href="#id_until"' in page
    assert Request.objects.get().statements.data == ()


def test_data_that_were_named_can_be_taken_out_again(desk):
    tasks = desk.post("/requests/new/").headers["Location"]
    desk.post(f"{tasks}data/new/", DATA)
    desk.post(f"{tasks}data/0/remove/")
    assert Request.objects.get().statements.data == ()


def test_a_draft_can_be_given_up(desk):
    tasks = desk.post("/requests/new/").headers["Location"]
    assert "its number is not used again" in text(desk.get(f"{tasks}discard/"))
    desk.post(f"{tasks}discard/")
    assert Request.objects.get().state == State.DISCARDED
    assert desk.get(tasks).status_code == 404


@pytest.mark.mandate("E8")
def test_a_received_request_is_opened_accepted_and_preserved_from_its_page(desk, peer, duty):
    peer.ask()
    assert "XB-2026-0007" in text(desk.get("/requests/"))
    page = text(desk.get("/requests/XB-2026-0007/"))
    assert "Open the request" in page
    assert "Accept" not in page
    desk.post("/requests/XB-2026-0007/open/")
    page = text(desk.get("/requests/XB-2026-0007/"))
    assert "Accept and order preservation" in page
    assert "opened by an officer" in page
    assert desk.post("/requests/XB-2026-0007/act/accept/", {"order": "A-1", "remarks": ""}).status_code == 302
    assert "Record that the data are preserved" in text(desk.get("/requests/XB-2026-0007/"))
    text(desk.get("/requests/XB-2026-0007/act/preserve/"))
    desk.post("/requests/XB-2026-0007/act/preserve/", {"since": "2026-11-21T13:38", "until": "", "text": ""})
    request = Request.objects.get()
    assert (request.state, request.preserved_until) == (State.PRESERVED, AT + timedelta(days=60))
    text(desk.get("/requests/XB-2026-0007/"))


def refusal(**changes):
    told = {
        "ground": "discrimination",
        "reasons": "There is reason to fear that the person is pursued for political opinions.",
        "consulted_at": "2026-11-21T13:38",
        "means": "telephone",
        "office": "24/7 point of Borania",
        "outcome": "No assurance could be given.",
    }
    return told | changes


@pytest.mark.mandate("E8", "E12")
def test_a_refusal_page_offers_only_grounds_that_stand_and_asks_for_the_consultation(desk, peer, duty):
    peer.ask()
    services.open_request(duty, Request.objects.get())
    page = text(desk.get("/requests/XB-2026-0007/act/refuse/"))
    assert "UNCC 40(21)(b)" in page
    assert "Bank secrecy" not in page
    missing = text(desk.post("/requests/XB-2026-0007/act/refuse/", refusal(consulted_at="")))
    assert 'href="#id_consulted_at' in missing
    early = text(desk.post("/requests/XB-2026-0007/act/refuse/", refusal(consulted_at="2026-11-20T10:00")))
    assert 'href="#id_consulted_at' in early
    assert "24/7 point of Borania" in early  # nothing typed is lost
    forged = text(desk.post("/requests/XB-2026-0007/act/refuse/", refusal(ground="bank-secrecy")))
    assert "There is something to mend" in forged
    assert Request.objects.get().state == State.OPENED
    assert desk.post("/requests/XB-2026-0007/act/refuse/", refusal()).status_code == 302
    assert Request.objects.get().state == State.REFUSED
    assert "No assurance could be given" in text(desk.get("/requests/XB-2026-0007/"))


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("ask-more", {"about": "data", "question": "Which hours?"}),
        ("warn", {"text": "The provider tells its users."}),
        ("consult", {"ground": "discrimination", "text": "Can you assure us?"}),
    ],
)
def test_the_other_decisions_have_their_page_and_reach_the_requester(desk, peer, duty, deed, said):
    peer.ask()
    services.open_request(duty, Request.objects.get())
    text(desk.get(f"/requests/XB-2026-0007/act/{deed}/"))
    assert desk.post(f"/requests/XB-2026-0007/act/{deed}/", said).status_code == 302
    assert Dispatch.objects.filter(receipt=None).count() == 1
    text(desk.get("/requests/XB-2026-0007/"))


def test_a_decision_that_is_not_open_leads_back_to_the_request(desk, peer):
    peer.ask()
    answer = desk.get("/requests/XB-2026-0007/act/accept/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/requests/XB-2026-0007/")
    assert desk.get("/requests/XB-2026-0007/act/send/").status_code == 404


def test_the_requester_supplies_announces_and_withdraws_from_its_page(desk, peer, duty):
    request = services.send(duty, services.open_draft(duty, WHOLE))
    peer.take()
    peer.say("ask-more", {"questions": [{"about": "data", "question": "Which hours?"}]}, thread=request.thread)
    assert "Which hours?" in text(desk.get("/requests/XA-2026-0001/"))
    desk.post("/requests/XA-2026-0001/act/supply/", {"text": "All of them."})
    peer.take()
    peer.say("answer", {}, thread=request.thread)
    desk.post("/requests/XA-2026-0001/act/announce/", {"assistance": "A-MLA-3", "text": ""})
    desk.post("/requests/XA-2026-0001/act/withdraw/", {"reasons": "The case was closed."})
    request.refresh_from_db()
    assert (request.assistance, request.state) == ("A-MLA-3", State.WITHDRAWN)


@pytest.mark.parametrize("page", ["/requests/", "/requests/sent/", "/requests/drafts/", "/evidence/"])
def test_an_empty_list_says_what_will_stand_there(desk, page):
    assert 'class="empty"' in text(desk.get(page))


PAGES = [
    "/requests/",
    "/requests/sent/",
    "/requests/drafts/",
    "/requests/new/",
    "/requests/XB-2026-0007/",
    "/requests/XB-2026-0007/act/accept/",
    "/requests/XB-2026-0007/evidence/",
    "/requests/XB-2026-0007/bundle/",
    "/evidence/",
    "/evidence/new/",
]
DEEDS = [
    "/requests/new/",
    "/requests/XB-2026-0007/open/",
    "/requests/XB-2026-0007/act/accept/",
    "/requests/XB-2026-0007/act/refuse/",
    "/requests/XB-2026-0007/evidence/",
    "/evidence/new/",
]


@pytest.mark.mandate("E12")
@pytest.mark.parametrize(
    "role", [Role.DELEGATE, Role.CHAIR, Role.SECRETARIAT, Role.OVERSIGHT, Role.ADMINISTRATOR]
)
def test_every_door_refuses_whoever_has_no_part_in_cases(peer, role):
    peer.ask()
    desk = officer(role, name="stranger")
    for page in PAGES:
        answer = desk.get(page)
        assert answer.status_code == 403, page
        assert b"acct-4471" not in answer.content
    for page in DEEDS:
        assert desk.post(page, {}).status_code == 403, page
    assert Request.objects.get().state == State.RECEIVED


def test_a_duty_officer_of_another_state_is_refused(peer):
    peer.ask()
    desk = officer(Role.DUTY_OFFICER, state="XC", name="foreign")
    assert desk.get("/requests/XB-2026-0007/").status_code == 403


def test_who_is_not_signed_in_is_led_to_the_door(node):
    for page in PAGES:
        answer = Client().get(page)
        assert answer.status_code == 302, page
        assert answer.headers["Location"].startswith("/account/login/")


@pytest.mark.mandate("E12")
def test_nothing_of_a_case_stands_in_an_address_or_a_log(desk, peer, caplog):
    peer.ask()
    page = text(desk.get("/requests/XB-2026-0007/"))
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert not [address for address in addresses if "acct" in address or "mail.example" in address]
    desk.post("/requests/XB-2026-0007/open/")
    desk.post("/requests/XB-2026-0007/act/accept/", {"order": "acct-4471", "remarks": "hospital"})
    assert "acct-4471" not in caplog.text
    assert "hospital" not in caplog.text


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_the_pages_stand_in_every_language(desk, peer, duty, language):
    peer.ask()
    services.open_request(duty, Request.objects.get())
    services.accept(duty, Request.objects.get(), Acceptance())
    desk.cookies["comity_language"] = language
    for page in [
        "/requests/",
        "/requests/XB-2026-0007/",
        "/requests/XB-2026-0007/act/preserve/",
        "/requests/new/",
    ]:
        text(desk.get(page))


def test_the_pages_hold_no_inline_script_or_style(desk, peer):
    peer.ask()
    page = text(desk.get("/requests/XB-2026-0007/"))
    assert " style=" not in page
    assert "<script>" not in page
    assert "<style" not in page
