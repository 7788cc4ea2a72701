"""What is on the table is taken away whole or in part, and only what stands."""

import json

import pytest
from tests.committee.text.services.test_display import SOURCE, named

from comity.access import Actor
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.papers.giving import PaperForm
from comity.committee.text.services import import_draft, open_negotiation, papers, take_away
from comity.errors.text import UnknownProvision
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


def test_one_provision_is_taken_with_all_under_it_and_nothing_else(row: Negotiated) -> None:
    told = json.loads(take_away(negotiating(row), PaperForm.JSON, top=named(row, "Costs")))
    assert [each["id"] for each in told["provisions"]] == [named(row, "Costs"), named(row, "Each bears")]
    assert len(json.loads(take_away(negotiating(row), PaperForm.JSON))["provisions"]) == 4


def test_a_provision_that_the_text_does_not_have_is_refused_by_name(row: Negotiated) -> None:
    with pytest.raises(UnknownProvision):
        take_away(negotiating(row), PaperForm.WORD, top="0" * 16)


def test_only_the_pdf_is_set_and_from_the_page(row: Negotiated, monkeypatch) -> None:
    monkeypatch.setattr(papers, "pdf_of", lambda page, _heard: b"set: " + page)
    page = take_away(negotiating(row), PaperForm.HTML)
    assert not page.startswith(b"set: ")
    assert take_away(negotiating(row), PaperForm.PDF) == b"set: " + page
