import re

import pytest
from tests.committee.text.views.desk import SOURCE, named, page, send, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter, import_draft, issue_draft
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
CARRIED = "/text/a-text/negotiation/carried/2/"


@pytest.fixture
def revised(row: Negotiated, secretariat: Actor) -> tuple[int, int]:
    """A proposal that the second draft changes, and one that it returns; their numbers."""
    name = named(row, "Each")
    changed = enter(secretariat, row.text, Propose(name, 3, 7, cut("answer every demand")), Said("XA"))
    lost = enter(secretariat, row.text, Propose(name, 5, 6, cut("a proper")), Said("XB"))
    source = SOURCE.replace("act on any request", "act on a request")
    draft = import_draft(secretariat, source=source.encode(), title="A text", language=Language.ENGLISH)
    issue_draft(secretariat, draft)
    return changed.number, lost.number


@pytest.mark.mandate("R16")
def test_each_sponsor_finds_three_wordings_and_what_may_be_done(
    row: Negotiated, revised: tuple[int, int]
) -> None:
    shown = page(signed_in(Role.DELEGATE), CARRIED)
    told = words(shown)
    assert "Before the draft Each Party shall act on any request." in told
    assert "<del>any</del> <ins>a</ins>" in shown
    assert "<del>act on a request</del> <ins>answer every demand</ins>" in shown
    assert told.index(f"Change proposed {revised[0]} yours") < told.index(f"Change proposed {revised[1]}")
    assert "The words on which it stood are no longer in the text." in told
    assert "Propose it again" not in told  # it is Borania's
    other = words(page(signed_in(Role.DELEGATE, "XB"), CARRIED))
    assert "Propose it again" in other
    assert "Keep it as carried" not in other


def test_a_carried_proposal_is_kept_and_then_withdrawn(row: Negotiated, revised: tuple[int, int]) -> None:
    client, number = signed_in(Role.DELEGATE), revised[0]
    answer = send(client, row, "Each", do="sponsor", number=number, back=2)
    assert answer.headers["Location"] == CARRIED
    told = words(page(client, CARRIED))
    assert "kept since by Aldova" in told
    assert "Keep it as carried" not in told
    assert send(client, row, "Each", do="leave", number=number, back=2).status_code == 302
    now = negotiating(Negotiated.objects.get(pk=row.pk)).text.negotiation
    assert now.proposal(number).status == "withdrawn"


def test_adjusting_begins_with_the_carried_range_and_the_words_proposed(
    row: Negotiated, revised: tuple[int, int]
) -> None:
    client = signed_in(Role.DELEGATE)
    link = re.search(r'href="([^"]*replaces=\d+)"', page(client, CARRIED))
    assert link is not None
    shown = page(client, link[1])
    assert "answer every demand</textarea>" in shown
    assert re.search(r'name="first".*?value="3" selected', shown, re.DOTALL)
    assert re.search(r'name="last".*?value="6" selected', shown, re.DOTALL)


def test_the_newest_draft_is_where_the_whole_leads_and_a_first_one_says_what_will_stand_here(
    row: Negotiated,
) -> None:
    client = signed_in(Role.OBSERVER, "")
    answer = client.get("/text/a-text/negotiation/carried/")
    assert answer.headers["Location"] == "/text/a-text/negotiation/carried/1/"
    assert "nothing was proposed before it" in words(page(client, answer.headers["Location"]))
    assert client.get("/text/a-text/negotiation/carried/9/").status_code == 404


def test_a_long_list_is_divided_and_an_act_leads_back_to_its_page(
    row: Negotiated, secretariat: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.committee.text.views.carried._A_PAGE", 1)
    name = named(row, "Each")
    mine = enter(secretariat, row.text, Propose(name, 3, 7, cut("answer every demand")), Said("XA"))
    enter(secretariat, row.text, Propose(name, 5, 7, cut("a proper request")), Said("XB"))
    source = SOURCE.replace("act on any request", "act on a request")
    draft = import_draft(secretariat, source=source.encode(), title="A text", language=Language.ENGLISH)
    issue_draft(secretariat, draft)
    client = signed_in(Role.DELEGATE)
    first, second = (words(page(client, f"{CARRIED}?page={number}")) for number in (1, 2))
    assert f"Change proposed {mine.number} yours" in first
    assert "yours" not in second.partition("Change proposed")[2]
    assert "1 to 1 of 2, yours first" in first
    back = send(client, row, "Each", do="sponsor", number=mine.number, back=2, page=2)
    assert back.headers["Location"] == f"{CARRIED}?page=2"
