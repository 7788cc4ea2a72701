import pytest
from tests.committee.text.views.desk import named, page, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, PlaceBrackets
from comity.committee.text.services import Said, enter

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
PROGRESS = "/text/a-text/negotiation/progress/"


@pytest.mark.mandate("R16")
def test_sessions_clusters_and_the_oldest_brackets_stand_in_tables(row: Negotiated, secretariat: Actor) -> None:
    enter(secretariat, row.text, Agree(named(row, "Each")), Said(CHAIR, "1/2"))
    enter(secretariat, row.text, PlaceBrackets(named(row, "It"), 0, 1), Said("XA", "2/1"))
    shown = words(page(signed_in(Role.DELEGATE), PROGRESS))
    assert "1 1 11 7 3 1 0 9%" in shown
    assert "2 1 11 7 2 2 0 18%" in shown
    assert "Open after session 2" in shown
    assert "do not allow a forecast" in shown
    assert "Borania" in shown.partition("Open longest")[2]


def test_the_picture_is_drawn_in_the_language_of_the_reader(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    client.cookies["comity_language"] = "fr"
    answer = client.get("/text/a-text/negotiation/progress.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
