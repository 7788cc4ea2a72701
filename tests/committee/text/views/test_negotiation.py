import re

import pytest
from django.test import Client
from tests.committee.text.views.desk import SOURCE, named, page, rolling, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, PlaceBrackets, Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter, import_draft
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


def test_the_text_is_filtered_by_state_and_by_status(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    assert "Each Party" not in words(page(client, f"{rolling(row)}?holder=XB")).partition("Proposals")[0]
    free = words(page(client, f"{rolling(row)}?status=free"))
    assert "Each Party" in free
    assert "It may" not in free


def test_the_whole_shows_shares_what_is_nearest_and_what_is_oldest(row: Negotiated, secretariat: Actor) -> None:
    enter(secretariat, row.text, Agree(named(row, "Each")), Said(CHAIR))
    shown = words(page(signed_in(Role.DELEGATE), "/text/a-text/negotiation/"))
    assert "Article 1. Scope" in shown
    assert "Closest to agreement" in shown
    assert "do not allow a forecast" in shown


def test_after_every_act_the_whole_shows_the_new_shares_to_every_reader(
    row: Negotiated, secretariat: Actor
) -> None:
    readers = [signed_in(Role.DELEGATE), signed_in(Role.OBSERVER, "")]
    whole, shares = "/text/a-text/negotiation/", re.compile(r"Article 1\. Scope \d+ \d+ \d+ \d+% \d+%")
    seen = [shares.search(words(page(each, whole)))[0] for each in readers]
    for act in (PlaceBrackets(named(row, "Each"), 0, 2), Propose(named(row, "Each"), 3, 4, cut("should"))):
        enter(secretariat, row.text, act, Said("XB"))
        now = [shares.search(words(page(each, whole)))[0] for each in readers]
        assert now[0] == now[1] != seen[0] == seen[1]
        seen = now


def test_who_does_not_follow_the_negotiation_is_refused(row: Negotiated) -> None:
    assert Client().get("/text/a-text/negotiation/").status_code in {302, 403}
    assert signed_in(Role.DUTY_OFFICER).get("/text/a-text/negotiation/").status_code == 403
    assert signed_in(Role.DELEGATE).get("/text/a-text/negotiation/0123456789abcdef/").status_code == 404


def test_the_secretariat_opens_a_negotiation_and_issues_revised_drafts_from_the_draft(
    node, secretariat: Actor
) -> None:
    client = signed_in(Role.SECRETARIAT)
    for number, source in enumerate((SOURCE, SOURCE.replace("any request", "demand")), 1):
        import_draft(secretariat, source=source.encode(), title="A text", language=Language.ENGLISH)
        answer = client.post(f"/text/a-text/en/{number}/negotiate/")
        assert answer.headers["Location"] == "/text/a-text/negotiation/"
    assert negotiating(Negotiated.objects.get()).text.negotiation.draft == 2
    assert "Carried onto the newest draft" in page(client, "/text/a-text/negotiation/")


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr"])
def test_the_pages_are_shown_in_every_language(row: Negotiated, language: str) -> None:
    client = signed_in(Role.SECRETARIAT)
    client.cookies["django_language"] = language
    for path in (
        "/text/a-text/negotiation/",
        rolling(row),
        f"/text/a-text/negotiation/{named(row, 'Each')}/words/",
    ):
        assert client.get(path).status_code == 200
