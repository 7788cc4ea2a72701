"""What became of a text between two drafts is read once, and is of these two drafts and no others."""

import pytest

from comity.access import Actor
from comity.committee.text.models import Draft, changing, identified
from comity.committee.text.models.changing import changed
from comity.committee.text.rules.changes import changes
from comity.committee.text.services import import_draft
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
FIRST = "## Article 1. Scope\n\n1. Each Party shall act.\n"
LATER = ("1. Each Party may act.\n", "1. Nobody acts.\n")


@pytest.fixture
def drafts(secretariat: Actor) -> list[Draft]:
    sources = [FIRST, *(f"## Article 1. Scope\n\n{later}" for later in LATER)]
    return [
        import_draft(secretariat, source=each.encode(), title="A text", language=Language.ENGLISH)
        for each in sources
    ]


@pytest.mark.parametrize(("old", "new"), [(0, 1), (0, 2), (1, 2), (2, 0)])
def test_each_pair_of_drafts_has_its_own_changes(drafts: list[Draft], old: int, new: int) -> None:
    found = changed(drafts[old], drafts[new])
    assert found == changes(identified(drafts[old]), identified(drafts[new]))
    assert found != changed(drafts[old], drafts[old])


def test_a_pair_is_compared_once(drafts: list[Draft], monkeypatch) -> None:
    found = changed(drafts[0], drafts[1])
    monkeypatch.setattr(changing, "changes", None)
    assert changed(drafts[0], drafts[1]) is found
