import re

import pytest
from tests.committee.text.views.desk import named, page, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, Express
from comity.committee.text.rules.negotiation.expressions import Consistency, consistency
from comity.committee.text.rules.words import cut, joined
from comity.committee.text.services import Said, enter
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
QUEUE, FRENCH = "/text/a-text/negotiation/in-fr/", "Chaque Partie donne suite à toute demande."


def seen(source: str) -> str:
    return re.search(r'name="seen" value="(\d+)"', source)[1]


def stands(row: Negotiated) -> tuple[str, Consistency]:
    now = negotiating(Negotiated.objects.get(pk=row.pk)).text.negotiation
    provision = now.provisions[named(row, "Each")]
    found = provision.expressions.get(Language.FRENCH)
    return joined(found.words) if found else "", consistency(now, provision, Language.FRENCH)


@pytest.mark.mandate("R6")
def test_the_secretariat_gives_the_words_of_what_waits_and_then_confirms_them(
    row: Negotiated, secretariat: Actor
) -> None:
    enter(secretariat, row.text, Agree(named(row, "Each")), Said(CHAIR))
    client, where = signed_in(Role.SECRETARIAT, ""), f"{QUEUE}{named(row, 'Each')}/"
    assert f'href="{where}"' in page(client, QUEUE)
    sent = {"words": FRENCH, "seen": seen(page(client, where))}
    assert client.post(where, sent).headers["Location"] == QUEUE
    assert stands(row) == (FRENCH, Consistency.CURRENT)
    shown = page(client, where)
    assert FRENCH in shown
    assert client.post(where, {"words": FRENCH, "seen": seen(shown), "confirm": "1"}).status_code == 302
    assert stands(row) == (FRENCH, Consistency.CONFIRMED)
    assert "Nothing waits" in words(page(client, QUEUE))


def test_words_written_for_a_version_that_is_gone_are_kept_and_looked_at_again(
    row: Negotiated, secretariat: Actor
) -> None:
    client, name = signed_in(Role.SECRETARIAT, ""), named(row, "Each")
    where = f"{QUEUE}{name}/"
    before = seen(page(client, where))
    enter(secretariat, row.text, Express(name, Language.FRENCH, cut("Autre.")), Said(CHAIR))
    answer = client.post(where, {"words": FRENCH, "seen": before})
    assert answer.status_code == 409
    again = answer.content.decode()
    assert FRENCH in again
    assert client.post(where, {"words": FRENCH, "seen": seen(again)}).status_code == 302
    assert stands(row)[0] == FRENCH


def test_only_the_secretariat_finds_the_page_and_only_for_another_language(
    row: Negotiated, secretariat: Actor
) -> None:
    name = named(row, "Each")
    enter(secretariat, row.text, Agree(name), Said(CHAIR))
    delegate = signed_in(Role.DELEGATE)
    assert f"in-fr/{name}/" not in page(delegate, QUEUE)
    assert delegate.get(f"{QUEUE}{name}/").status_code == 403
    assert signed_in(Role.SECRETARIAT, "").get(f"/text/a-text/negotiation/in-en/{name}/").status_code == 404
