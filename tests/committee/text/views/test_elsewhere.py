import html
import re

import pytest
from tests.committee.text.views.desk import SOURCE, named, page, rolling, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter, import_draft, issue_draft
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
NEGOTIATION = "/text/a-text/negotiation"
WITHOUT_IT = "".join(line for line in SOURCE.splitlines(keepends=True) if "It [may" not in line)


@pytest.fixture
def gone(row: Negotiated, secretariat: Actor) -> int:
    """Aldova's proposal on a paragraph that the second draft leaves out; its number."""
    made = enter(secretariat, row.text, Propose(named(row, "It"), 1, 2, cut("refuse in part")), Said("XA"))
    draft = import_draft(secretariat, source=WITHOUT_IT.encode(), title="A text", language=Language.ENGLISH)
    issue_draft(secretariat, draft)
    return made.number


@pytest.mark.mandate("R16")
def test_the_sponsor_of_a_proposal_whose_provision_is_gone_proposes_its_words_elsewhere(
    row: Negotiated, gone: int
) -> None:
    client = signed_in(Role.DELEGATE)
    link = f"{NEGOTIATION}/elsewhere/{gone}/"
    assert f'href="{link}"' in page(client, f"{NEGOTIATION}/carried/2/")
    asked = page(client, link)
    assert "It refuse <ins>in part</ins>" in asked
    assert f'value="{named(row, "Scope")}" selected' in asked  # the article in which it stood
    way = client.get(link, {"what": "new-provision", "place": named(row, "Each")})
    form = page(client, way.headers["Location"])
    filled = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    typed = html.unescape(re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", form)[1])
    assert typed == "It refuse in part."
    sent = {**filled, "words": typed, "place": "after", "kind": "paragraph", "step": "enter"}
    assert client.post(way.headers["Location"].partition("?")[0], sent).status_code == 302
    shown = words(page(client, rolling(row)))
    assert "It refuse in part." in shown
    assert "Aldova" in shown


def test_the_words_alone_go_into_another_provision_after_its_last_word(row: Negotiated, gone: int) -> None:
    client = signed_in(Role.DELEGATE)
    chosen = {"what": "words", "place": named(row, "Each")}
    way = client.get(f"{NEGOTIATION}/elsewhere/{gone}/", chosen)
    form = page(client, way.headers["Location"])
    assert re.search(r"<textarea[^>]*>\s*refuse in part</textarea>", form)
    assert re.search(r'value="after"[^>]*checked', form)
    assert re.search(r'name="last".*?value="7" selected', form, re.DOTALL)


def test_only_whose_proposal_it_is_finds_the_act_and_only_what_has_no_provision_is_asked_about(
    row: Negotiated, gone: int, secretariat: Actor
) -> None:
    assert "elsewhere" not in page(signed_in(Role.DELEGATE, "XD"), f"{NEGOTIATION}/carried/2/")
    open_one = enter(secretariat, row.text, Propose(named(row, "Each"), 2, 3, cut("may")), Said("XA"))
    client = signed_in(Role.DELEGATE)
    for number in (open_one.number, 1, 999):
        assert client.get(f"{NEGOTIATION}/elsewhere/{number}/").status_code == 404
    assert signed_in(Role.OBSERVER, "").get(f"{NEGOTIATION}/elsewhere/{gone}/").status_code == 403


def test_where_nothing_can_be_proposed_the_form_says_what_to_do(
    row: Negotiated, gone: int, secretariat: Actor
) -> None:
    client, address = signed_in(Role.DELEGATE), f"{NEGOTIATION}/elsewhere/{gone}/?what=words&place="
    assert 'class="errors-on-top"' in page(client, f"{address}nowhere", 422)
    enter(secretariat, row.text, Agree(named(row, "Each")), Said(CHAIR))
    assert "This provision is agreed." in words(page(client, address + named(row, "Each"), 422))
