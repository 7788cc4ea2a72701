"""The words of a whole draft in another language are entered at once, as one entry of the record."""

import pytest
from tests.committee.text.translation import words

from comity.access import Actor, Role
from comity.committee.text.models import Draft, LogEntry
from comity.committee.text.rules.negotiation.acts import CHAIR
from comity.committee.text.rules.words import joined
from comity.committee.text.services import (
    express_draft,
    translating,
    weigh_draft,
)
from comity.errors.access import NotPermitted
from comity.errors.text import SignsThatMislead
from comity.node.models import RecordEntry
from comity.words import StateCode

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.mark.mandate("R6")
def test_a_draft_gives_every_provision_its_words_in_one_entry_of_the_record(
    secretariat: Actor, original: Draft, french: Draft
) -> None:
    log, record = LogEntry.objects.count(), RecordEntry.objects.count()
    assert len(weigh_draft(secretariat, french, original).given.placed) == 3
    assert (LogEntry.objects.count(), RecordEntry.objects.count()) == (log, record)
    done = express_draft(secretariat, french, original)
    assert [(each.number, each.by) for each in done.entered] == [(log + 1 + at, CHAIR) for at in range(3)]
    assert RecordEntry.objects.count() == record + 1
    assert words() == ["Champ", "Chaque Partie agit.", "Elle peut demander."]
    assert express_draft(secretariat, french, original).given.known == 3
    assert (LogEntry.objects.count(), RecordEntry.objects.count()) == (log + 3, record + 1)


def test_only_who_watches_over_the_languages_gives_the_words_of_a_draft(original: Draft, french: Draft) -> None:
    delegate = Actor("delegate", StateCode("XA"), roles=frozenset({Role.DELEGATE}))
    for act in (weigh_draft, express_draft):
        with pytest.raises(NotPermitted):
            act(delegate, french, original)
    assert words() == []


def test_what_the_rules_refuse_is_told_and_the_rest_is_entered(
    secretariat: Actor, original: Draft, french: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = translating.clean

    def suspicious(act, growing):
        if "agit" in joined(act.words):
            raise SignsThatMislead("words", sign="U+202E")
        return clean(act, growing)

    monkeypatch.setattr(translating, "clean", suspicious)
    done = express_draft(secretariat, french, original)
    assert [(each.line, each.why) for each in done.left] == [(3, "signs-that-mislead")]
    assert words() == ["Champ", "Elle peut demander."]
