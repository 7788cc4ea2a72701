"""The process that sends delivers at once; whatever it cannot do stays for the worker, and is done once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection
from tests.node.letters import write
from tests.node.peer import Peer
from urllib3 import PoolManager

from comity.node import directory, outbox, own, prompt, queries, worker
from comity.node.clock import now
from comity.node.models import Dispatch
from comity.node.prompt import Prompt
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode

pytestmark = pytest.mark.store
XB = StateCode("XB")


@pytest.fixture
def postman(transactional_db, peer: Peer) -> Iterator[Prompt]:
    """The postman of this process."""
    at_work = Prompt()
    outbox.employ(at_work)
    yield at_work
    finish(at_work)


def finish(postman: Prompt) -> None:
    """Wait until all that was begun is done."""
    postman.pool.shutdown(wait=True)


def state(thread: str) -> tuple[str, str]:
    (row,) = queries.deliveries(thread)
    return row.state, row.last_error


def test_what_is_sent_is_delivered_without_the_worker(postman: Prompt, peer: Peer):
    act = write()
    finish(postman)
    assert state(act.thread) == ("delivered", "")
    assert [row.kind for row in queries.receipts(act.thread)] == ["submission", "relay", "delivery"]
    assert worker.once()["delivered"] == 0
    assert len(peer.asked) == 1


def test_whoever_waits_for_a_peer_holds_no_connection_of_the_pool(postman: Prompt, peer: Peer):
    wire, held = own.carrier().pool, []
    answer = wire.app

    def asked(environ, start):
        held.append(connection.connection is not None)
        return answer(environ, start)

    wire.app = asked
    act = write()
    finish(postman)
    assert state(act.thread) == ("delivered", "")
    assert held == [connection.vendor == "sqlite"]  # where there is no pool, each thread keeps its own


def test_what_is_sent_is_claimed_from_the_beginning(peer: Peer):
    class Slow(outbox.NoPostman):
        def takes(self, _peer: StateCode) -> bool:
            return True

    outbox.employ(Slow())
    write()
    assert worker.once()["delivered"] == 0
    (row,) = Dispatch.objects.all()
    assert (row.attempts, row.lease_token) == (1, 1)
    (claim,) = outbox.claim(XB, row.lease_until)
    assert claim.token == 2


def test_within_a_thread_the_next_act_waits_for_the_first(peer: Peer):
    first = write()  # nobody delivers it

    class Eager(outbox.NoPostman):
        def takes(self, _peer: StateCode) -> bool:
            return True

    outbox.employ(Eager())
    write(thread=first.thread)
    assert [row.lease_token for row in Dispatch.objects.all()] == [0, 0]


def test_a_peer_that_cannot_be_reached_is_left_to_the_worker(
    postman: Prompt, peer: Peer, monkeypatch: pytest.MonkeyPatch
):
    (node,) = peer.profile(now()).nodes
    nowhere = (replace(node, url="http://127.0.0.1:9"),)
    directory.pin(COMMAND_LINE, peer.document(now(), serial=4, nodes=nowhere))
    monkeypatch.setattr(own.carrier(), "pool", PoolManager(retries=False))
    act = write()
    finish(postman)
    assert state(act.thread) == ("waiting", "peer-unreachable")
    assert not postman.takes(XB)
    other = write()
    assert queries.deliveries(other.thread).get().lease_token == 0


def test_one_peer_never_holds_every_thread(peer: Peer):
    at_work = Prompt(_serving={XB: prompt.AT_ONCE})
    assert not at_work.takes(XB)
    assert at_work.takes(StateCode("XC"))


def test_a_fault_of_the_peer_is_tried_again_by_the_worker(postman: Prompt, peer: Peer):
    peer.failing = 503
    act = write()
    finish(postman)
    assert state(act.thread) == ("waiting", "503")
    peer.failing = 0
    Dispatch.objects.update(next_attempt=now())
    assert worker.once()["delivered"] == 1
