"""Figures of a negotiation: from what is kept where it is right, from the log where it is not, never of yesterday."""

import pytest
from django.apps import apps
from django.utils.module_loading import import_string
from tests.committee.text.test_negotiation import DELEGATE, current, opened, paragraph

from comity.access import Actor
from comity.committee.text.models import Measured, Negotiated, figures, negotiations
from comity.committee.text.models.figures import read_ahead
from comity.committee.text.rules.negotiation.acts import ROOT, PlaceBrackets
from comity.committee.text.rules.negotiation.meetings import ends, readings
from comity.committee.text.rules.negotiation.progress import progress
from comity.committee.text.services import Said, enter

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    """A negotiation that three meetings have touched since it was opened; the last goes on."""
    row = opened(secretariat)
    for place, meeting in enumerate(("1/1", "1/1", "1/2", "1/3")):
        bracket(row, place, meeting)
    return row


def bracket(row: Negotiated, place: int, meeting: str) -> None:
    enter(DELEGATE, row.text, PlaceBrackets(paragraph(row), place, place + 1), Said("XA", meeting))


def test_what_each_meeting_left_is_kept_by_the_first_act_of_the_next_one(row: Negotiated) -> None:
    now = current(row)
    assert list(Measured.objects.values_list("entry", flat=True)) == ends(now.log)
    assert [each.meeting for each in figures(now).meetings] == ["", "1/1", "1/2", "1/3"]
    assert figures(now).meetings == readings(now.log)


def test_figures_are_of_the_text_as_it_stands_after_every_act(row: Negotiated) -> None:
    before = figures(current(row))
    for place, meeting in ((4, "1/3"), (5, "2/1")):
        bracket(row, place, meeting)
        now = current(row)
        assert figures(now).shares == progress(now.text)
        assert figures(now).meetings == readings(now.log)
        assert figures(now).shares[ROOT].bracketed > before.shares[ROOT].bracketed
        assert figures(now) is figures(now)


def test_rows_that_do_not_name_the_ends_of_the_meetings_are_not_believed(row: Negotiated) -> None:
    Measured.objects.order_by("entry").first().delete()
    now = current(row)
    assert figures(now).meetings == readings(now.log)


def test_a_reader_who_is_behind_is_not_told_what_came_later(row: Negotiated) -> None:
    behind = current(row)
    bracket(row, 4, "2/1")
    ahead = figures(current(row)).meetings
    assert figures(behind).meetings == readings(behind.log) != ahead


def test_an_act_that_is_refused_keeps_no_measure(row: Negotiated) -> None:
    count = Measured.objects.count()
    with pytest.raises(Exception, match="range-outside"):
        bracket(row, 900, "2/1")
    assert Measured.objects.count() == count


def test_negotiations_from_before_are_counted_when_the_node_is_brought_up_to_date(row: Negotiated) -> None:
    before = list(Measured.objects.values_list("text_id", "entry", "clusters"))
    Measured.objects.all().delete()
    import_string("comity.committee.text.migrations.0006_measures_counted.count_meetings")(apps, None)
    assert list(Measured.objects.values_list("text_id", "entry", "clusters")) == before


def test_what_was_read_ahead_is_not_read_again(row: Negotiated, monkeypatch) -> None:
    negotiations._known.clear()
    read_ahead()
    monkeypatch.setattr(negotiations, "_entries", None)
    now = current(row)
    assert figures(now).meetings == readings(now.log)
