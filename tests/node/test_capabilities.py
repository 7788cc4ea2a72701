"""What the two databases do differently is the same to whoever asks: a claimed row is nobody else's."""

import threading

import pytest
from django.db import connection, transaction

from comity.node.capabilities import claimable, for_update, held, skip_locked
from comity.node.clock import now
from comity.node.models import Deadline

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rows() -> list[Deadline]:
    return [Deadline.objects.create(what="a:b", about=str(n), started=now(), due=now()) for n in range(3)]


def elsewhere(ask) -> list[object]:
    """What ``ask`` finds on a connection of its own."""
    found: list[object] = []

    def run() -> None:
        try:
            with transaction.atomic():
                found.extend(ask())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return found


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite holds the whole database while one writes")
def test_another_worker_steps_over_what_is_claimed(rows: list[Deadline]) -> None:
    with transaction.atomic():
        mine = list(claimable(Deadline.objects.order_by("pk"))[:2])
        theirs = elsewhere(lambda: list(claimable(Deadline.objects.order_by("pk"))))
    assert mine == rows[:2]
    assert theirs == rows[2:]


def test_a_claim_ends_with_its_transaction(rows: list[Deadline]) -> None:
    with transaction.atomic():
        assert list(held(Deadline.objects.order_by("pk"))) == rows
    assert elsewhere(lambda: list(claimable(Deadline.objects.order_by("pk")))) == rows


def test_written_statements_hold_rows_where_the_database_holds_rows() -> None:
    locks = connection.vendor == "postgresql"
    assert bool(for_update()) == locks
    assert bool(skip_locked()) == locks
