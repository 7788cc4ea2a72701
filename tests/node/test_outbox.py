from datetime import timedelta

import pytest
from tests.node.letters import write
from tests.node.peer import Peer

from comity.errors.node import LeaseLost, PeerUnreachable
from comity.node import outbox
from comity.node.clock import now
from comity.node.models import Dispatch
from comity.words import StateCode

pytestmark = pytest.mark.store
XB = StateCode("XB")


def test_a_dispatch_is_claimed_by_one_worker_only(peer: Peer):
    write()
    at = now()
    assert outbox.due_peers(at) == [XB]
    (claim,) = outbox.claim(XB, at)
    assert (claim.token, claim.attempts, claim.receipt) == (1, 1, None)
    assert outbox.claim(XB, at) == []
    assert outbox.due_peers(at) == []


def test_a_claim_ends_by_itself_so_that_a_killed_worker_blocks_nothing(peer: Peer):
    write()
    at = now()
    outbox.claim(XB, at)
    assert outbox.claim(XB, at + (outbox.LEASE - timedelta(milliseconds=1))) == []
    (again,) = outbox.claim(XB, at + outbox.LEASE)
    assert (again.token, again.attempts) == (2, 2)


def test_a_worker_that_was_thought_dead_cannot_write_after_another_took_over(peer: Peer):
    write()
    at = now()
    (dead,) = outbox.claim(XB, at)
    (alive,) = outbox.claim(XB, at + outbox.LEASE)
    with pytest.raises(LeaseLost):
        outbox.settle(dead, at=at)
    outbox.postpone(dead, PeerUnreachable("XB"), at=at)
    assert Dispatch.objects.get().last_error == ""
    outbox.settle(alive, at=at)
    assert Dispatch.objects.get().state == "delivered"
    with pytest.raises(LeaseLost):
        outbox.settle(alive, at=at)


def test_a_failure_is_shown_and_tried_again_later_each_time(peer: Peer):
    write()
    at, waits = now(), []
    for attempt in range(1, 6):
        (claim,) = outbox.claim(XB, at)
        outbox.postpone(claim, PeerUnreachable("XB"), at=at)
        row = Dispatch.objects.get()
        assert (row.state, row.last_error, row.attempts) == ("waiting", "peer-unreachable", attempt)
        waits.append(row.next_attempt - at)
        assert outbox.claim(XB, row.next_attempt + timedelta(milliseconds=-1)) == []
        at = row.next_attempt
    assert waits[4] > waits[2] > waits[0] >= timedelta(seconds=1)


def test_within_a_thread_the_first_act_goes_first(peer: Peer):
    first = write()
    write(thread=first.thread)
    other = write()
    at = now()
    claims = outbox.claim(XB, at)
    assert [claim.thread for claim in claims] == [first.thread, other.thread]
    outbox.settle(claims[0], at=at)
    assert [claim.thread for claim in outbox.claim(XB, at)] == [first.thread]


def test_a_batch_has_its_limit(peer: Peer):
    for _ in range(3):
        write()
    assert len(outbox.claim(XB, now(), 2)) == 2
    assert len(outbox.claim(XB, now(), 2)) == 1
