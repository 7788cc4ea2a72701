"""Statements that are written once do what Django's own would do, on both databases."""

import pytest
from django.db import IntegrityError, transaction

from comity.node.clock import now
from comity.node.models import PeerCheckpoint, RecordEntry
from comity.node.rows import Standing, insert, select

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def entry(index: int, event: str = "a:b:c") -> RecordEntry:
    return RecordEntry(index=index, event=event, at=now(), salt=b"\1" * 32, digest="0" * 64, about="x", by="y")


def test_rows_are_read_back_as_they_were_inserted() -> None:
    rows = [entry(1), entry(2)]
    insert(rows)
    assert [(row.index, row.at, bytes(row.salt)) for row in RecordEntry.objects.all()] == [
        (row.index, row.at, row.salt) for row in rows
    ]


def test_nothing_is_inserted_for_no_rows() -> None:
    insert([])
    assert not RecordEntry.objects.exists()


def test_a_row_that_stands_refuses_another() -> None:
    insert([entry(1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([entry(1)])


def test_a_row_that_stands_may_stay() -> None:
    insert([entry(1, "first:of:all")])
    insert([entry(1, "second:of:all"), entry(2)], Standing.STAYS)
    assert [row.event for row in RecordEntry.objects.all()] == ["first:of:all", "a:b:c"]


def test_a_row_that_stands_may_give_way() -> None:
    for size in (3, 5):
        insert([PeerCheckpoint(state="XB", size=size, text=f"{size}", seen_at=now())], Standing.GIVES_WAY)
    assert select("SELECT size, text FROM node_peercheckpoint WHERE state = %s", "XB") == [(5, "5")]
