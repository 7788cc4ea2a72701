import re

import pytest
from tests.committee.text.views.desk import page, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.services import import_draft
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
FIRST = "## Article 1. Scope\n\n1. Each Party [shall][may] act on any request that it receives.\n"
SECOND = FIRST.replace("[shall][may] act", "shall act & reply") + "\n## Article 2. End\n\nThis ends the text.\n"


@pytest.fixture
def drafts(secretariat: Actor) -> None:
    for source in (FIRST, SECOND):
        import_draft(secretariat, source=source.encode(), title="A text", language=Language.ENGLISH)


@pytest.mark.mandate("R6")
def test_two_drafts_are_compared_article_by_article_and_word_by_word(drafts) -> None:
    client = signed_in(Role.DELEGATE)
    whole = page(client, "/text/a-text/en/from-1-to-2/")
    assert "Article 2. End new" in words(whole)
    address = re.search(r'href="(/text/a-text/en/from-1-to-2/[0-9a-f]{16}/)"', whole)
    assert address is not None
    shown = page(client, address[1])
    assert "<del>" in shown
    assert "&amp; reply" in shown.partition("<ins>")[2]
    assert "Each Party" in words(shown)


def test_the_reader_chooses_two_drafts_in_either_order(drafts) -> None:
    client = signed_in(Role.DELEGATE)
    for asked in ("draft=1&draft=2", "draft=2&draft=1", "", "draft=1&draft=1", "draft=7&draft=1"):
        answer = client.get(f"/text/a-text/en/pair/?{asked}")
        assert answer.headers["Location"] == "/text/a-text/en/from-1-to-2/", asked


def test_drafts_that_may_not_be_read_are_not_compared(drafts, client) -> None:
    assert client.get("/text/a-text/en/from-1-to-2/").status_code == 404
    assert client.get("/text/a-text/en/pair/").status_code == 404
