"""The negotiation as its rows say, whoever asks, in whatever order, and how many at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.http import Http404
from tests.committee.text.test_negotiation import DELEGATE, current, opened, paragraph

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, Negotiating, log_of, negotiating, negotiations
from comity.committee.text.rules.negotiation.acts import Comment
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.services import Said, enter, import_draft
from comity.errors.access import NotPermitted
from comity.words import Language, StateCode

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    """A negotiation with some entries; nothing of it is in memory."""
    row = opened(secretariat)
    for number in range(6):
        enter(DELEGATE, row.text, Comment(paragraph(row), f"Words {number}."), Said("XA"))
    negotiations._known.clear()
    return Negotiated.objects.get(pk=row.pk)


def test_what_is_read_is_what_the_log_gives(row: Negotiated) -> None:
    found = negotiating(row)
    assert [each.number for each in found.log] == list(range(1, row.entries + 1))
    assert found.text.negotiation == consolidate(found.log).negotiation
    assert negotiating(row).text is found.text


def test_a_row_that_is_behind_is_given_what_it_counts(row: Negotiated) -> None:
    ahead = negotiating(row)
    behind = Negotiated.objects.get(pk=row.pk)
    behind.entries -= 2
    assert negotiating(behind).log == ahead.log[:-2]
    assert current(row).log == ahead.log


def test_a_long_log_is_read_by_one_of_those_who_ask_at_once(row: Negotiated, monkeypatch) -> None:
    reads: list[int] = []
    read, start = negotiations._entries, Barrier(4)

    def counting(of: Negotiated, *, since: int) -> Iterator[object]:
        reads.append(since)
        return read(of, since=since)

    def asked(_turn: int) -> Negotiating:
        start.wait(30)
        try:
            return negotiating(row)
        finally:
            connection.close()

    monkeypatch.setattr(negotiations, "_AT_ONCE", 2)
    monkeypatch.setattr(negotiations, "_entries", counting)
    with ThreadPoolExecutor(4) as readers:
        found = list(readers.map(asked, range(4)))
    assert reads == [0]
    assert {id(each.text) for each in found} == {id(found[0].text)}


def test_only_who_follows_a_text_under_negotiation_is_given_it(row: Negotiated, secretariat: Actor) -> None:
    assert log_of(DELEGATE, row.text).row == row
    with pytest.raises(NotPermitted):
        log_of(Actor("duty officer of Borania", StateCode("XB"), frozenset({Role.DUTY_OFFICER})), row.text)
    fresh = import_draft(secretariat, source=b"1. Words.\n", title="Fresh", language=Language.ENGLISH)
    with pytest.raises(Http404):
        log_of(DELEGATE, fresh.text)
