"""The secretariat sees what a draft in another language gives, and enters it at once."""

import pytest
from django.test import Client
from tests.committee.text.translation import FRENCH, words
from tests.committee.text.views.desk import page, signed_in

from comity.access import Actor, Role
from comity.committee.text.models import Draft
from comity.committee.text.services import import_draft
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
QUEUE = "/text/a-text/negotiation/in-fr/"
PAGE = f"{QUEUE}draft/"


@pytest.mark.mandate("R6")
def test_what_a_draft_gives_is_shown_and_then_entered(french: Draft) -> None:
    desk = signed_in(Role.SECRETARIAT, "")
    assert f'href="{PAGE}"' in page(desk, QUEUE)
    assert "3 provisions get new words" in page(desk, PAGE)
    assert words() == []
    assert desk.post(PAGE, {"draft": "1", "of": "1"}).headers["Location"] == QUEUE
    assert words() == ["Champ", "Chaque Partie agit.", "Elle peut demander."]
    assert "3 provisions have these words already." in page(desk, PAGE)


def test_what_has_no_place_is_told_by_its_line_with_the_reason(
    french: Draft,
    secretariat: Actor,
) -> None:
    source = FRENCH.replace("\n2. Elle peut demander.\n", "\n") + "\n## Article 2. Fin\n"
    import_draft(secretariat, source=source.encode(), title="A text", language=Language.FRENCH)
    desk = signed_in(Role.SECRETARIAT, "")
    shown = page(desk, PAGE)
    assert "2 provisions get new words" in shown
    assert "The draft that it translates has nothing at this place." in shown
    assert "Still without words in this language" in shown
    assert "Still without words" not in page(desk, f"{PAGE}?draft=1")


def test_nobody_else_and_no_draft_that_is_not_kept(french: Draft) -> None:
    assert Client().get(PAGE).status_code in {302, 403}
    delegate = signed_in(Role.DELEGATE, "XA")
    assert delegate.post(PAGE, {"draft": "1", "of": "1"}).status_code == 403
    assert f'href="{PAGE}"' not in page(delegate, QUEUE)
    desk = signed_in(Role.SECRETARIAT, "")
    page(desk, PAGE.replace("in-fr", "in-es"), 404)
    page(desk, PAGE.replace("in-fr", "in-en"), 404)
    page(desk, f"{PAGE}?draft=7", 404)
