"""A row speaks in moments: what is stored as a number is read as an Instant, and can be asked for as one."""

from datetime import timedelta

import pytest

from comity.node.models import Deadline
from comity.words import Instant

pytestmark = [pytest.mark.store, pytest.mark.django_db]
AT = Instant.parse("2026-11-21T20:00:00.123Z")


@pytest.fixture
def row() -> Deadline:
    return Deadline.objects.create(what="x:y", about="z", started=AT, due=AT + timedelta(days=60))


def test_a_moment_is_read_back_to_the_millisecond(row: Deadline) -> None:
    kept = Deadline.objects.get(pk=row.pk)
    assert (kept.started, kept.due, kept.ended) == (AT, AT + timedelta(days=60), None)


def test_rows_are_found_and_ordered_by_their_moment(row: Deadline) -> None:
    earlier = Deadline.objects.create(what="x:y", about="w", started=AT, due=AT + timedelta(days=1))
    assert list(Deadline.objects.filter(due__lte=AT + timedelta(days=1))) == [earlier]
    assert list(Deadline.objects.order_by("due")) == [earlier, row]


def test_a_moment_is_changed_in_place(row: Deadline) -> None:
    Deadline.objects.update(ended=AT)
    assert Deadline.objects.get().ended == AT
