"""The process that sends delivers at once; whatever it cannot do stays for the worker, and is done once."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event

import pytest
from django.db import connection
from tests.node.letters import write
from tests.node.peer import Peer
from urllib3 import PoolManager
from urllib3.exceptions import ProtocolError

from comity.node import delivery, directory, outbox, own, prompt, queries, worker
from comity.node.clock import now
from comity.node.models import Dispatch
from comity.node.prompt import Prompt
from comity.node.rules import COMMAND_LINE
from comity.words import Digest, StateCode

pytestmark = pytest.mark.store
XB = StateCode("XB")


@dataclass(slots=True)
class Watched(Prompt):
    """A postman who tells when the act of each thread was tried."""

    tried: dict[str, Future[None]] = field(default_factory=dict)

    def deliver(self, claim: outbox.Claim, peer: StateCode) -> Future[None]:
        """Deliver, and keep the promise."""
        self.tried[claim.thread] = Prompt.deliver(self, claim, peer)
        return self.tried[claim.thread]


@pytest.fixture
def postman(transactional_db, peer: Peer) -> Iterator[Watched]:
    """The postman of this process."""
    at_work = Watched()
    outbox.employ(at_work)
    yield at_work
    finish(at_work)


def finish(postman: Prompt) -> None:
    """Wait until all that was begun is done."""
    postman.pool.shutdown(wait=True)


class Line:
    """Holds up the requests of one door until it is told to go on, or breaks under them."""

    def __init__(self, app) -> None:
        self.app, self.holds, self.longest, self.breaks = app, "", 0, False
        self.reached, self.free = Event(), Event()

    def __call__(self, environ, start):
        body = environ["wsgi.input"].getbuffer().nbytes
        if environ["PATH_INFO"].endswith(self.holds or "nothing") and body >= self.longest:
            self.reached.set()
            self.free.wait(10)
            if self.breaks:
                raise ProtocolError("the line broke")
        return self.app(environ, start)


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


@pytest.fixture
def line(peer: Peer) -> Iterator[Line]:
    """The line to the peer, on which a hop can be held up."""
    held = Line(own.carrier().pool.app)
    own.carrier().pool.app = held
    yield held
    held.free.set()


def test_what_is_sent_while_a_hop_is_on_its_way_goes_together_with_the_next(
    postman: Prompt, peer: Peer, line: Line
):
    line.holds = "/acts"
    acts = [write()]
    line.reached.wait(10)
    acts += [write() for _ in range(3)]
    line.free.set()
    finish(postman)
    assert [path.rpartition("/")[2] for _, path in peer.asked] == ["acts", "batches"]
    assert [state(act.thread) for act in acts] == [("delivered", "")] * 4


def test_what_is_long_travels_beside_what_is_short(postman: Watched, peer: Peer, line: Line):
    line.holds, line.longest = "/acts", delivery.SHORT
    long = write(text="b" * delivery.SHORT)
    line.reached.wait(10)
    short = write()
    postman.tried[short.thread].result(10)
    assert (state(short.thread), state(long.thread)) == (("delivered", ""), ("waiting", ""))
    line.free.set()
    finish(postman)
    assert state(long.thread) == ("delivered", "")


def test_what_waits_for_a_peer_that_cannot_be_reached_is_left_to_the_worker_untried(
    postman: Prompt, peer: Peer, line: Line
):
    line.holds, line.breaks = "/acts", True
    acts = [write()]
    line.reached.wait(10)
    acts += [write() for _ in range(3)]
    line.free.set()
    finish(postman)
    assert [state(act.thread) for act in acts] == [("waiting", "peer-unreachable")] * 4
    assert peer.asked == []


def test_what_waited_longer_than_it_is_claimed_is_left_to_the_worker(
    postman: Prompt, peer: Peer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(prompt, "HELD", 0.0)
    act = write()
    finish(postman)
    assert (state(act.thread), peer.asked) == (("waiting", ""), [])
    (row,) = Dispatch.objects.all()
    assert len(outbox.claim(XB, row.lease_until)) == 1


def test_a_fault_of_our_own_stops_nothing_that_is_sent_after_it(
    postman: Watched, peer: Peer, monkeypatch: pytest.MonkeyPatch
):
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    waits = outbox.waits
    monkeypatch.setattr(outbox, "waits", fails)
    first = write()
    postman.tried[first.thread].result(10)
    monkeypatch.setattr(outbox, "waits", waits)
    second = write()
    finish(postman)
    assert [state(act.thread) for act in (first, second)] == [("delivered", "")] * 2


def test_no_more_waits_here_for_one_peer_than_some_hops_carry(peer: Peer):
    class Never(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Future[None]:
            return Future()

    at_work = Prompt(Never())
    claim = outbox.Claim(1, 1, 1, Digest("0" * 64), Digest("0" * 64), "", b"", None)
    for _ in range(prompt.MOST):
        assert at_work.takes(XB)
        at_work.deliver(claim, XB)
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
