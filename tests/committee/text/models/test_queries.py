"""What may be asked of the texts: who sees which drafts, and what is read of them is theirs."""

import pytest
from django.http import Http404

from comity.access import ANONYMOUS, Actor
from comity.committee.text.models import (
    Draft,
    counted,
    draft_of,
    follow_text,
    history,
    identified,
    latest,
    numbered,
    standings,
    text_of,
)
from comity.committee.text.rules.convergence import converge
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.figures import count
from comity.committee.text.services import import_draft, publish_draft
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
SOURCES = [f"## Article 1. Scope\n\n1. Each Party {verb} act.\n" for verb in ("[shall]", "may", "will")]


@pytest.fixture
def drafts(secretariat: Actor) -> list[Draft]:
    """Three drafts, of which the first alone is public."""
    made = [
        import_draft(secretariat, source=each.encode(), title="A text", language=Language.ENGLISH)
        for each in SOURCES
    ]
    publish_draft(secretariat, made[0])
    return made


def test_the_public_is_told_of_public_drafts_alone(drafts: list[Draft], secretariat: Actor) -> None:
    text = text_of("a-text")
    assert [each.number for each in history(ANONYMOUS, text, "en")] == [1]
    assert [each.number for each in history(secretariat, text, "en")] == [1, 2, 3]
    assert (latest(ANONYMOUS, text).number, latest(secretariat, text).number) == (1, 3)
    assert [(each.newest.number, each.drafts) for each in standings(ANONYMOUS)] == [(1, 1)]
    assert [(each.newest.number, each.drafts) for each in standings(secretariat)] == [(3, 3)]
    assert draft_of(secretariat, "a-text", "en", 2) == drafts[1]
    with pytest.raises(Http404):
        draft_of(ANONYMOUS, "a-text", "en", 2)
    with pytest.raises(Http404):
        text_of("another")


def test_the_newest_is_taken_where_no_number_is_named(drafts: list[Draft], secretariat: Actor) -> None:
    text = text_of("a-text")
    assert [numbered(secretariat, text, "en", number) for number in (0, 2)] == [drafts[2], drafts[1]]
    assert numbered(ANONYMOUS, text, "en") == drafts[0]
    for actor, language, number in ((ANONYMOUS, "en", 2), (secretariat, "en", 4), (secretariat, "fr", 0)):
        with pytest.raises(Http404):
            numbered(actor, text, language, number)


def test_a_draft_is_read_and_counted_as_its_words_are(drafts: list[Draft]) -> None:
    for draft, source in zip(drafts, SOURCES, strict=True):
        assert identified(draft).draft == parse(source)
        assert counted(draft) == count(parse(source))
    keys = [set(identified(each).ids) for each in drafts]
    assert keys[0] == keys[1] == keys[2]
    assert identified(drafts[0]) is identified(Draft.objects.get(pk=drafts[0].pk))


def test_drafts_are_followed_in_the_order_in_which_they_are_given(drafts: list[Draft]) -> None:
    found = follow_text(drafts)
    plain = converge("A text", [parse(source) for source in SOURCES])
    assert [each.figures for each in found.stages] == [each.figures for each in plain.stages]
