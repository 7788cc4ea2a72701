from functools import partial

import pytest
from django.test import Client
from tests.committee.text.views.desk import named, signed_in

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree
from comity.committee.text.services import Said, enter, import_draft, open_negotiation
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
SOURCE = "## Article 1. Scope\n\n1. Each Party shall act on any request.\n\n2. It [may (XB; del. XC)] refuse.\n"


@pytest.fixture
def row(node, secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


@pytest.fixture
def asked(row: Negotiated):
    return partial(_asked, signed_in(Role.DELEGATE))


def _asked(client: Client, path: str):
    answer = client.get(f"/api/text/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_progress_is_told_by_provision_and_session(row: Negotiated, asked, secretariat: Actor) -> None:
    enter(secretariat, row.text, Agree(named(row, "Each")), Said(CHAIR, "2/1"))
    told = asked("a-text/negotiation/progress")
    assert told["whole"] == {"words": 11, "agreed": 7, "free": 3, "bracketed": 1, "alternatives": 0}
    assert told["provisions"][named(row, "Each")]["agreed"] == 7
    assert told["sessions"][-1]["session"] == "2"
    assert [each["by"] for each in told["oldest"]] == ["XB"]
    assert told["forecast"]["meetings"] is None


def test_what_would_remain_is_told_before_and_after(row: Negotiated, asked) -> None:
    told = asked("a-text/negotiation/remaining?by=XC,FR")
    assert (told["before"]["bracketed"], told["after"]["bracketed"]) == (1, 0)
    assert told["freed"] == told["changed"] == [named(row, "It")]
    assert told["pivotal"] == {"XC": 1}


def test_what_waits_is_told_by_language(row: Negotiated, asked, secretariat: Actor) -> None:
    enter(secretariat, row.text, Agree(named(row, "Each")), Said(CHAIR))
    assert len(asked("a-text/negotiation/waiting")) == 5
    assert [each["consistency"] for each in asked("a-text/negotiation/waiting?language=ru")] == ["missing"]


def test_changes_between_drafts_are_told_article_by_article(row: Negotiated, asked, secretariat: Actor) -> None:
    later = SOURCE.replace("shall act", "acts at once")
    import_draft(secretariat, source=later.encode(), title="A text", language=Language.ENGLISH)
    told = asked("a-text/en/1/changes/2")
    assert [(each["deleted"], each["inserted"]) for each in told] == [(2, 3)]
