"""What the two databases do differently is the same to whoever asks: a claimed row is nobody else's."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction

from comity.node.capabilities import claimable, cut_log, for_update, held, skip_locked
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


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the log beside the file is SQLite's")
def test_the_log_is_cut_off_as_soon_as_nobody_reads_what_stood_before(rows: list[Deadline]) -> None:
    log = Path(f"{connection.settings_dict['NAME']}-wal")

    def tried_while_read() -> list[bool]:
        list(Deadline.objects.all())  # this reader stays where it is
        with ThreadPoolExecutor(1) as pool:
            return [pool.submit(_cut_elsewhere).result()]

    Deadline.objects.all().update(about="x")
    assert elsewhere(tried_while_read) == [False]
    assert log.stat().st_size
    assert cut_log()
    assert not log.stat().st_size
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)


def _cut_elsewhere() -> bool:
    try:
        return cut_log()
    finally:
        connection.close()
