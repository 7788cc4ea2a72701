import json

import pytest
from django.test import Client

from comity.access import Actor, Role
from comity.committee.text.services import import_draft, open_negotiation
from comity.node.models import Officer
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.fixture
def drafts(node, secretariat: Actor, demonstration) -> None:
    for source in demonstration:
        import_draft(
            secretariat, source=source.encode(), title="A text", language=Language.ENGLISH, published=True
        )


@pytest.mark.mandate("R16")
@pytest.mark.usefixtures("drafts")
def test_a_program_reads_drafts_articles_and_convergence_without_sign_in() -> None:
    client = Client()
    (newest,) = client.get("/api/text/").json()
    assert (newest["text"], newest["number"]) == ("a-text", 3)
    assert [each["number"] for each in client.get("/api/text/a-text/en/").json()] == [1, 2, 3]
    first = client.get("/api/text/a-text/en/1").json()
    assert first["imbalances"] == []
    article = client.get(f"/api/text/a-text/en/1/{first['articles'][1]['id']}").json()
    assert article["source"].startswith("### Article 1. Use of terms")
    stages = client.get("/api/text/a-text/en/convergence").json()["stages"]
    assert stages[0]["figures"]["share_open"] > stages[2]["figures"]["share_open"]


@pytest.mark.parametrize("path", ["/api/text/none/en/", "/api/text/none/en/1", "/api/text/none/en/convergence"])
def test_what_does_not_stand_is_not_found(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_an_unknown_language_is_refused_by_name() -> None:
    answer = Client().get("/api/text/a-text/xx/")
    assert answer.status_code in {400, 404}


@pytest.mark.mandate("R2")
def test_a_program_imports_only_for_the_secretariat() -> None:
    given = json.dumps({"source": "## Article 1\n\nWords.", "title": "A text"})
    assert Client().post("/api/text/", given, content_type="application/json").status_code == 403
    officer = Officer.objects.create(name="secretariat", state="ZZ", roles=[Role.SECRETARIAT])
    client = Client()
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/api/text/", given, content_type="application/json")
    assert (answer.status_code, answer.json()["number"]) == (201, 1)


@pytest.mark.mandate("R16")
def test_a_program_proposes_and_reads_the_negotiating_text(node, secretariat: Actor) -> None:
    source = "## Article 1. Scope\n\n1. Each Party shall act.\n"
    draft = import_draft(secretariat, source=source.encode(), title="A text", language=Language.ENGLISH)
    open_negotiation(secretariat, draft)
    officer = Officer.objects.create(name="delegate", state="XA", roles=[Role.DELEGATE])
    client = Client()
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    here = client.get("/api/text/a-text/negotiation/").json()
    name = here["lines"][1]["id"]
    act = {"act": "propose", "provision": name, "start": 2, "end": 3, "words": "may", "seen": here["entries"]}
    given = {"by": "XA", "act": act, "meeting": "2/3"}
    answer = client.post("/api/text/a-text/negotiation/log", json.dumps(given), content_type="application/json")
    assert (answer.status_code, answer.json()["number"]) == (201, here["entries"] + 1)
    now = client.get("/api/text/a-text/negotiation/").json()
    assert now["lines"][1]["marked"] == "Each Party [shall (del. XA)][may (XA)] act."
    before = client.get(f"/api/text/a-text/negotiation/?after={here['entries']}").json()
    assert before["lines"] == here["lines"]
    (entry,) = client.get(f"/api/text/a-text/negotiation/log?since={here['entries']}").json()
    assert (entry["by"], entry["meeting"], entry["act"]["act"]) == ("XA", "2/3", "propose")
    for wrong, status in (({**given, "by": "XB"}, 403), ({**given, "act": {"act": "conquer"}}, 400)):
        answer = client.post(
            "/api/text/a-text/negotiation/log", json.dumps(wrong), content_type="application/json"
        )
        assert answer.status_code == status
    assert Client().get("/api/text/a-text/negotiation/").status_code in {401, 403}
