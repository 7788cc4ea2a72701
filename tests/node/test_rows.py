"""Statements that are written once do what Django's own would do, on both databases."""

import pytest
from django.db import IntegrityError, transaction

from comity.node.clock import now
from comity.node.models import Grant, PeerCheckpoint, RecordEntry
from comity.node.rows import Insertion, Standing, select

pytestmark = [pytest.mark.store, pytest.mark.django_db]


COLUMNS = ("index", "event", "at", "salt", "digest", "about", "by")
ENTRIES = Insertion(RecordEntry, *COLUMNS)
IF_NONE_STANDS = Insertion(RecordEntry, *COLUMNS, standing=Standing.STAYS)
IN_ITS_PLACE = Insertion(PeerCheckpoint, "state", "size", "text", "seen_at", standing=Standing.GIVES_WAY)
GRANTS = Insertion(Grant, "manifest", "peer", "until", "held")
AT = now().milliseconds


def entry(index: int, event: str = "a:b:c") -> tuple[int, str, int, bytes, str, str, str]:
    return (index, event, AT, b"\1" * 32, "0" * 64, "x", "y")


def test_rows_are_read_back_as_they_were_inserted() -> None:
    ENTRIES(entry(1), entry(2))
    assert [(row.index, row.at.milliseconds, bytes(row.salt)) for row in RecordEntry.objects.all()] == [
        (1, AT, b"\1" * 32),
        (2, AT, b"\1" * 32),
    ]


def test_nothing_is_inserted_for_no_rows() -> None:
    ENTRIES()
    assert not RecordEntry.objects.exists()


def test_a_row_that_stands_refuses_another() -> None:
    ENTRIES(entry(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        ENTRIES(entry(1))


def test_a_row_that_stands_may_stay() -> None:
    IF_NONE_STANDS(entry(1, "first:of:all"))
    IF_NONE_STANDS(entry(1, "second:of:all"), entry(2))
    assert [row.event for row in RecordEntry.objects.all()] == ["first:of:all", "a:b:c"]


def test_a_row_that_stands_may_give_way() -> None:
    for size in (3, 5):
        IN_ITS_PLACE(("XB", size, f"{size}", AT))
    assert select("SELECT size, text FROM node_peercheckpoint WHERE state = %s", "XB") == [(5, "5")]


def test_the_keys_that_the_database_gives_come_back_in_the_order_of_the_rows() -> None:
    keys = GRANTS.keyed(("a" * 64, "XB", AT, False), ("b" * 64, "XB", AT, False))
    assert [Grant.objects.get(pk=key).manifest[0] for key in keys] == ["a", "b"]


def test_what_is_undone_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ENTRIES(entry(1))
        raise ZeroDivisionError
    assert not RecordEntry.objects.exists()
