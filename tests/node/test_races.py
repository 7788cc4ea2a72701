"""Many workers and many requests at once, on real connections: each thing happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

import pytest
from django.db import connection
from tests.node import letters
from tests.node.letters import SENDER, write
from tests.node.peer import Peer

from comity.foundation.record import Checkpoint, Entry, Fork, Log, MemoryStore
from comity.node import forks, outbox, own, queries, reception, record
from comity.node.clock import now
from comity.node.keystore import sealing_name
from comity.node.models import Dispatch, Envelope, Receipt, RecordEntry
from comity.words import Digest

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("transactional_db")]
Found = TypeVar("Found")
MANY = 4


def at_once(deed: Callable[[], Found], times: int = MANY) -> list[Found]:
    def alone() -> Found:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [each.result() for each in [pool.submit(alone) for _ in range(times)]]


def test_workers_that_claim_at_once_never_claim_the_same(peer: Peer):
    for _ in range(12):
        write()
    at = now()
    claims = [claim.id for batch in at_once(lambda: outbox.claim(peer.state, at, 3)) for claim in batch]
    assert len(claims) == len(set(claims))
    rest = [claim.id for claim in outbox.claim(peer.state, at)]
    assert sorted(claims + rest) == sorted(Dispatch.objects.values_list("pk", flat=True))


def test_an_envelope_that_comes_many_times_at_once_is_taken_once_and_answered_alike(peer: Peer):
    sealed = peer.write(SENDER, own.keys().sealing(sealing_name(SENDER)).recipient)
    replies = at_once(lambda: reception.receive(sealed.sealed))
    assert {reply.receipts for reply in replies} == {replies[0].receipts}
    assert [reply.refusal for reply in replies] == [None] * MANY
    assert (Envelope.objects.count(), Receipt.objects.count(), len(letters.received)) == (1, 2, 1)


def test_acts_that_are_sent_at_once_stand_in_one_unbroken_record(peer: Peer):
    at_once(lambda: [write() for _ in range(5)])
    rows = list(RecordEntry.objects.all())
    assert [row.index for row in rows] == list(range(record.log().size))
    memory = Log(MemoryStore(), own.log_origin())
    memory.append([Entry(row.event, row.at, Digest(row.digest)).to_bytes() for row in rows])
    assert record.log().root() == memory.root()


def test_acts_of_one_thread_that_are_sent_at_once_are_counted_without_a_gap(peer: Peer):
    first = write()
    at_once(lambda: write(thread=first.thread))
    assert sorted(queries.envelopes(first.thread).values_list("seq", flat=True)) == list(range(1, MANY + 2))


@pytest.mark.parametrize("histories", [1, MANY])
def test_a_fork_that_many_find_at_once_is_one_fork_and_one_entry(peer: Peer, monkeypatch, histories: int):
    def shown(word: bytes) -> Checkpoint:
        log = Log(MemoryStore(), peer.log.origin)
        log.append([word])
        return log.checkpoint(peer.log_key)

    seen, told, together, acting = shown(b"seen"), iter(range(MANY)), Barrier(MANY), forks.acting

    def at_the_same_moment(*deed: Any) -> Any:
        together.wait(30)  # by now each has looked, and found nothing noted
        return acting(*deed)

    monkeypatch.setattr(forks, "acting", at_the_same_moment)
    at_once(lambda: forks.note(peer.state, seen, shown(b"%d" % (next(told) % histories)), (), at=now()))
    (row,) = forks.known()
    assert Fork.parse(bytes(row.evidence)).verify(peer.log_key.public).origin == peer.log.origin
    assert RecordEntry.objects.filter(event="record:fork:found").count() == 1
