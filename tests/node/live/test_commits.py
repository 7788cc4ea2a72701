import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from comity.node.live.commits import Commits, announce
from comity.node.models import Pause

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]
PATIENCE, LONGER = 30.0, 90.0


def listening(begun: threading.Event, *, stopped: threading.Event | None = None) -> None:
    """Wait in a thread of its own, as a process that holds readers does."""
    commits = Commits()
    try:
        commits.wait(0.0, lambda: False)  # from here on it counts
        begun.set()
        commits.wait(LONGER, stopped.is_set if stopped else lambda: False)
    finally:
        commits.close()
        connection.close()


def test_what_another_commits_ends_the_wait() -> None:
    begun = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        waited = beside.submit(listening, begun)
        assert begun.wait(PATIENCE)
        with transaction.atomic():
            Pause.objects.create(state="XA", since=1, by="operator", reason="Its operator asked for it.")
            announce()
        waited.result(PATIENCE)


def test_whoever_has_something_better_to_do_need_not_wait() -> None:
    begun, stopped = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as beside:
        waited = beside.submit(listening, begun, stopped=stopped)
        assert begun.wait(PATIENCE)
        stopped.set()
        waited.result(PATIENCE)
